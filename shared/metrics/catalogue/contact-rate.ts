import { numberOf } from '../answers.ts';
import type { Extras } from '../context.ts';
import { computed } from '../definition.ts';
import { segmentOfAccount } from '../measures/accounts.ts';
import { customerDays } from '../measures/customer-days.ts';
import { noData, quotient } from '../outcome.ts';
import { ticketsAsOf } from '../relations/tickets.ts';
import { bySegment, isIn } from '../segments.ts';

export const contactRate = computed({
  id: 'contact_rate',
  title: 'Cases per 100 customers',
  question: 'How often does a customer need us?',
  group: 'Service: quantity',
  formula: '100 * tickets of customers / customers (mean over the days of the period)',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.account_id', 'tickets.created_s', 'accounts.started_day', 'accounts.ended_day'],
  needs: ['creation'],
  needs_all: true,
  population:
    'counted tickets created in the period by customers who were one on a day of it; a customer is cut as it was on the last day',
  axis: 'period',
  dimensions: ['account_band', 'segment', 'region', 'product', 'at_risk'],
  requires: ['accounts', 'tickets'],
  no_data: ['zero_denominator', 'no_input:accounts'],
  pitfalls:
    'Cases without a customer, or of one who is not in accounts, are in neither part and printed beside it; where most cases are such, there is no number. Fewer cases may mean fewer faults, or a door that nobody finds.',
  basis: 'described',
  source: ['MetricNet: contacts per user', 'Decagon: contact rate'],
  decision: 'per 100 customers of `accounts`; contact_rate_orders is per 100 orders',

  evaluate: async (queries, ask) => {
    const scope = queries.scope(ask);
    const [{ customers, days, last_day }, rows] = await Promise.all([
      customerDays(queries, ask),
      queries.rows(
        'cases by customer',
        `SELECT t.account_id, count(*) AS n FROM ${ticketsAsOf(queries.frame(ask))}
WHERE t.is_counted AND t.created_s >= ${scope.start_s} AND t.created_s < ${scope.end_s} GROUP BY t.account_id ORDER BY t.account_id`,
      ),
    ]);
    const cases = new Map(rows.map((row) => [String(row.account_id), numberOf(row.n) ?? 0]));
    const all = [...cases.values()].reduce((sum, n) => sum + n, 0);
    const own = customers.reduce((sum, { account }) => sum + (cases.get(account.id) ?? 0), 0);
    const extras: Extras = all === own ? {} : { cases_of_nobody_known: all - own };
    if (all > 0 && own < queries.context.policies.least_told_share * all)
      return [{ segment: {}, value: noData('no_input:accounts'), extras }];
    const cut = ({ account }: (typeof customers)[number]) => segmentOfAccount(account, last_day);
    return bySegment(
      ask,
      customers.filter((one) => isIn(ask.where, cut(one))),
      cut,
    ).map(({ segment, rows: there }) => {
      const asked = there.reduce((sum, { account }) => sum + (cases.get(account.id) ?? 0), 0);
      const customer_days = there.reduce((sum, one) => sum + one.end_day - one.start_day, 0);
      return {
        segment,
        value:
          customer_days === 0
            ? noData('zero_denominator')
            : {
                status: 'known' as const,
                value: quotient(100n * BigInt(asked) * BigInt(days), BigInt(customer_days)),
                n: asked,
                numerator: 100 * asked,
                denominator: customer_days / days,
                interval: null,
              },
        extras: { cases: asked, mean_customers: days === 0 ? null : customer_days / days, ...extras },
      };
    });
  },
});
