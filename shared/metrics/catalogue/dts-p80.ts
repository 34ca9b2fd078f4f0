import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { runningExtras } from '../measures/companions.ts';
import { resolutionTimes, running } from '../measures/durations.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

export const dtsP80 = metric({
  id: 'dts_p80',
  title: 'Resolution time, 80th percentile',
  question: 'Within what time are four cases in five solved?',
  group: 'Service: efficiency',
  formula: 'exact 80th percentile (type 7) of resolve_s',
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
  percentile: 0.8,
  change_from_n: 5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls: 'Printed from n = 5; below that the cases are listed.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: (scope) => ({ ...resolutionTimes(scope), ...running(scope) }),
  value: ({ total, ranks, business, ...rest }, scope) => ({
    value: percentileOf(ranks, 0.8),
    extras: {
      ...percentileExtras(ranks, [0.5]),
      mean_s: meanNumber(total),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      ...runningExtras(rest, scope),
    },
  }),
});
