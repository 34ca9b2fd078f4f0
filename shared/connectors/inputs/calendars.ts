import { day, name, wallTime, weekday, zone } from '../input-files/cells.ts';
import { eachRow, groupsOf, startsBeforeEnds, text } from '../input-files/checks.ts';
import { type Check, inputTable, optional, required } from '../input-files/input-table.ts';
import { calendars } from '../../lake/tables.ts';

export const calendarsInput = inputTable({
  table: calendars,
  about: 'Opening hours by weekday; casebook.yaml wins for a calendar of the same id.',
  replaces: { by: 'file' },
  columns: {
    calendar_id: required(name, 'calendar', 'night-desk'),
    time_zone: required(zone, 'IANA time zone', 'Europe/Berlin', { into: 'zone' }),
    weekday: required(weekday, 'mon to sun', 'mon'),
    open: required(wallTime, 'opens', '22:00', { into: 'open_min' }),
    close: required(wallTime, 'closes; past midnight it goes on: 30:00 is 06:00', '30:00', { into: 'close_min' }),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
  },
  checks: [
    startsBeforeEnds('from_day', 'to_day'),
    eachRow(
      'close',
      ({ open_min, close_min }) =>
        Number(close_min) > Number(open_min) ? undefined : 'after open; 06:00 of the next day is 30:00',
      ({ close_min }) => `${Math.floor(Number(close_min) / 60)}:${String(Number(close_min) % 60).padStart(2, '0')}`,
    ),
    oneZone,
  ],
});

/** A calendar has one zone in each version. */
function oneZone(rows: Parameters<Check>[0]): ReturnType<Check> {
  const faults = [...groupsOf(rows, ['calendar_id', 'from_day']).values()].flatMap((group) => {
    const [first] = group;
    const other = group.find(({ row }) => row['zone'] !== first?.row['zone']);
    if (!first || !other) return [];
    const expected = `${text(first.row['zone'])}, as on line ${first.line}`;
    return [{ line: other.line, column: 'time_zone', found: text(other.row['zone']), expected }];
  });
  return { faults };
}
