import type { Ask, MetricQueries, Part } from '../model.ts';
import { shareOf } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import { accountEvents } from './account-events.ts';
import { accountsOf, leftIn, segmentOfAccount, wasThere } from './accounts.ts';
import { knownEndOf } from './weights.ts';

/**
 * Customers at the start of a period and how many of them are known to have left in it; `stayed` answers the others. Who left is
 * what `accounts` says; for the whole, events of kind churned that it does not bear out are counted beside the number.
 */
export async function customersAtStart(
  queries: MetricQueries,
  ask: Ask,
  count: 'stayed' | 'left',
): Promise<readonly Part[]> {
  const { start_day } = ask.period;
  const end_day = knownEndOf(queries, ask.period.end_day);
  const accounts = await accountsOf(queries);
  const there = [...accounts.values()].filter((account) => wasThere(account, start_day));
  const cut = (account: (typeof there)[number]) => segmentOfAccount(account, start_day);
  const isWhole = ask.companions !== false && ask.by.length === 0 && Object.keys(ask.where ?? {}).length === 0;
  const events = isWhole ? await accountEvents(queries, ask, ['churned']) : [];
  const not_borne_out = events.filter(
    ({ account }) => (accounts.get(account)?.ended_day ?? Infinity) === Infinity,
  ).length;
  return bySegment(
    ask,
    there.filter((account) => isIn(ask.where, cut(account))),
    cut,
  ).map(({ segment, rows }) => {
    const left = rows.filter((account) => leftIn(account, start_day, end_day)).length;
    return {
      segment,
      value: shareOf(count === 'left' ? left : rows.length - left, rows.length),
      ...(not_borne_out === 0 ? {} : { extras: { churned_events_not_counted: not_borne_out } }),
    };
  });
}
