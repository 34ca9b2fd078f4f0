import { computed } from '../definition.ts';
import { costLines } from '../measures/costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, type Ledger } from '../measures/ledger-months.ts';
import { sumOfLines } from '../measures/money.ts';
import { revenueBy } from '../measures/revenue.ts';
import { noData, quotient } from '../outcome.ts';

const income: Ledger = { table: 'revenue', where: `scope = 'company' AND coalesce(kind, 'company') <> 'sales'` };
const spending: Ledger = { table: 'costs', where: `scope = 'company'` };

/** Bookings (kind sales) are not recognised revenue and stay out. */
export const netProfitMargin = computed({
  id: 'net_profit_margin',
  title: 'Net profit margin (company)',
  question: 'What share of its revenue does the company keep?',
  group: 'Company context',
  formula: '(company revenue - company cost) / company revenue',
  unit: 'rate',
  direction: 'up',
  audience: ['finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.scope', 'revenue.amount_minor', 'costs.scope', 'costs.amount_minor'],
  population: 'lines with scope company, in the period',
  axis: 'period',
  dimensions: [],
  requires: ['costs', 'revenue'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Company figure, context only; never attributed to support. Support lines are not added to company lines: scope company already includes them.',
  basis: 'stated',
  source: ['support KPI article'],

  evaluate: async (queries, ask) => {
    const [[revenue], costs, ...months] = await Promise.all([
      revenueBy(queries, ask, income.where),
      costLines(queries, ask, spending.where),
      ledgerMonths(queries, ask, spending),
      ledgerMonths(queries, ask, income),
    ]);
    const nothing = silent(months);
    if (nothing) return nothing;
    const missing = [...new Set([...costs.missing, ...(revenue?.missing ?? [])])].sort();
    if (missing.length > 0)
      return [{ segment: {}, value: noData('missing_rate'), extras: { missing: missing.join(', ') } }];
    const [gain, cost] = [revenue?.total ?? 0n, sumOfLines(costs.lines)];
    return [
      {
        segment: {},
        value:
          gain === 0n
            ? noData('zero_denominator')
            : {
                status: 'known',
                value: quotient(gain - cost, gain),
                n: (revenue?.lines.length ?? 0) + costs.lines.length,
                numerator: Number(gain - cost),
                denominator: Number(gain),
                interval: null,
              },
        extras: monthsWithoutLines(...months),
      },
    ];
  },
});
