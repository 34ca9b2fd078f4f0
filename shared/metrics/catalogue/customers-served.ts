import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, distinctOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { known, share } from '../outcome.ts';
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
    'Distinct counts do not add across channels, teams or weeks: every total is counted anew. The share counted by requester is printed.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: {
    customers: distinctOf(relation, 'created_s', customer, counted),
    byRequester: distinctOf(relation, 'created_s', t.requester_id, sql`${counted} AND ${t.account_id} IS NULL`),
    nameless: countOf(relation, 'created_s', sql`${counted} AND ${t.account_id} IS NULL AND ${t.requester_id} IS NULL`),
  },
  value: ({ customers, byRequester, nameless }) => ({
    value: known(customers.n, customers.n),
    extras: { by_requester_share: share(byRequester.n, customers.n), tickets_without_customer: nameless.n },
  }),
});
