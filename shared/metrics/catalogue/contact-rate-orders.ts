import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { knownEndOf } from '../measures/weights.ts';
import { noData, quotient } from '../outcome.ts';
import { ticketsAsOf } from '../relations/tickets.ts';

export const contactRateOrders = computed({
  id: 'contact_rate_orders',
  title: 'Cases per 100 orders',
  question: 'How often does an order bring a case?',
  group: 'Service: quantity',
  formula: '100 * tickets created / orders of the same days',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.is_counted', 'orders.*'],
  needs: ['creation'],
  needs_all: true,
  population: 'counted tickets created in the period; lines of orders that lie in it and hold each of its days',
  axis: 'period',
  dimensions: [],
  requires: ['orders', 'tickets'],
  no_data: ['zero_denominator', 'no_input:orders'],
  pitfalls:
    'A line that reaches beyond the period cannot be split: its days are without orders there, and while a day of the period is without, there is no number. A case may come long after its order, or without one.',
  basis: 'described',
  source: ['Gorgias: tickets per orders', 'METRICS-2026'],

  evaluate: async (queries, ask) => {
    const scope = queries.scope(ask);
    const { start_day } = ask.period;
    const end_day = knownEndOf(queries, ask.period.end_day);
    const [[cases], [lines]] = await Promise.all([
      queries.rows(
        'cases created',
        `SELECT count(*) AS n FROM ${ticketsAsOf(queries.frame(ask))} WHERE t.is_counted AND t.created_s >= ${scope.start_s} AND t.created_s < ${scope.end_s}`,
      ),
      queries.rows(
        'orders',
        `SELECT coalesce(sum(orders), 0) AS orders, coalesce(sum(period_end_day - period_start_day), 0) AS days FROM orders WHERE period_start_day >= ${start_day} AND period_end_day <= ${end_day}`,
      ),
    ]);
    const [asked, orders] = [numberOf(cases?.n) ?? 0, numberOf(lines?.orders) ?? 0];
    const without = end_day - start_day - (numberOf(lines?.days) ?? 0);
    const extras = { cases: asked, orders, ...(without === 0 ? {} : { days_without_orders: without }) };
    if (without > 0) return [{ segment: {}, value: noData('no_input:orders'), extras }];
    const value =
      orders === 0
        ? noData('zero_denominator')
        : {
            status: 'known' as const,
            value: quotient(100n * BigInt(asked), BigInt(orders)),
            n: asked,
            numerator: 100 * asked,
            denominator: orders,
            interval: null,
          };
    return [{ segment: {}, value, extras }];
  },
});
