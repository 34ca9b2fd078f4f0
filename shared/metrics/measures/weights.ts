import { dayOf } from '../../time/zone.ts';
import type { MetricQueries } from '../model.ts';
import { datedNumbers } from './in-force.ts';

/** Points or weights of one dimension, thousandths, in force on a day. undefined: none is set. */
export async function weightsFor(
  queries: MetricQueries,
  dimension: string,
): Promise<(value: string, day: number) => number | undefined> {
  const rows = await queries.rows(
    `weights: ${dimension}`,
    `SELECT value, weight_milli, from_day, to_day FROM weights WHERE dimension = '${dimension}' ORDER BY value, from_day`,
  );
  return datedNumbers(rows, 'value', 'weight_milli');
}

/** The values of a dimension that have a weight on a day, with it. */
export async function weightedValues(
  queries: MetricQueries,
  dimension: string,
  day: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await queries.rows(
    `weights: ${dimension}`,
    `SELECT value, weight_milli, from_day, to_day FROM weights WHERE dimension = '${dimension}' ORDER BY value, from_day`,
  );
  const weight = datedNumbers(rows, 'value', 'weight_milli');
  const found = new Map<string, number>();
  for (const value of new Set(rows.map((row) => String(row.value)))) {
    const one = weight(value, day);
    if (one !== undefined) found.set(value, one);
  }
  return found;
}

/** The last local day of what is known of a period. */
/** The first day that is not known or no longer of the period: what is dated later than as_of does not count. */
export const knownEndOf = (queries: MetricQueries, end_day: number): number => lastDayOf(queries, end_day) + 1;
export const lastDayOf = (queries: MetricQueries, end_day: number): number =>
  Math.min(end_day - 1, dayOf(queries.context.as_of_s, queries.context.organisation.time_zone));
