import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { raisesUntold, tellsRaises, unknownEscalations } from '../measures/tickets.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('owner at the end');

/** Tickets of a source that tells neither tiers nor hand-overs to development are in neither part; their number is printed. */
export const escalationRate = metric({
  id: 'escalation_rate',
  title: 'Escalated to a higher level',
  question: 'What share of the cases goes to a higher level?',
  group: 'Service: quality',
  formula: 'tickets raised to a higher tier or to development / tickets',
  unit: 'rate',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['tickets.created_s', 'tickets.first_tier_raise_s', 'tickets.escalated_s', 'tickets.is_counted'],
  needs: ['escalation'],
  population: 'counted tickets created in the period',
  axis: 'created',
  credit: 'owner at the end',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Two levels, two numbers: any higher level here, development in independent_closure_broad. A breached time limit ("is_escalated" at some vendors) is not an escalation.',
  basis: 'stated',
  source: ['3W support-metrics article', 'support KPI article'],

  measures: ({ as_of_s }) => ({
    all: countOf(relation, 'created_s', tellsRaises),
    raised: countOf(
      relation,
      'created_s',
      sql`${tellsRaises} AND (${t.first_tier_raise_s} <= ${as_of_s} OR ${t.escalated_s} <= ${as_of_s})`,
    ),
    untold: raisesUntold,
  }),
  value: ({ all, raised, untold }) => ({
    value: shareOf(raised.n, all.n),
    extras: unknownEscalations(untold),
  }),
});
