import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { ranksOf, sumOf } from '../measure.ts';
import { boundedUnlessHistory } from '../measures/durations.ts';
import { counted, resolved } from '../measures/tickets.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';

const relation = tickets('resolved');

export const cycleTime = metric({
  id: 'cycle_time',
  title: 'Cycle time',
  question: 'How long does a case take once work has begun?',
  group: 'Process',
  formula: 'resolved_s - started_s, p50 (p80 beside it)',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['tickets.started_s', 'tickets.resolved_s', 'tickets.cycle_s'],
  needs: ['work_started', 'resolution'],
  duration: 'cycle_s',
  population: 'counted tickets with resolved_s in the period and a start of work',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  percentile: 0.5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls:
    "Start = first entry into a status mapped to open by a person's action, else first assignment to a person. Not the vendor's \"Started\", which a customer's second message may set.",
  basis: 'stated',
  source: ['support KPI article'],
  decision: 'the JSON value is p50',

  measures: (scope) => ({
    resolved,
    ranks: boundedUnlessHistory(ranksOf(relation, 'resolved_s', t.cycle_s, [0.5, 0.8], counted), scope),
    total: sumOf(relation, 'resolved_s', t.cycle_s, counted),
  }),
  value: ({ resolved, ranks, total }) => ({
    value: percentileOf(ranks, 0.5),
    extras: {
      ...percentileExtras(ranks, [0.8]),
      mean_s: meanNumber(total),
      without_start: resolved.n - ranks.n,
    },
  }),
});
