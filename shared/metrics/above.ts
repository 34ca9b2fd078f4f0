import { percentileOfRanks } from '../stats/percentile.ts';
import type { Ask, MetricQueries } from './model.ts';
import { countOf, type Measure } from './measure.ts';
import { sql } from './sql.ts';

/** Members of at least so many seconds, by the limits of `ask.over_s`; nothing where none is asked or the answer is cut. */
export async function countOver(
  queries: MetricQueries,
  { over_s = [], ...ask }: Ask,
  { ranks }: Readonly<Record<string, Measure>>,
): Promise<Readonly<Record<string, number>>> {
  if (over_s.length === 0 || ask.by.length > 0 || ranks?.kind !== 'ranks' || ranks.at === null) return {};
  const { relation, at, value, where } = ranks;
  const measures = over_s.map((limit) => {
    const isOver = sql`${value} >= ${limit}`;
    return [
      `over_${limit}`,
      countOf(relation, at, where === undefined ? isOver : sql`(${where}) AND ${isOver}`),
    ] as const;
  });
  const [found] = await queries.measure(ask, Object.fromEntries(measures));
  return Object.fromEntries(Object.entries(found?.measured ?? {}).map(([name, { n }]) => [name, n]));
}

/**
 * Members of the asked period above the percentile of `ask.against`: SQL finds that percentile, then counts. This is the evidence
 * of a two-sample percentile test. null where nothing is compared, the stretch has no members, or the answer is cut.
 */
export async function countAbove(
  queries: MetricQueries,
  ask: Ask,
  measures: Readonly<Record<string, Measure>>,
  p: number,
): Promise<number | null> {
  const { ranks } = measures;
  if (ask.against === undefined || ask.by.length > 0 || ranks?.kind !== 'ranks' || ranks.at === null) return null;
  const { bounded: _, ...plain } = ranks;
  const [reference] = await queries.measure({ ...ask, period: ask.against }, { ranks: plain });
  const limit = reference === undefined ? null : percentileOfRanks(reference.measured.ranks, p);
  if (limit === null) return null;
  const isAbove = sql`${ranks.value} > ${Math.floor(limit)}`;
  const where = ranks.where === undefined ? isAbove : sql`(${ranks.where}) AND ${isAbove}`;
  const [found] = await queries.measure(ask, { above: countOf(ranks.relation, ranks.at, where) });
  return found?.measured.above.n ?? null;
}
