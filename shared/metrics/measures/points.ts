import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { known, noData } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import type { Segment } from '../value.ts';

/** Rows of a small table as the members of a population, by segment. */
export async function membersBy(
  ask: Ask,
  rows: readonly FactRow[],
  segmentOf: (row: FactRow) => Segment,
): Promise<readonly { readonly segment: Segment; readonly rows: readonly FactRow[] }[]> {
  return bySegment(
    ask,
    rows.filter((row) => isIn(ask.where, segmentOf(row))),
    segmentOf,
  );
}

/** Text of a column, `unknown` when it is null. */
export const said = (row: FactRow, name: string): string =>
  row[name] === null || row[name] === undefined ? 'unknown' : String(row[name]);

/**
 * Sum of points over the members, exact in thousandths; `pointsOf` answers thousandths times `scale`, null for a member that is
 * listed but not scored, undefined for one whose points nobody set.
 */
export function scored(
  segment: Segment,
  rows: readonly FactRow[],
  scale: number,
  pointsOf: (row: FactRow) => number | null | undefined,
  nameOf: (row: FactRow) => string,
): Part {
  const points = rows.map((row) => ({ row, points: pointsOf(row) }));
  const unset = points.filter((one) => one.points === undefined);
  if (unset.length > 0)
    return {
      segment,
      value: noData('missing_weight'),
      extras: { missing: [...new Set(unset.map(({ row }) => nameOf(row)))].sort().join(', ') },
    };
  const counted = points.filter((one) => one.points !== null);
  const total = counted.reduce((sum, one) => sum + (one.points ?? 0), 0);
  return {
    segment,
    value: known(total / scale, counted.length),
    extras: { not_scored: points.length - counted.length },
  };
}

/** Rows of a table whose day lies in the known part of the period. */
export async function rowsOfDays(
  queries: MetricQueries,
  { period }: Ask,
  table: string,
  columns: string,
  dayColumn: string,
  lastDay: number,
  where = 'TRUE',
): Promise<readonly FactRow[]> {
  return queries.rows(
    table,
    `SELECT ${columns} FROM ${table} WHERE ${where} AND ${dayColumn} >= ${period.start_day} AND ${dayColumn} < ${Math.min(period.end_day, lastDay + 1)} ORDER BY ${columns}`,
  );
}
