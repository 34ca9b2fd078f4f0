import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { MetricQueries } from '../model.ts';
import type { Segment } from '../value.ts';
import { inForce } from './in-force.ts';

/** One customer with all its dated rows. */
export interface Account {
  readonly id: string;
  readonly rows: readonly FactRow[];
  /** From the row that began last. */
  readonly started_day: number;
  /** First day no customer any more; Infinity while it is one. */
  readonly ended_day: number;
}

export async function accountsOf(queries: MetricQueries): Promise<ReadonlyMap<string, Account>> {
  const rows = await queries.rows(
    'accounts',
    `SELECT account_id, band, segment, region, product, CASE WHEN at_risk THEN 'yes' WHEN NOT at_risk THEN 'no' END AS at_risk,
  started_day, ended_day, recurring_minor, currency, from_day, to_day FROM accounts ORDER BY account_id, from_day`,
  );
  return new Map(
    [...Map.groupBy(rows, (row) => String(row.account_id))].map(([id, own]) => {
      const last = own.at(-1);
      const started_day = numberOf(last?.started_day) ?? -Infinity;
      return [id, { id, rows: own, started_day, ended_day: numberOf(last?.ended_day) ?? Infinity }] as const;
    }),
  );
}

/** The row of an account on a day, else the one before it, else the first. */
export const versionOf = (account: Account | undefined, day: number): FactRow | undefined =>
  account === undefined
    ? undefined
    : (inForce(account.rows, day) ??
      account.rows.findLast((row) => (numberOf(row.from_day) ?? -Infinity) <= day) ??
      account.rows[0]);

/** How a customer is cut, as it was on a day. */
export function segmentOfAccount(account: Account | undefined, day: number): Segment {
  const row = versionOf(account, day);
  const of = (name: string): string =>
    row?.[name] === null || row?.[name] === undefined ? 'unknown' : String(row[name]);
  return {
    account_band: of('band'),
    segment: of('segment'),
    region: of('region'),
    product: of('product'),
    at_risk: of('at_risk'),
  };
}

/**
 * Customers when a period begins: what happens on its first day belongs to it (as with the backlog), so that a customer who
 * starts on that day is new, and one who leaves on it was there.
 */
export const wasThere = (account: Account, start_day: number): boolean =>
  account.started_day < start_day && account.ended_day >= start_day;
export const leftIn = (account: Account, start_day: number, end_day: number): boolean =>
  account.ended_day >= start_day && account.ended_day < end_day;
