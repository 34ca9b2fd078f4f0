import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitTimes } from '../measures/waits.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const requesterWaitP80 = metric({
  id: 'requester_wait_p80',
  title: 'Time that customers wait for us, 80th percentile',
  question: 'Within what wait for us are four of five cases resolved?',
  group: 'Waits',
  formula: 'exact 80th percentile (type 7) of the stays in new, open and pending_third_party until resolved_s',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_intervals.status', 'ticket_intervals.started_s', 'ticket_intervals.ended_s', 'tickets.resolved_s'],
  needs: ['status_history', 'resolution'],
  duration: 'resolve_s',
  population: 'counted tickets with resolved_s in the period, none of whose statuses is without a word',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  percentile: 0.8,
  requires: ['ticket_intervals', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Calendar seconds. requester wait + customer hold + rest while finished before a reopening = time to resolve, by construction. A third party is our errand: its time is ours.',
  basis: 'stated',
  source: ['Zendesk 4408834848154: requester wait time', 'GitLab metrics-definitions'],

  measures: (scope) => waitTimes('requester_wait_s', scope),
  value: ({ ranks, total, unclear }) => ({
    value: percentileOf(ranks, 0.8),
    extras: {
      ...percentileExtras(ranks, [0.5]),
      mean_s: meanNumber(total),
      ...(unclear.n === 0 ? {} : { status_without_word: unclear.n }),
    },
  }),
});
