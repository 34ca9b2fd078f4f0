import { day, whole } from '../input-files/cells.ts';
import { dayText, notInFuture, startsBeforeEnds } from '../input-files/checks.ts';
import { type Findings, inputTable, type LineRow, required } from '../input-files/input-table.ts';
import type { AnyRow } from '../../lake/table.ts';
import { orders } from '../../lake/tables.ts';

export const ordersInput = inputTable({
  table: orders,
  about: 'How many orders came in, a line a day, a month, or any other stretch of days.',
  replaces: { by: 'month', day: 'period_start_day' },
  columns: {
    period_start_day: required(day, 'first day it is for', '2026-09-01'),
    period_end_day: required(day, 'first day after', '2026-10-01'),
    orders: required(whole(0), 'orders of these days', '1250'),
  },
  checks: [
    startsBeforeEnds('period_start_day', 'period_end_day'),
    notInFuture('period_start_day'),
    (rows) => countedOnce(rows, []),
  ],
  stored: { columns: ['period_start_day', 'period_end_day'], check: countedOnce },
});

/** A day is in one line, over all files: otherwise its orders would count twice. */
function countedOnce(rows: readonly LineRow[], stored: readonly AnyRow[]): Findings {
  const all = [...rows, ...stored.map((row) => ({ row, line: null }))].sort(
    (a, b) => Number(a.row['period_start_day']) - Number(b.row['period_start_day']),
  );
  let before: (typeof all)[number] | undefined;
  const faults = all.flatMap((one) => {
    const other = before;
    if (other === undefined || Number(one.row['period_end_day']) > Number(other.row['period_end_day'])) before = one;
    if (other === undefined || Number(other.row['period_end_day']) <= Number(one.row['period_start_day'])) return [];
    const [told, along] = one.line === null ? [other, one] : [one, other];
    if (told.line === null) return [];
    return [
      {
        line: told.line,
        column: 'period_start_day',
        found: dayText(told.row['period_start_day'] ?? null),
        expected: `no day that ${along.line === null ? 'a stored line' : `line ${along.line}`} counts, too: ${dayText(along.row['period_start_day'] ?? null)} up to ${dayText(along.row['period_end_day'] ?? null)}, exclusive`,
      },
    ];
  });
  return { faults };
}
