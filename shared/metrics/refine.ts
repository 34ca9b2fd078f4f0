import { orderStatisticInterval } from '../stats/order-statistic-interval.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';
import { rankNeighbours } from '../stats/rank-neighbours.ts';
import { numberOf } from './answers.ts';
import type { FactRow } from './queries.ts';
import { conditionOf, factsOf, groupBy, grouping, type Batch, type Wanted } from './compile.ts';
import type { Ranked, RanksMeasure } from './measure.ts';

/**
 * Exact percentiles of very many rows without an array of all values (PERFORMANCE.md section 3): pass 1 counts values by
 * logarithmic bucket, TypeScript finds the bucket of each rank, pass 2 fetches the values of those buckets only.
 */

/**
 * Bucket of a whole number, monotone and exact: below 128 the number itself, above it 64 buckets for each power of two, so that
 * a bucket is at most 1.6 % wide. Multiplying by a power of two loses nothing in a double.
 */
export function bucketSql(x: string): string {
  const steps = Array.from({ length: 24 }, (_, i) => i + 1).map(
    (e) => `WHEN ${x} < ${2 ** (e + 7)} THEN CAST(${64 * e} + floor(${x} * CAST(${2 ** -e} AS DOUBLE)) AS INTEGER)`,
  );
  return `CASE WHEN ${x} < 128 THEN CAST(${x} AS INTEGER) ${steps.join(' ')} END`;
}

/** Both passes for one ranks measure of a batch: the answer by grouping mask and dimension values, as `keyOf` names a row. */
export async function refine(
  batch: Batch,
  wanted: Wanted & { readonly measure: RanksMeasure },
  query: (name: string, sql: string) => Promise<readonly FactRow[]>,
  keyOf: (row: FactRow) => string,
): Promise<ReadonlyMap<string, Ranked>> {
  const { measure } = wanted;
  const { sql: facts, dimensions } = factsOf({ ...batch, wanted: [wanted] });
  const keys = dimensions.map((dimension) => `d_${dimension}`);
  const members = `${conditionOf(wanted)} AND ${measure.value.text} IS NOT NULL`;
  const values = `WITH facts AS (\n  ${facts}\n),\nmembers AS (SELECT ${[...keys, `CAST(${measure.value.text} AS INTEGER) AS x`, `${bucketSql(measure.value.text)} AS b`].join(', ')} FROM facts AS t WHERE ${members})`;
  const counts = await query(
    `${measure.relation.name} buckets`,
    `${values}\nSELECT ${[...grouping(keys), 'b', 'count(*) AS n'].join(', ')} FROM members${groupBy(batch.sets, ['b'])}`,
  );
  const groups = new Map<string, Map<number, number>>();
  for (const row of counts) {
    const group = groups.get(keyOf(row)) ?? new Map<number, number>();
    group.set(numberOf(row.b) ?? 0, numberOf(row.n) ?? 0);
    groups.set(keyOf(row), group);
  }
  const places = new Map([...groups].map(([key, group]) => [key, placesOf(group, measure)]));
  const needed = [...new Set([...places.values()].flatMap(({ ranks }) => ranks.map(({ bucket }) => bucket)))].sort(
    (a, b) => a - b,
  );
  if (needed.length === 0) return new Map();
  const found = await query(
    `${measure.relation.name} values`,
    `${values}\nSELECT ${[...grouping(keys), 'b', 'x', 'count(*) AS n'].join(', ')} FROM members WHERE b IN (${needed.join(', ')})${groupBy(batch.sets, ['b', 'x'])}`,
  );
  const inBucket = new Map<string, [x: number, n: number][]>();
  for (const row of found) {
    const key = `${keyOf(row)} ${numberOf(row.b)}`;
    const list = inBucket.get(key) ?? [];
    list.push([numberOf(row.x) ?? 0, numberOf(row.n) ?? 0]);
    inBucket.set(key, list);
  }
  for (const list of inBucket.values()) list.sort(([a], [b]) => a - b);
  return new Map(
    [...places].map(([key, { n, ranks }]) => {
      const at = (rank: number): number => {
        const place = ranks.find((one) => one.rank === rank);
        return place ? valueAt(inBucket.get(`${key} ${place.bucket}`) ?? [], place.offset) : 0;
      };
      const neighbours = Object.fromEntries(
        measure.p.map((p) => {
          const pair = rankNeighbours(n, p);
          return [p, pair ? [at(pair.lower), at(pair.upper)] : [0, 0]];
        }),
      ) as Ranked['neighbours'];
      if (measure.bounded !== true) return [key, { n, neighbours }];
      const intervals = Object.fromEntries(measure.p.map((p) => [p, percentileInterval(n, p, at)]));
      return [key, { n, neighbours, intervals }];
    }),
  );
}

interface Place {
  readonly rank: number;
  readonly bucket: number;
  /** Rank inside the bucket, from 0. */
  readonly offset: number;
}

function placesOf(
  counts: ReadonlyMap<number, number>,
  { p, bounded }: RanksMeasure,
): { readonly n: number; readonly ranks: readonly Place[] } {
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const n = buckets.reduce((sum, [, count]) => sum + count, 0);
  const wanted = p.flatMap((one) => {
    const pair = rankNeighbours(n, one);
    const bounds = bounded === true ? orderStatisticInterval(n, one) : null;
    return [pair, bounds].flatMap((ranks) => (ranks ? [ranks.lower, ranks.upper] : []));
  });
  const ranks = [...new Set(wanted)].flatMap((rank) => {
    let before = 0;
    for (const [bucket, count] of buckets) {
      if (rank < before + count) return [{ rank, bucket, offset: rank - before }];
      before += count;
    }
    return [];
  });
  return { n, ranks };
}

function valueAt(values: readonly (readonly [x: number, n: number])[], offset: number): number {
  let before = 0;
  for (const [x, n] of values) {
    if (offset < before + n) return x;
    before += n;
  }
  return values.at(-1)?.[0] ?? 0;
}
