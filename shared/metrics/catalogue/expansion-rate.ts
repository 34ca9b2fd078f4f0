import { computed } from '../definition.ts';
import { accountEvents } from '../measures/account-events.ts';
import { accountsOf, segmentOfAccount, versionOf, wasThere } from '../measures/accounts.ts';
import { convertLines, exchangeOf, sumOfLines } from '../measures/money.ts';
import { noData, quotient } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';

export const expansionRate = computed({
  id: 'expansion_rate',
  title: 'Expansion',
  question: 'How much did existing customers add?',
  group: 'Profit and customers',
  formula: 'Sum(expansion amounts in the period) / recurring revenue of the base at the start',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['account_events.kind', 'account_events.amount_minor', 'accounts.recurring_minor', 'fx_rates.rate_e8'],
  population: 'accounts active at the start; account_events expanded',
  axis: 'period',
  dimensions: ['account_band', 'segment', 'region', 'product'],
  requires: ['account_events', 'accounts'],
  no_data: ['missing_rate', 'zero_denominator'],
  pitfalls: 'Reductions are not netted: shown beside. New customers excluded.',
  basis: 'named',
  source: ['next-generation metrics article'],

  evaluate: async (queries, ask) => {
    const { start_day } = ask.period;
    const [accounts, events, exchange] = await Promise.all([
      accountsOf(queries),
      accountEvents(queries, ask, ['expanded', 'reduced']),
      exchangeOf(queries),
    ]);
    const there = [...accounts.values()].filter((account) => wasThere(account, start_day));
    const cut = (account: (typeof there)[number]) => segmentOfAccount(account, start_day);
    const inside = there.filter((account) => isIn(ask.where, cut(account)));
    return bySegment(ask, inside, cut).map(({ segment, rows }) => {
      const ids = new Set(rows.map(({ id }) => id));
      const of = (kind: string) =>
        convertLines(
          events.filter((one) => one.kind === kind && ids.has(one.account)).map(({ row }) => row),
          exchange,
          'at_day',
        );
      const recurring = rows.map((account) => ({ ...versionOf(account, start_day), at_day: start_day }));
      const base = convertLines(recurring, exchange, 'at_day', 'recurring_minor');
      const [expanded, reduced] = [of('expanded'), of('reduced')];
      const missing = [...new Set([...base.missing, ...expanded.missing])].sort();
      const [more, whole] = [sumOfLines(expanded.lines), sumOfLines(base.lines)];
      const extras = { reduced_minor: String(sumOfLines(reduced.lines)), accounts: rows.length };
      if (whole === 0n && missing.length === 0) return { segment, value: noData('zero_denominator'), extras };
      if (missing.length > 0)
        return { segment, value: noData('missing_rate'), extras: { ...extras, missing: missing.join(', ') } };
      return {
        segment,
        value: {
          status: 'known' as const,
          value: quotient(more, whole),
          n: rows.length,
          numerator: Number(more),
          denominator: Number(whole),
          interval: null,
        },
        extras,
      };
    });
  },
});
