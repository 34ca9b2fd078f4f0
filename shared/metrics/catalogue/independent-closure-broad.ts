import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { developmentUntold, tellsDevelopment, unknownEscalations } from '../measures/tickets.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('owner at the end');

/** Tickets of a source that does not tell of development are in neither part; their number is printed. */
export const independentClosureBroad = metric({
  id: 'independent_closure_broad',
  title: 'Closed without development (broad)',
  question: 'What share of the cases needs no development?',
  group: 'Service: quality',
  formula: '1 - tickets escalated to development / tickets',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.escalated_s', 'tickets.is_counted'],
  needs: ['escalation'],
  population: 'counted tickets created in the period; escalated = escalated_s <= as_of',
  axis: 'created',
  credit: 'owner at the end',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Open tickets not escalated count as closed, as published: the number still open is printed. Falls as the cohort ages: restated.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision: 'the article says both "independently solved / all" and "1 - escalated / all": the second is the formula',

  measures: ({ as_of_s }) => ({
    all: countOf(relation, 'created_s', tellsDevelopment),
    escalated: countOf(relation, 'created_s', sql`${tellsDevelopment} AND ${t.escalated_s} <= ${as_of_s}`),
    open: countOf(
      relation,
      'created_s',
      sql`${tellsDevelopment} AND ${t.resolved_s} IS NULL AND ${t.closed_s} IS NULL`,
    ),
    untold: developmentUntold,
  }),
  value: ({ all, escalated, open, untold }) => ({
    value: shareOf(all.n - escalated.n, all.n),
    extras: { n_open: open.n, escalated: escalated.n, ...unknownEscalations(untold) },
  }),
});
