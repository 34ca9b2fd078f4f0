import { day, name, plain } from '../input-files/cells.ts';
import { notInFuture } from '../input-files/checks.ts';
import { inputTable, required } from '../input-files/input-table.ts';
import { events } from '../../lake/tables.ts';

export const eventsInput = inputTable({
  table: events,
  about:
    'What happened on a day and may have moved the numbers: a launch, a price, an outage. Shown below trends, signed.',
  replaces: { by: 'key' },
  columns: {
    day: required(day, 'the day on which it happened; none ahead', '2026-09-14'),
    text: required(plain, 'what happened, in one sentence', 'New prices for all plans.'),
    author: required(name, 'who signs', 'Ada Example'),
  },
  checks: [notInFuture('day')],
});
