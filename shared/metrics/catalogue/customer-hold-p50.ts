import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitTimes } from '../measures/waits.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const customerHoldP50 = metric({
  id: 'customer_hold_p50',
  title: 'Time that we wait for customers, median',
  question: 'How long do we wait for the customer in every second case?',
  group: 'Waits',
  formula: 'exact 50th percentile (type 7) of the stays in pending_customer until resolved_s',
  unit: 'seconds',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_intervals.status', 'ticket_intervals.started_s', 'ticket_intervals.ended_s', 'tickets.resolved_s'],
  needs: ['status_history', 'resolution'],
  duration: 'resolve_s',
  population: 'counted tickets with resolved_s in the period, none of whose statuses is without a word',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  percentile: 0.5,
  requires: ['ticket_intervals', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Calendar seconds. The helpdesk says that it is the turn of the customer; whether what was asked was needed, nobody measures.',
  basis: 'stated',
  source: ['Zendesk 4408834848154: agent wait time'],

  measures: (scope) => waitTimes('customer_hold_s', scope),
  value: ({ ranks, total, unclear }) => ({
    value: percentileOf(ranks, 0.5),
    extras: {
      ...percentileExtras(ranks, [0.8]),
      mean_s: meanNumber(total),
      ...(unclear.n === 0 ? {} : { status_without_word: unclear.n }),
    },
  }),
});
