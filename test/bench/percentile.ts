import type { Ran } from '../../shared/metrics/queries.ts';
import { dtsP50, dtsP80 } from '../../shared/metrics/catalogue/all.ts';
import { evaluate, type Ask, type Measured } from '../../shared/metrics/evaluate.ts';
import { bucketSql } from '../../shared/metrics/refine.ts';
import { parsePeriod, type Period } from '../../shared/period.ts';
import { measuring } from '../../shared/run/measure.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { company } from '../support/aws/company.ts';
import { end_s, manyTickets } from './many-tickets.ts';
import { compare, type Suite } from './measure.ts';
import { periods, sets } from './report.ts';

/**
 * Ways to the same exact percentiles, p50 and p80 of the resolution time in every group (PERFORMANCE.md section 3): sorted arrays
 * in SQL, two-pass refinement, all values radix-sorted in TypeScript; and buckets alone, which are near, not exact. Which of the
 * first two Casebook picks by itself must be the faster, within 1.3 times.
 */
export const percentile: Suite = async ({ tickets, rounds }) => {
  const made = await manyTickets(tickets);
  try {
    const context = { ...(await measuring({ warehouse: made.warehouse }, company(), end_s)), watermark_s: null };
    const timings: Record<string, Awaited<ReturnType<typeof compare>>> = {};
    const figures: Record<string, number | string> = { tickets };
    for (const [name, id] of periods) {
      const period = parsePeriod(id, { zone: 'Europe/Berlin', fiscal_year_start_month: 1, now_s: end_s });
      const asks = sets.flatMap((by) =>
        [dtsP50, dtsP80].map((metric): Ask => ({ metric, period, by, companions: false })),
      );
      const ran: Ran[] = [];
      await evaluate(asks, context, ran);
      const picksRefinement = ran.some((statement) => statement.name.endsWith('buckets'));
      let worst = 0;
      const timed = await compare(
        [
          {
            name: 'quantile_cont',
            run: async () => textOf(await native(made.warehouse, period)),
          },
          {
            name: 'array in SQL',
            run: async () => measuredText(await evaluate(asks, { ...context, refine_above: Number.MAX_SAFE_INTEGER })),
          },
          { name: 'refinement', run: async () => measuredText(await evaluate(asks, { ...context, refine_above: 0 })) },
          { name: 'radix in TypeScript', run: async () => textOf(await radix(made.warehouse, period)) },
          {
            name: 'buckets alone',
            run: async () => {
              const near = await buckets(made.warehouse, period);
              if (worst === 0) {
                for (const [key, exact] of await native(made.warehouse, period))
                  for (const [i, value] of exact.entries())
                    worst = Math.max(worst, Math.abs((near.get(key)?.[i] ?? 0) - value) / Math.max(1, value));
              }
              return null;
            },
          },
        ],
        rounds,
      );
      timings[name] = timed;
      const [array = 0, refinement = 0] = [timed[1]?.median_ms, timed[2]?.median_ms];
      figures[`percentile_${name}_picks`] = picksRefinement ? 'refinement' : 'array in SQL';
      figures[`percentile_${name}_pick_ratio`] = (picksRefinement ? refinement : array) / Math.min(array, refinement);
      figures[`percentile_${name}_buckets_worst_error`] = worst;
    }
    return { timings, figures };
  } finally {
    await made.close();
  }
};

/** By group, such as "priority=p1 team=emea": p50 and p80. */
type Found = ReadonlyMap<string, readonly number[]>;
const ranks = [0.5, 0.8];
const dimensions = [...new Set(sets.flat())];
const inside = ({ start_s, end_s: until_s }: Period): string =>
  `is_counted AND resolve_s IS NOT NULL AND resolved_s >= ${start_s} AND resolved_s < ${until_s}`;
const groupingSets = (more: string): string =>
  `GROUP BY GROUPING SETS (${sets.map((set) => `(${[...set, more].filter((one) => one !== '').join(', ')})`).join(', ')})`;
const groupOf = (segment: readonly (readonly [string, unknown])[]): string =>
  segment
    .map(([name, of]) => `${name}=${String(of)}`)
    .sort()
    .join(' ');
/** No dimension of the made-up tickets is null: null says that a grouping set leaves it out. */
const groupOfRow = (row: readonly unknown[]): string =>
  groupOf(dimensions.map((name, i) => [name, row[i]] as const).filter(([, of]) => of !== null));

