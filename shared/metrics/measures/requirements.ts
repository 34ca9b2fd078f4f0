import type { Bench, FactRow } from '../bench.ts';
import type { Ask } from '../context.ts';
import type { Segment } from '../value.ts';
import { rowsOfDays, said } from './points.ts';
import { lastDayOf } from './weights.ts';

const columns = 'requirement_id, product, team, kano, users_affected_milli, raised_day, landed_day';

/** Requirements raised in the known part of a period: one a requirement, at its earliest day. */
export async function raisedRequirements(bench: Bench, ask: Ask): Promise<readonly FactRow[]> {
  const rows = await rowsOfDays(
    bench,
    ask,
    'requirements',
    columns,
    'raised_day',
    lastDayOf(bench, ask.period.end_day),
  );
  return [...Map.groupBy(rows, (row) => said(row, 'requirement_id')).values()].flatMap((same) => same.slice(0, 1));
}
export const landedRequirements = (bench: Bench, ask: Ask): Promise<readonly FactRow[]> =>
  rowsOfDays(bench, ask, 'requirements', columns, 'landed_day', lastDayOf(bench, ask.period.end_day));

export const segmentOfRequirement = (row: FactRow): Segment => ({
  product: said(row, 'product'),
  team: said(row, 'team'),
  kano: said(row, 'kano'),
});
