import { computed } from '../definition.ts';
import { accountEvents } from '../measures/account-events.ts';
import { moneyPer } from '../measures/cost-parts.ts';
import { costLines } from '../measures/costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, type Ledger } from '../measures/ledger-months.ts';
import { sumOfLines } from '../measures/money.ts';
import { noData } from '../outcome.ts';

const winning: Ledger = { table: 'costs', where: `scope IN ('marketing', 'sales')` };

/** Cost lines name no region, so the number is for the whole alone. */
export const cac = computed({
  id: 'cac',
  title: 'Cost of winning a customer',
  question: 'What does it cost to win a customer?',
  group: 'Company context',
  formula: '(marketing + sales cost) / new customers',
  unit: 'currency',
  direction: 'down',
  audience: ['finance'],
  cadence: ['quarterly'],
  inputs: ['costs.scope', 'costs.amount_minor', 'account_events.kind', 'account_events.at_day'],
  population: 'costs with scope marketing or sales; account_events started in the period',
  axis: 'period',
  dimensions: ['region'],
  requires: ['account_events', 'costs'],
  no_data: ['zero_denominator'],
  pitfalls: 'Context only. Same period for both parts, no lag model.',
  basis: 'described',
  source: ['support KPI article'],

  evaluate: async (queries, ask) => {
    if (ask.by.length > 0 || Object.keys(ask.where ?? {}).length > 0)
      return [{ segment: {}, value: noData('not_defined'), extras: { why: 'costs name no region' } }];
    const [{ lines, missing }, events, months] = await Promise.all([
      costLines(queries, ask, winning.where),
      accountEvents(queries, ask, ['started']),
      ledgerMonths(queries, ask, winning),
    ]);
    const nothing = silent([months]);
    if (nothing) return nothing;
    const customers = new Set(events.map(({ account }) => account)).size;
    const cost = sumOfLines(lines);
    return [
      {
        segment: {},
        value: missing.length > 0 ? noData('missing_rate') : moneyPer(cost, customers),
        extras: { cost_minor: String(cost), new_customers: customers, ...monthsWithoutLines(months) },
      },
    ];
  },
});
