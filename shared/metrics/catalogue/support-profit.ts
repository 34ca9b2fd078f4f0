import type { Ask } from '../model.ts';
import { computed } from '../definition.ts';
import { costsBy } from '../measures/costs.ts';
import {
  ledgerMonths,
  monthsWithoutLines,
  silent,
  supportCosts,
  supportRevenueLines,
} from '../measures/ledger-months.ts';
import { moneyOf, revenueBy } from '../measures/revenue.ts';
import { noData } from '../outcome.ts';

export const supportProfit = computed({
  id: 'support_profit',
  title: 'Contribution of support',
  question: 'What did support contribute?',
  group: 'Money',
  formula: 'support_revenue - cost_of_support',
  unit: 'currency',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.*', 'costs.*', 'fx_rates.*'],
  population: 'as its parts',
  axis: 'period',
  dimensions: ['product', 'region'],
  requires: ['costs', 'revenue'],
  no_data: ['missing_rate', 'ledger_mismatch'],
  pitfalls:
    'Many support organisations are cost centres: shown as contribution, not as a goal, unless a plan line exists.',
  basis: 'named',
  source: ['technical-support-excellence article'],

  evaluate: async (queries, ask) => {
    const [revenue, costs, ...months] = await Promise.all([
      revenueBy(queries, ask, `scope = 'support'`),
      costsBy(queries, ask),
      ledgerMonths(queries, ask, supportCosts),
      ledgerMonths(queries, ask, supportRevenueLines),
    ]);
    const nothing = silent(months);
    if (nothing) return nothing;
    const missing = [...new Set([...costs.missing, ...revenue.flatMap((one) => one.missing)])].sort();
    if (missing.length > 0)
      return [{ segment: {}, value: noData('missing_rate'), extras: { missing: missing.join(', ') } }];
    const keys = new Set([...revenue, ...costs.segments].map(({ segment }) => JSON.stringify(segment)));
    return [...keys].sort().map((key) => {
      const gained = revenue.find(({ segment }) => JSON.stringify(segment) === key);
      const spent = costs.segments.find(({ segment }) => JSON.stringify(segment) === key);
      const [gain, cost] = [gained?.total ?? 0n, spent?.total ?? 0n];
      return {
        segment: JSON.parse(key) as Ask['where'] & object,
        value: moneyOf(gain - cost, (gained?.lines.length ?? 0) + (spent?.lines ?? 0)),
        extras: { revenue_minor: String(gain), cost_minor: String(cost), ...monthsWithoutLines(...months) },
      };
    });
  },
});
