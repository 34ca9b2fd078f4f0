import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { runningExtras } from '../measures/companions.ts';
import { resolutionTimes, running } from '../measures/durations.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const dtsP50 = metric({
  id: 'dts_p50',
  title: 'Resolution time, median',
  question: 'Within what time is every second case solved?',
  group: 'Service: efficiency',
  formula: 'exact 50th percentile (type 7) of resolve_s',
  unit: 'seconds',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.resolve_s', 'tickets.resolve_business_s', 'tickets.resolved_s'],
  needs: ['resolution'],
  duration: 'resolve_s',
  population: 'counted tickets with resolved_s in the period',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  percentile: 0.5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls: 'Percentiles never average or add across groups. The rule is printed.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: (scope) => ({ ...resolutionTimes(scope), ...running(scope) }),
  value: ({ total, ranks, business, ...rest }, scope) => ({
    value: percentileOf(ranks, 0.5),
    extras: {
      ...percentileExtras(ranks, [0.8]),
      mean_s: meanNumber(total),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      ...runningExtras(rest, scope),
    },
  }),
});
