import type { Bench } from '../bench.ts';
import type { Ask } from '../context.ts';
import type { Part } from '../definition.ts';
import { shareOf } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import { accountsOf, leftIn, segmentOfAccount, wasThere } from './accounts.ts';
import { knownEndOf } from './weights.ts';

/** Customers at the start of a period and how many of them are known to have left in it; `stayed` answers the others. */
export async function customersAtStart(bench: Bench, ask: Ask, count: 'stayed' | 'left'): Promise<readonly Part[]> {
  const { start_day } = ask.period;
  const end_day = knownEndOf(bench, ask.period.end_day);
  const there = [...(await accountsOf(bench)).values()].filter((account) => wasThere(account, start_day));
  const cut = (account: (typeof there)[number]) => segmentOfAccount(account, start_day);
  return bySegment(
    ask,
    there.filter((account) => isIn(ask.where, cut(account))),
    cut,
  ).map(({ segment, rows }) => {
    const left = rows.filter((account) => leftIn(account, start_day, end_day)).length;
    return { segment, value: shareOf(count === 'left' ? left : rows.length - left, rows.length) };
  });
}
