import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { cohort, day_s } from '../measures/tickets.ts';
import { ripeShare } from '../outcome.ts';

export const fdr24h = metric({
  id: 'fdr_24h',
  title: 'Resolved within 24 hours',
  question: 'What share of the cases is resolved within 24 hours?',
  group: 'Service: quality',
  formula: 'tickets with resolved_s - created_s < 86400 / tickets created',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.resolved_s', 'tickets.is_counted'],
  needs: ['resolution', 'time_of_day'],
  duration: 'resolve_s',
  population: 'counted tickets created in the period and ripe',
  axis: 'created',
  credit: 'resolver',
  dimensions: [...ticketAndPerson, 'level'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['empty_population'],
  immature: 'created_s + 86400 > as_of',
  pitfalls:
    "resolved_s is the moment of waiting for the customer's confirmation, never the close. Strict <. Elapsed seconds, not wall clock. A later reopening turns a hit into a miss: the number is restated.",
  basis: 'stated',
  source: ['3W support-metrics article'],
  params: { hours: 24 },

  measures: ({ as_of_s }) => cohort(day_s, as_of_s),
  value: ({ hits, ripe, unripe, youngest }) => ({
    value: ripeShare(
      hits.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + day_s,
      'empty_population',
    ),
    extras: { hits: hits.n, misses: ripe.n - hits.n, immature: unripe.n },
  }),
});
