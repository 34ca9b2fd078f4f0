import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitingExtras } from '../measures/companions.ts';
import { replyTimes, waits } from '../measures/durations.ts';
import { meanOf, percentileExtras } from '../outcome.ts';

export const frtMean = metric({
  id: 'frt_mean',
  title: 'First response time, mean',
  question: 'How long does a customer wait for the first answer, on average?',
  group: 'Speed',
  formula: 'mean(first_reply_s - created_s)',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: [
    'tickets.created_s',
    'tickets.first_reply_s',
    'tickets.reply_s',
    'tickets.reply_business_s',
    'tickets.is_outbound',
  ],
  needs: ['first_reply', 'time_of_day'],
  duration: 'reply_s',
  population: 'counted tickets not outbound, with first_reply_s in the period',
  axis: 'first_reply',
  credit: 'first replier',
  dimensions: ticketAndPerson,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'First public reply by a person: auto-replies, robots and notes are none. Long tail: only beside p50 and p80. Tickets still waiting and the oldest wait are printed.',
  basis: 'stated',
  source: ['support KPI article'],
  decision: 'dated by the reply (answered axis), like every duration',

  measures: (scope) => ({ ...replyTimes(scope), ...waits(scope) }),
  value: ({ total, ranks, business, ...rest }, scope) => ({
    value: meanOf(total),
    extras: {
      ...percentileExtras(ranks, [0.5, 0.8]),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      ...waitingExtras(rest, scope),
    },
  }),
});
