import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries } from '../model.ts';
import { accountsOf, versionOf, type Account } from './accounts.ts';
import { knownEndOf } from './weights.ts';

/** A customer with the days of the known part of a period on which it was one: half-open. */
export interface CustomerDays {
  readonly account: Account;
  readonly start_day: number;
  readonly end_day: number;
}

/** Everyone who was a customer on at least one day of the period; without a first customer ("all"), days begin with the first one. */
export async function customerDays(
  queries: MetricQueries,
  ask: Ask,
): Promise<{ readonly customers: readonly CustomerDays[]; readonly days: number; readonly last_day: number }> {
  const accounts = [...(await accountsOf(queries)).values()];
  const end_day = knownEndOf(queries, ask.period.end_day);
  const begun = accounts.map(({ started_day }) => started_day).filter(Number.isFinite);
  const first = ask.period.kind === 'all' ? Math.min(...begun) : ask.period.start_day;
  const start_day = Number.isFinite(first) ? Math.max(ask.period.start_day, first) : ask.period.start_day;
  const customers = accounts
    .map((account) => ({
      account,
      start_day: Math.max(start_day, account.started_day),
      end_day: Math.min(end_day, account.ended_day),
    }))
    .filter((one) => one.start_day < one.end_day);
  return { customers, days: Math.max(0, end_day - start_day), last_day: end_day - 1 };
}

/** The days of a customer cut where its row changes, and at each further bound: half-open, ascending. */
export function versionsIn(
  { account, start_day, end_day }: CustomerDays,
  bounds: readonly number[] = [],
): readonly { readonly row: FactRow | undefined; readonly start_day: number; readonly end_day: number }[] {
  const changes = account.rows.flatMap((row) => [numberOf(row.from_day), numberOf(row.to_day)]);
  const cuts = [...new Set([start_day, ...changes, ...bounds, end_day])]
    .filter((day): day is number => day !== null && day >= start_day && day <= end_day)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((day, i) => ({
    row: versionOf(account, day),
    start_day: day,
    end_day: cuts[i + 1] ?? end_day,
  }));
}
