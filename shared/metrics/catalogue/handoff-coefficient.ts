import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { sumOf } from '../measure.ts';
import { counted, resolved } from '../measures/tickets.ts';
import { ratioOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';

export const handoffCoefficient = metric({
  id: 'handoff_coefficient',
  title: 'Hand-offs per ticket',
  question: 'How often does a case change hands?',
  group: 'Service: efficiency',
  formula: 'Sum(handoff_count) / tickets resolved',
  unit: 'count',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.handoff_count', 'tickets.resolved_s'],
  needs: ['handoffs', 'resolution'],
  population: 'counted tickets with resolved_s in the period',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls: 'As handoff_rate. Planned shift changes may be flagged and are then printed apart, still counted.',
  basis: 'described',
  source: ['3W support-metrics article'],

  measures: { resolved, handoffs: sumOf(tickets('resolved'), 'resolved_s', t.handoff_count, counted) },
  value: ({ resolved, handoffs }) => ({
    value: ratioOf(Number(handoffs.total), resolved.n, resolved.n, 'empty_population'),
  }),
});
