import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries } from '../model.ts';
import type { Segment } from '../value.ts';
import { rowsOfDays, said } from './points.ts';
import { lastDayOf } from './weights.ts';

const columns = 'requirement_id, product, team, kano, users_affected_milli, raised_day, landed_day';

/** Requirements raised in the known part of a period: one a requirement, at its earliest day. */
export async function raisedRequirements(queries: MetricQueries, ask: Ask): Promise<readonly FactRow[]> {
  const rows = await rowsOfDays(
    queries,
    ask,
    'requirements',
    columns,
    'raised_day',
    lastDayOf(queries, ask.period.end_day),
  );
  return [...Map.groupBy(rows, (row) => said(row, 'requirement_id')).values()].flatMap((same) => same.slice(0, 1));
}
export const landedRequirements = (queries: MetricQueries, ask: Ask): Promise<readonly FactRow[]> =>
  rowsOfDays(queries, ask, 'requirements', columns, 'landed_day', lastDayOf(queries, ask.period.end_day));

export const segmentOfRequirement = (row: FactRow): Segment => ({
  product: said(row, 'product'),
  team: said(row, 'team'),
  kano: said(row, 'kano'),
});
