import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, distinctOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { known, noData, share } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('nobody');
const customer = sql`coalesce(${t.account_id}, concat('r:', ${t.requester_id}), 'unknown')`;

export const customersServed = metric({
  id: 'customers_served',
  title: 'Customers served',
  question: 'How many customers did we serve?',
  group: 'Service: quantity',
  formula: 'count of distinct accounts with at least one ticket',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.account_id', 'tickets.requester_id', 'tickets.created_s', 'tickets.is_counted'],
  population: 'counted tickets created in the period; account_id, else requester_id prefixed "r:"',
  axis: 'created',
  dimensions: ticketDimensions,
  requires: ['tickets'],
  pitfalls:
    'Distinct counts do not add across channels, teams or weeks: every total is counted anew. The share counted by requester is printed. Cases of nobody known count as one customer; where fewer than policies.least_told_share have one, there is no number.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: {
    customers: distinctOf(relation, 'created_s', customer, counted),
    byRequester: distinctOf(relation, 'created_s', t.requester_id, sql`${counted} AND ${t.account_id} IS NULL`),
    all: countOf(relation, 'created_s', counted),
    nameless: countOf(relation, 'created_s', sql`${counted} AND ${t.account_id} IS NULL AND ${t.requester_id} IS NULL`),
  },
  value: ({ customers, byRequester, all, nameless }, { policies }) => ({
    // cases of nobody known are counted as one customer: where they are many, nobody knows how many customers they are
    value:
      nameless.n > 0 && all.n - nameless.n < policies.least_told_share * all.n
        ? noData('no_input:accounts')
        : known(customers.n, customers.n),
    extras: { by_requester_share: share(byRequester.n, customers.n), tickets_without_customer: nameless.n },
  }),
});
