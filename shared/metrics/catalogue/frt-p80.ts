import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { waitingExtras } from '../measures/companions.ts';
import { replyTimes, waits } from '../measures/durations.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const frtP80 = metric({
  id: 'frt_p80',
  title: 'First response time, 80th percentile',
  question: 'Within what time do four customers in five get a first answer?',
  group: 'Speed',
  formula: 'exact 80th percentile (type 7) of reply_s',
  unit: 'seconds',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.reply_s', 'tickets.reply_business_s', 'tickets.first_reply_s'],
  needs: ['first_reply', 'time_of_day'],
  duration: 'reply_s',
  population: 'as frt_mean',
  axis: 'first_reply',
  credit: 'first replier',
  dimensions: ticketAndPerson,
  percentile: 0.8,
  change_from_n: 5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls: 'As frt_p50. Printed from n = 5.',
  basis: 'described',
  source: ['support KPI article'],

  measures: (scope) => ({ ...replyTimes(scope), ...waits(scope) }),
  value: ({ total, ranks, business, ...rest }, scope) => ({
    value: percentileOf(ranks, 0.8),
    extras: {
      ...percentileExtras(ranks, [0.5]),
      mean_s: meanNumber(total),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      ...waitingExtras(rest, scope),
    },
  }),
});
