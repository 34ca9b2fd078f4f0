import { periodOf, type PeriodCalendar } from '../../period.ts';
import { bigintOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { costsBy } from '../measures/costs.ts';
import { customerDays, versionsIn, type CustomerDays } from '../measures/customer-days.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportCosts } from '../measures/ledger-months.ts';
import { exchangeOf } from '../measures/money.ts';
import { noData, quotient } from '../outcome.ts';

export const supportCostShare = computed({
  id: 'support_cost_share',
  title: 'Cost of support in recurring revenue',
  question: 'What share of the recurring revenue does support cost?',
  group: 'Money',
  formula: 'cost_of_support / recurring revenue of the same days',
  unit: 'rate',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['costs.*', 'accounts.recurring_minor', 'accounts.started_day', 'accounts.ended_day', 'fx_rates.rate_e8'],
  population:
    'as cost_of_support; each customer’s recurring revenue of a quarter for the days on which it was one, by its row in force',
  axis: 'period',
  dimensions: [],
  requires: ['accounts', 'costs'],
  no_data: ['zero_denominator', 'missing_rate', 'no_input:accounts'],
  pitfalls:
    'A customer whose recurring revenue nobody states would make the share too high: then there is no number, and the customers are counted beside it.',
  basis: 'stated',
  source: ['GitLab: support cost at or below 10 % of recurring revenue'],
  published: { value: 0.1, source: 'GitLab handbook', year: null },

  evaluate: async (queries, ask) => {
    const [costs, months, { customers }, exchange] = await Promise.all([
      costsBy(queries, { ...ask, by: [] }),
      ledgerMonths(queries, ask, supportCosts),
      customerDays(queries, ask),
      exchangeOf(queries),
    ]);
    const nothing = silent([months]);
    if (nothing) return nothing;
    const { time_zone: zone, fiscal_year_start_month } = queries.context.organisation;
    const calendar = { zone, fiscal_year_start_month };
    const missing = new Set(costs.missing);
    let unstated = 0;
    /** Recurring revenue times days, by the number of days of the quarter that it is for. */
    const byLength = new Map<number, bigint>();
    for (const one of customers) {
      let isStated = true;
      for (const { row, start_day, end_day } of versionsIn(one, quarterStarts(one, calendar))) {
        if (row?.recurring_minor === null || row?.recurring_minor === undefined) {
          isStated = false;
          continue;
        }
        const currency = typeof row.currency === 'string' ? row.currency : null;
        const amount_minor = exchange.convert(bigintOf(row.recurring_minor), currency, start_day);
        if (amount_minor === undefined) missing.add(currency ?? 'unknown');
        const quarter = periodOf('quarter', start_day, calendar);
        const length = quarter.end_day - quarter.start_day;
        byLength.set(length, (byLength.get(length) ?? 0n) + (amount_minor ?? 0n) * BigInt(end_day - start_day));
      }
      if (!isStated) unstated += 1;
    }
    if (missing.size > 0)
      return [{ segment: {}, value: noData('missing_rate'), extras: { missing: [...missing].sort().join(', ') } }];
    const extras = { customers: customers.length, ...monthsWithoutLines(months) };
    if (unstated > 0)
      return [{ segment: {}, value: noData('no_input:accounts'), extras: { ...extras, revenue_not_stated: unstated } }];
    // each quarter has its own length: one common denominator keeps the division for the end
    const common = [...byLength.keys()].reduce((product, length) => product * BigInt(length), 1n);
    const revenue = [...byLength].reduce((sum, [length, total]) => sum + (total * common) / BigInt(length), 0n);
    const cost = costs.segments.reduce((sum, { total }) => sum + total, 0n);
    return [
      {
        segment: {},
        value:
          revenue === 0n
            ? noData('zero_denominator')
            : {
                status: 'known' as const,
                value: quotient(cost * common, revenue),
                n: customers.length,
                numerator: Number(cost),
                denominator: quotient(revenue, common),
                interval: null,
              },
        extras: { ...extras, cost_minor: String(cost) },
      },
    ];
  },
});

/** First days of the quarters that begin within some days. */
function quarterStarts(days: Pick<CustomerDays, 'start_day' | 'end_day'>, calendar: PeriodCalendar): readonly number[] {
  const starts: number[] = [];
  for (let day = days.start_day; day < days.end_day; day = periodOf('quarter', day, calendar).end_day) starts.push(day);
  return starts;
}
