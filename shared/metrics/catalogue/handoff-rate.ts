import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { counted, resolved } from '../measures/tickets.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

export const handoffRate = metric({
  id: 'handoff_rate',
  title: 'Handed over',
  question: 'What share of the cases changes hands?',
  group: 'Service: efficiency',
  formula: 'tickets with at least one hand-off / tickets resolved',
  unit: 'rate',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.handoff_count', 'tickets.resolved_s'],
  needs: ['handoffs', 'resolution'],
  population: 'counted tickets with resolved_s in the period',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'A hand-off is a change from one person to another; first assignment, queues and robots are none; A-B-A is two; A-nobody-A is none. Counting commenters is wrong.',
  basis: 'described',
  source: ['3W support-metrics article'],

  measures: {
    resolved,
    handed: countOf(tickets('resolved'), 'resolved_s', sql`${counted} AND ${t.handoff_count} >= 1`),
  },
  value: ({ resolved, handed }) => ({ value: shareOf(handed.n, resolved.n) }),
});
