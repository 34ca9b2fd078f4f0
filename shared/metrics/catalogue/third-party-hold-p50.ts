import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitTimes } from '../measures/waits.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const thirdPartyHoldP50 = metric({
  id: 'third_party_hold_p50',
  title: 'Time on hold for third parties, median',
  question: 'How long does every second case lie with somebody else?',
  group: 'Waits',
  formula: 'exact 50th percentile (type 7) of the stays in pending_third_party until resolved_s',
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
  percentile: 0.5,
  requires: ['ticket_intervals', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Calendar seconds. Part of the time that customers wait for us. Most cases have none: the median is then 0, and the mean stands beside it.',
  basis: 'stated',
  source: ['Zendesk 4408834848154: on-hold time'],

  measures: (scope) => waitTimes('third_party_hold_s', scope),
  value: ({ ranks, total, unclear }) => ({
    value: percentileOf(ranks, 0.5),
    extras: {
      ...percentileExtras(ranks, [0.8]),
      mean_s: meanNumber(total),
      ...(unclear.n === 0 ? {} : { status_without_word: unclear.n }),
    },
  }),
});
