import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { counted, created } from '../measures/tickets.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

export const resolutionRatePeriod = metric({
  id: 'resolution_rate_period',
  title: 'Resolved of those received',
  question: 'What share of the cases received was resolved in the same period?',
  group: 'Quality',
  formula: 'tickets created in the period and resolved by its end / tickets created in the period',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['tickets.created_s', 'tickets.resolved_s', 'tickets.is_counted'],
  needs: ['resolution'],
  duration: 'resolve_s',
  population: 'counted tickets created in the period; resolved = resolved_s < end_s',
  axis: 'created',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Depends on where in the period tickets fell: a help for the day-to-day, not a goal. Never resolved / created with two different populations (that is flow, see backlog).',
  basis: 'ambiguous',
  source: ['support KPI article'],
  decision:
    'the article says "within a specific timeframe" and elsewhere uses the same name for first contact: the timeframe is the period itself, first contact is fcr',

  measures: ({ end_s }) => ({
    created,
    done: countOf(tickets('resolver'), 'created_s', sql`${counted} AND ${t.resolved_s} < ${end_s}`),
  }),
  value: ({ created, done }) => ({ value: shareOf(done.n, created.n) }),
});
