import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { runningExtras } from '../measures/companions.ts';
import { resolutionTimes, running } from '../measures/durations.ts';
import { meanOf, percentileExtras } from '../outcome.ts';

export const dtsMean = metric({
  id: 'dts_mean',
  title: 'Average resolution time',
  question: 'How long does a case take on average?',
  group: 'Service: efficiency',
  formula: 'mean(resolved_s - created_s)',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['tickets.created_s', 'tickets.resolved_s', 'tickets.resolve_s', 'tickets.resolve_business_s'],
  needs: ['resolution'],
  duration: 'resolve_s',
  population: 'counted tickets with resolved_s in the period',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Long tail: shown only beside p50 and p80. Open tickets are not in it: their number and the oldest age are printed.',
  basis: 'stated',
  source: ['3W support-metrics article', 'technical-support-excellence article', 'support KPI article'],

  measures: (scope) => ({ ...resolutionTimes(scope), ...running(scope) }),
  value: ({ total, ranks, business, ...rest }, scope) => ({
    value: meanOf(total),
    extras: {
      ...percentileExtras(ranks, [0.5, 0.8]),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      ...runningExtras(rest, scope),
    },
  }),
});
