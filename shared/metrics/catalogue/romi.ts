import { computed } from '../definition.ts';
import { returnOn } from '../measures/cost-parts.ts';
import { costLines } from '../measures/costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, type Ledger } from '../measures/ledger-months.ts';
import { sumOfLines } from '../measures/money.ts';
import { revenueBy } from '../measures/revenue.ts';
import { noData } from '../outcome.ts';

const attributed: Ledger = { table: 'revenue', where: `kind = 'marketing_attributed'` };
const marketing: Ledger = { table: 'costs', where: `scope = 'marketing'` };

/** Cost lines name no region, so the number is for the whole alone. */
export const romi = computed({
  id: 'romi',
  title: 'Return on marketing',
  question: 'What does marketing return on its cost?',
  group: 'Company context',
  formula: '(attributed revenue - marketing cost) / marketing cost',
  unit: 'rate',
  direction: 'up',
  audience: ['finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.initiative', 'revenue.amount_minor', 'costs.scope', 'costs.amount_minor'],
  population: 'revenue attributed to marketing (kind marketing_attributed) and costs with scope marketing',
  axis: 'period',
  dimensions: ['region'],
  requires: ['costs', 'revenue'],
  no_data: ['zero_denominator'],
  pitfalls: 'Outside support; optional; off by default.',
  basis: 'named',
  source: ['support KPI article'],

  evaluate: async (queries, ask) => {
    if (ask.by.length > 0 || Object.keys(ask.where ?? {}).length > 0)
      return [{ segment: {}, value: noData('not_defined'), extras: { why: 'costs name no region' } }];
    const [[revenue], costs, ...months] = await Promise.all([
      revenueBy(queries, ask, attributed.where),
      costLines(queries, ask, marketing.where),
      ledgerMonths(queries, ask, marketing),
      ledgerMonths(queries, ask, attributed),
    ]);
    const nothing = silent(months);
    if (nothing) return nothing;
    const [gain, cost] = [revenue?.total ?? 0n, sumOfLines(costs.lines)];
    const missing = [...costs.missing, ...(revenue?.missing ?? [])];
    return [
      {
        segment: {},
        value:
          missing.length > 0
            ? noData('missing_rate')
            : returnOn(gain, cost, (revenue?.lines.length ?? 0) + costs.lines.length),
        extras: { gain_minor: String(gain), cost_minor: String(cost), ...monthsWithoutLines(...months) },
      },
    ];
  },
});
