import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { cameBack, counted, day_s, firstResolvedCohort } from '../measures/tickets.ts';
import { ripeShare } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

export const reopenRate = metric({
  id: 'reopen_rate',
  title: 'Reopened',
  question: 'What share of the resolved cases comes back?',
  group: 'Service: quality',
  formula: 'tickets reopened less than W days after the first resolution / tickets first resolved',
  unit: 'rate',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['tickets.first_resolved_s', 'tickets.first_reopened_s', 'tickets.reopen_count', 'tickets.is_counted'],
  needs: ['resolution', 'reopen_count'],
  duration: 'first_resolve_s',
  population: 'counted tickets with first_resolved_s in the period and ripe',
  axis: 'first_resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  immature: 'first_resolved_s + W days > as_of',
  pitfalls:
    'Counts the reopening itself, never "resolutions minus 1" (which misses tickets still open). Reopenings later than W are printed as a count. Where a source tells only how often a case was reopened, a reopening at any time counts, in the period of the resolution that the source gives.',
  basis: 'described',
  source: ['3W support-metrics article'],
  params: { window_days: 7 },

  measures: ({ as_of_s, policies }) => {
    const window_s = policies.reopen_window_days * day_s;
    const elapsed = sql`${t.first_reopened_s} - ${t.first_resolved_s}`;
    return {
      ...firstResolvedCohort(window_s, as_of_s, cameBack(window_s)),
      later: countOf(tickets('resolver'), 'first_resolved_s', sql`${counted} AND ${elapsed} >= ${window_s}`),
    };
  },
  value: ({ hits, ripe, unripe, youngest, later }, { policies }) => ({
    value: ripeShare(
      hits.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + policies.reopen_window_days * day_s,
      'zero_denominator',
    ),
    extras: { immature: unripe.n, reopened_later: later.n },
  }),
});
