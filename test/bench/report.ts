import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { evaluate, type Ask, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import { parsePeriod, type Period } from '../../shared/period.ts';
import { measuring } from '../../shared/run/measure.ts';
import type { Value } from '../../shared/lake/table.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { company } from '../support/aws/company.ts';
import { end_s, manyTickets } from './many-tickets.ts';
import { compare, type Suite } from './measure.ts';

export const sets: readonly (readonly Dimension[])[] = [
  [],
  ['team'],
  ['priority'],
  ['tier'],
  ['channel'],
  ['product'],
  ['team', 'priority'],
];
/** By the name in the figures; of the made-up tickets' three years. */
export const periods = [
  ['week', '2026-W38'],
  ['quarter', '2026-Q3'],
  ['all', 'all'],
] as const;
export const metrics = [
  catalogue.dtsP50,
  catalogue.dtsP80,
  catalogue.dtsMean,
  catalogue.frtP50,
  catalogue.frtP80,
  catalogue.frtMean,
];

/** A report query by hand in DuckDB's own words, Casebook from definition to values, and DuckDB's approximation with its error. */
export const report: Suite = async ({ tickets, rounds }) => {
  const made = await manyTickets(tickets);
  try {
    const context = { ...(await measuring({ warehouse: made.warehouse }, company(), end_s)), watermark_s: null };
    const timings: Record<string, Awaited<ReturnType<typeof compare>>> = {};
    const figures: Record<string, number | string> = { tickets, checksum: made.checksum };
    for (const [name, id] of periods) {
      const period = parsePeriod(id, { zone: 'Europe/Berlin', fiscal_year_start_month: 1, now_s: end_s });
      const asks = sets.flatMap((by) => metrics.map((metric): Ask => ({ metric, period, by, companions: false })));
      let worst = 0;
      const timed = await compare(
        [
          { name: 'quantile_cont by hand', run: async () => textOf(await byHand(made.warehouse, period, exact)) },
          { name: 'Casebook', run: async () => casebook(await evaluate(asks, context)) },
          {
            name: 'approx_quantile',
            run: async () => {
              const [near, right] = [
                await byHand(made.warehouse, period, approximate),
                worst === 0 ? await byHand(made.warehouse, period, exact) : [],
              ];
              for (const [i, row] of right.entries()) {
                for (const [j, value] of row.numbers.entries()) {
                  if (value !== null && value !== 0)
                    worst = Math.max(worst, Math.abs((near[i]?.numbers[j] ?? 0) - value) / value);
                }
              }
              return null;
            },
          },
        ],
        rounds,
      );
      timings[name] = timed;
      figures[`report_${name}_ratio`] = timed[1]?.ratio ?? Number.NaN;
      figures[`approx_${name}_worst_error`] = worst;
    }
    return { timings, figures };
  } finally {
    await made.close();
  }
};

interface Group {
  readonly key: string;
  readonly numbers: readonly (number | null)[];
}
type Quantile = (column: string, p: number) => string;
const exact: Quantile = (column, p) => `quantile_cont(${column}, ${p})`;
const approximate: Quantile = (column, p) => `approx_quantile(${column}, ${p})`;

async function byHand(
  warehouse: Warehouse,
  { start_s, end_s: until_s }: Period,
  quantile: Quantile,
): Promise<readonly Group[]> {
  const dimensions = [...new Set(sets.flat())];
  const figures = (at: string, column: string): readonly string[] => {
    const inside = `FILTER (WHERE ${at} >= ${start_s} AND ${at} < ${until_s})`;
    const business = column.replace('_s', '_business_s');
    return [
      `${quantile(column, 0.5)} ${inside}`,
      `${quantile(column, 0.8)} ${inside}`,
      `avg(${column}) ${inside}`,
      `${quantile(business, 0.5)} ${inside}`,
      `${quantile(business, 0.8)} ${inside}`,
    ];
  };
  const columns = [...figures('resolved_s', 'resolve_s'), ...figures('first_reply_s', 'reply_s')];
  const { rows } = await warehouse.query(
    'by hand',
    `SELECT grouping(${dimensions.join(', ')}) AS g, ${dimensions.join(', ')}, ${columns.map((sql, i) => `CAST(${sql} AS DOUBLE) AS n${i}`).join(', ')}
FROM tickets WHERE is_counted AND ((resolved_s >= ${start_s} AND resolved_s < ${until_s}) OR (first_reply_s >= ${start_s} AND first_reply_s < ${until_s}))
GROUP BY GROUPING SETS (${sets.map((set) => `(${set.join(', ')})`).join(', ')})`,
  );
  const bits = (g: Value): readonly Dimension[] =>
    dimensions.filter((_, i) => ((Number(g) >> (dimensions.length - 1 - i)) & 1) === 0);
  return rows
    .map((row) => {
      const inside = bits(row[0] ?? 0);
      return {
        key: inside
          .map((name) => `${name}=${String(row[1 + dimensions.indexOf(name)])}`)
          .sort()
          .join(' '),
        numbers: columns.map((_, i) => (row[1 + dimensions.length + i] ?? null) as number | null),
      };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The six shared numbers of every group, to a millionth of a second. */
const textOf = (groups: readonly Group[]): string =>
  groups
    .map(({ key, numbers }) => `${key}: ${[0, 1, 2, 5, 6, 7].map((i) => shown(numbers[i] ?? null)).join(' ')}`)
    .join('\n');
const shown = (value: number | null): string => (value === null ? '-' : value.toFixed(6));

/** As textOf, of Casebook's own numbers. */
export function casebook(measured: readonly Measured[]): string {
  const groups = new Map<string, string[]>();
  for (const { metric, segment, value } of measured) {
    const key = Object.entries(segment)
      .map(([name, of]) => `${name}=${of}`)
      .sort()
      .join(' ');
    const row = groups.get(key) ?? [];
    groups.set(key, row);
    row[metrics.findIndex(({ id }) => id === metric)] = shown(value.status === 'known' ? value.value : null);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => `${key}: ${row.join(' ')}`)
    .join('\n');
}
