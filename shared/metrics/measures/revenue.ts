import { numberOf } from '../answers.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { known, noData } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import type { MetricValue, Segment } from '../value.ts';
import { accountsOf, segmentOfAccount } from './accounts.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportRevenueLines } from './ledger-months.ts';
import { convertLines, exchangeOf, sumOfLines, type Line } from './money.ts';
import { knownEndOf } from './weights.ts';

export interface RevenueSegment {
  readonly segment: Segment;
  readonly lines: readonly Line[];
  readonly total: bigint;
  /** Currencies without a rate; then there is no total. */
  readonly missing: readonly string[];
}

/** Recognised revenue of the known part of a period in the reporting currency by segment; `where` is a SQL condition over the table. */
export async function revenueBy(queries: MetricQueries, ask: Ask, where: string): Promise<readonly RevenueSegment[]> {
  const { period } = ask;
  const [rows, exchange, accounts] = await Promise.all([
    queries.rows(
      'revenue',
      `SELECT line_id, scope, kind, account_id, product, region, initiative, recognised_day, amount_minor, currency FROM revenue
WHERE ${where} AND recognised_day >= ${period.start_day} AND recognised_day < ${knownEndOf(queries, period.end_day)} ORDER BY line_id`,
    ),
    exchangeOf(queries),
    accountsOf(queries),
  ]);
  const cut = rows.map((row) => {
    const text = (name: string): string => (row[name] === null ? 'unknown' : String(row[name]));
    const { account_band = 'unknown' } = segmentOfAccount(
      accounts.get(text('account_id')),
      numberOf(row.recognised_day) ?? 0,
    );
    const segment: Segment = {
      product: text('product'),
      region: text('region'),
      revenue_kind: text('kind'),
      initiative: text('initiative'),
      account_band,
    };
    return { row, segment };
  });
  const inside = cut.filter(({ segment }) => isIn(ask.where, segment));
  return bySegment(ask, inside, ({ segment }) => segment).map(({ segment, rows }) => {
    const { lines, missing } = convertLines(
      rows.map(({ row }) => row),
      exchange,
      'recognised_day',
    );
    return { segment, lines, total: sumOfLines(lines), missing };
  });
}

/** Money as a value: minor units, n lines. */
export const moneyOf = (total: bigint, lines: number): MetricValue => known(Number(total), lines);

/** Recognised revenue of support, or of some kinds of it: of a kind without a line in a ledger that has lines it is a true 0. */
export async function revenueParts(queries: MetricQueries, ask: Ask, where: string): Promise<readonly Part[]> {
  const [found, months] = await Promise.all([
    revenueBy(queries, ask, where),
    ledgerMonths(queries, ask, supportRevenueLines),
  ]);
  const extras = ask.by.length === 0 ? monthsWithoutLines(months) : {};
  return (
    silent([months]) ??
    found.map(({ segment, total, lines, missing }) =>
      missing.length > 0
        ? { segment, value: noData('missing_rate'), extras: { missing: missing.join(', ') } }
        : { segment, value: moneyOf(total, lines.length), extras },
    )
  );
}
