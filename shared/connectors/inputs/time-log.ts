import { day, hours, name, oneOf, time, yesNo } from '../input-files/cells.ts';
import { type Check, inputTable, optional, required } from '../input-files/input-table.ts';
import { dayText, groupsOf } from '../input-files/checks.ts';
import { activities } from '../input-files/activities.ts';
import { timeLog } from '../../lake/tables.ts';

export const timeLogInput = inputTable({
  table: timeLog,
  about: 'Logged time: one row an entry.',
  replaces: { by: 'month', day: 'work_day' },
  repeats: 'latest',
  columns: {
    entry_id: required(name, 'the entry', 't-90412'),
    person_id: required(name, 'person of the roster', 'p-017'),
    ticket_id: optional(name, 'ticket; empty = not ticket work', '4711'),
    ticket_source: optional(name, 'source of that ticket; empty = the only helpdesk', 'helpdesk'),
    work_day: required(day, 'the day', '2026-09-21'),
    started_at: optional(time, 'start', '2026-09-21T09:30', { into: 'started_s' }),
    hours: required(hours, 'time worked', '1.25', { into: 'worked_s' }),
    activity: required(oneOf(...activities), 'what it was spent on', 'online_support'),
    billable: optional(yesNo, 'billable; empty = no', 'no', { into: 'is_billable', otherwise: false }),
    updated_at: optional(time, 'last change; decides between repeats of one entry', '', { into: 'updated_s' }),
  },
  checks: [atMostADay],
});

/** Nobody works more than 24 hours on one day. */
function atMostADay(rows: Parameters<Check>[0]): ReturnType<Check> {
  const faults = [...groupsOf(rows, ['person_id', 'work_day']).values()].flatMap((entries) => {
    const total = entries.reduce((sum, { row }) => sum + Number(row['worked_s'] ?? 0), 0);
    const last = entries.at(-1);
    if (total <= 86_400 || !last) return [];
    const { person_id, work_day } = last.row;
    const where = `${String(person_id)} on ${dayText(work_day ?? null)}, lines ${entries.map(({ line }) => line).join(', ')}`;
    return [{ line: last.line, column: 'hours', found: `${total / 3600} hours`, expected: `at most 24 (${where})` }];
  });
  return { faults };
}
