import { day, hours, name, oneOf, time, yesNo } from '../input-files/cells.ts';
import { type Fault, type Findings, inputTable, type LineRow, optional, required } from '../input-files/input-table.ts';
import { dayText, groupsOf, text } from '../input-files/checks.ts';
import { activities } from '../input-files/activities.ts';
import type { AnyRow } from '../../lake/table.ts';
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
  checks: [(rows) => atMostADay(rows, [])],
  stored: { columns: ['entry_id', 'person_id', 'work_day', 'worked_s'], day: 'work_day', check: atMostADay },
});

/** Nobody works more than 24 hours on one day, over all files. */
function atMostADay(rows: readonly LineRow[], stored: readonly AnyRow[]): Findings {
  const before = new Map<string, AnyRow[]>();
  for (const row of stored) before.set(personDay(row), [...(before.get(personDay(row)) ?? []), row]);
  const faults = [...groupsOf(rows, ['person_id', 'work_day']).values()].flatMap((entries): readonly Fault[] => {
    const last = entries.at(-1);
    if (!last) return [];
    const others = before.get(personDay(last.row)) ?? [];
    const others_s = worked(others);
    const total = worked(entries.map(({ row }) => row)) + others_s;
    if (total <= 86_400) return [];
    const where = [
      `${text(last.row['person_id'])} on ${dayText(last.row['work_day'] ?? null)}`,
      `lines ${entries.map(({ line }) => line).join(', ')}`,
      ...(others.length === 0
        ? []
        : [
            `and ${others_s / 3600} hours stored from other files: ${others
              .slice(0, 5)
              .map((row) => text(row['entry_id']))
              .join(', ')}`,
          ]),
    ].join(', ');
    return [{ line: last.line, column: 'hours', found: `${total / 3600} hours`, expected: `at most 24 (${where})` }];
  });
  return { faults };
}

const personDay = (row: AnyRow): string => `${text(row['work_day'])} ${text(row['person_id'])}`;
const worked = (rows: readonly AnyRow[]): number => rows.reduce((sum, row) => sum + Number(row['worked_s'] ?? 0), 0);