async function native(warehouse: Warehouse, period: Period): Promise<Found> {
  const { rows } = await warehouse.query(
    'native',
    `SELECT ${dimensions.join(', ')}, ${ranks.map((p) => `quantile_cont(resolve_s, ${p})`).join(', ')} FROM tickets WHERE ${inside(period)} ${groupingSets('')}`,
  );
  return new Map(rows.map((row) => [groupOfRow(row), row.slice(dimensions.length).map(Number)]));
}

/** Every value leaves the warehouse: sorted once, then dealt out to the groups, which are sorted thereby. */
async function radix(warehouse: Warehouse, period: Period): Promise<Found> {
  const { rows } = await warehouse.query(
    'values',
    `SELECT ${dimensions.join(', ')}, resolve_s FROM tickets WHERE ${inside(period)}`,
  );
  const groups = new Map<string, number[]>();
  const value = dimensions.length;
  for (const row of radixSorted(rows.map((row) => Number(row[value])))) {
    const own = rows[row] ?? [];
    for (const set of sets) {
      const key = groupOf(set.map((name) => [name, own[dimensions.indexOf(name)]] as const));
      const values = groups.get(key) ?? [];
      if (values.push(Number(own[value])) === 1) groups.set(key, values);
    }
  }
  return new Map(
    [...groups].map(([key, values]) => [
      key,
      ranks.map((p) => interpolated(values.length, p, (rank) => values[rank] ?? 0)),
    ]),
  );
}

/** The order of whole numbers below 2^31: three passes of eleven bits. */
function radixSorted(values: readonly number[]): Int32Array {
  let order = Int32Array.from(values.keys());
  for (const shift of [0, 11, 22]) {
    const starts = new Int32Array(2049);
    for (const value of values) starts[((value >> shift) & 2047) + 1]!++;
    for (let i = 0; i < 2048; i++) starts[i + 1]! += starts[i]!;
    const next = new Int32Array(order.length);
    for (const row of order) next[starts[(values[row]! >> shift) & 2047]!++] = row;
    order = next;
  }
  return order;
}

/** The percentile between the two neighbours of its rank. */
function interpolated(n: number, p: number, valueAt: (rank: number) => number): number {
  const at = (n - 1) * p;
  const [low, high] = [valueAt(Math.floor(at)), valueAt(Math.ceil(at))];
  return low + (high - low) * (at - Math.floor(at));
}

/** The least value of a bucket stands for all in it; buckets are at most 1.6 % wide. */
async function buckets(warehouse: Warehouse, period: Period): Promise<Found> {
  const { rows } = await warehouse.query(
    'buckets',
    `SELECT ${dimensions.join(', ')}, ${bucketSql('resolve_s')} AS b, min(resolve_s) AS x, count(*) AS n FROM tickets WHERE ${inside(period)} ${groupingSets('b')} ORDER BY b`,
  );
  const groups = new Map<string, [x: number, n: number][]>();
  for (const row of rows) {
    const key = groupOfRow(row);
    const counts = groups.get(key) ?? [];
    if (counts.push([Number(row[dimensions.length + 1]), Number(row[dimensions.length + 2])]) === 1)
      groups.set(key, counts);
  }
  return new Map(
    [...groups].map(([key, counts]) => {
      const n = counts.reduce((sum, [, count]) => sum + count, 0);
      return [key, ranks.map((p) => interpolated(n, p, (rank) => holding(counts, rank)))];
    }),
  );
}
function holding(counts: readonly (readonly [x: number, n: number])[], rank: number): number {
  let before = 0;
  for (const [x, n] of counts) {
    before += n;
    if (rank < before) return x;
  }
  return 0;
}

const textOf = (found: Found): string =>
  [...found]
    .map(([key, values]) => `${key}: ${values.map((value) => value.toFixed(6)).join(' ')}`)
    .sort()
    .join('\n');

function measuredText(measured: readonly Measured[]): string {
  const found = new Map<string, number[]>();
  for (const { metric, segment, value } of measured) {
    const key = groupOf(Object.entries(segment));
    const values = found.get(key) ?? [];
    found.set(key, values);
    if (value.status === 'known') values[metric === dtsP50.id ? 0 : 1] = value.value;
  }
  return textOf(found);
}
