import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import type { Counted, MinMax } from '../measure.ts';
import { cohort } from '../measures/tickets.ts';
import { ripeShare } from '../outcome.ts';

const named = (hours: number, measures: ReturnType<typeof cohort>) =>
  Object.entries(measures).map(([name, measure]) => [`${name}_${hours}`, measure] as const);

export const resolutionRateNh = metric({
  id: 'resolution_rate_Nh',
  title: 'Resolved within N hours',
  question: 'What share of the cases is resolved within N hours?',
  group: 'Service: quality',
  formula: 'as fdr_24h with N*3600 for N in 4, 12, 24, 168 (configurable)',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.resolved_s', 'tickets.is_counted'],
  needs: ['resolution', 'time_of_day'],
  duration: 'resolve_s',
  population: 'counted tickets created in the period and ripe',
  axis: 'created',
  credit: 'resolver',
  dimensions: [...ticketAndPerson, 'hours'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['empty_population'],
  immature: 'created_s + N*3600 > as_of',
  pitfalls: 'One element for each N (segment hours). The 7-day rate of last week is not final on Monday.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  params: { hours: [4, 12, 24, 168] },

  measures: ({ as_of_s, policies }) =>
    Object.fromEntries(policies.resolution_hours.flatMap((hours) => named(hours, cohort(hours * 3600, as_of_s)))),
  value: (measured, { policies }) =>
    policies.resolution_hours.map((hours) => {
      const of = (name: string): number => (measured[`${name}_${hours}`] as Counted).n;
      const youngest = (measured[`youngest_${hours}`] as MinMax).value;
      return {
        segment: { hours: String(hours) },
        value: ripeShare(
          of('hits'),
          of('ripe'),
          of('unripe'),
          youngest === null ? null : youngest + hours * 3600,
          'empty_population',
        ),
        extras: { hits: of('hits'), misses: of('ripe') - of('hits'), immature: of('unripe') },
      };
    }),
});
