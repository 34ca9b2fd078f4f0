import { day, name, wallTime } from '../input-files/cells.ts';
import { eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { holidays } from '../../lake/tables.ts';

export const holidaysInput = inputTable({
  table: holidays,
  about: 'Days that replace the weekly hours of a calendar: holidays and half days.',
  replaces: { by: 'file' },
  columns: {
    calendar_id: required(name, 'calendar', 'night-desk'),
    day: required(day, 'the day', '2026-12-24'),
    open: optional(wallTime, 'opens; empty with close = closed all day', '09:00', { into: 'open_min' }),
    close: optional(wallTime, 'closes', '13:00', { into: 'close_min' }),
    name: optional(name, 'what it is', 'Christmas Eve'),
  },
  checks: [
    eachRow(
      'close',
      ({ open_min, close_min }) => {
        if ((open_min === null) !== (close_min === null)) return 'open and close, or neither';
        return close_min === null || Number(close_min) > Number(open_min) ? undefined : 'after open';
      },
      ({ close_min }) => (close_min === null ? '' : `${String(close_min)} minutes after midnight`),
    ),
  ],
});
