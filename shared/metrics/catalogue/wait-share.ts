import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitSums } from '../measures/waits.ts';
import { ratioOf } from '../outcome.ts';

export const waitShare = metric({
  id: 'wait_share',
  title: 'Share of the time that customers wait for us',
  question: 'How much of the time to resolve do customers wait for us?',
  group: 'Waits',
  formula: 'sum of requester wait / sum of time to resolve',
  unit: 'rate',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_intervals.status', 'ticket_intervals.started_s', 'ticket_intervals.ended_s', 'tickets.resolve_s'],
  needs: ['status_history', 'resolution'],
  duration: 'resolve_s',
  population: 'as requester_wait_p50',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  requires: ['ticket_intervals', 'tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'A ratio of sums: long cases weigh more. GitLab aims at 35 % or less, of its medians and without time on hold, so that its figure is lower than this one.',
  basis: 'stated',
  source: ['GitLab: customer wait ratio'],

  measures: waitSums,
  value: ({ waited, held, rested, took, unclear }) => ({
    value: ratioOf(Number(waited.total), Number(took.total), took.n),
    extras: {
      requester_wait_s: Number(waited.total),
      customer_hold_s: Number(held.total),
      rested_s: Number(rested.total),
      ...(unclear.n === 0 ? {} : { status_without_word: unclear.n }),
    },
  }),
});
