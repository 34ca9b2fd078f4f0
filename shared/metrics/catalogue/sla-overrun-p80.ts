import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, ranksOf } from '../measure.ts';
import { boundedUnlessHistory } from '../measures/durations.ts';
import { untoldPromises, withoutPromise } from '../measures/untold-promises.ts';
import { percentileExtras, percentileOf } from '../outcome.ts';
import { promises } from '../relations/promises.ts';
import { sql } from '../sql.ts';

const { t } = promises;
const missed = sql`NOT ${t.is_kept}`;

export const slaOverrunP80 = metric({
  id: 'sla_overrun_p80',
  title: 'Overrun of missed promises, 80th percentile',
  question: 'How late are we when we miss a promise?',
  group: 'Promises',
  formula: 'exact 80th percentile (type 7) of when it was met - when it was due',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['sla_results.due_s', 'sla_results.fulfilled_s', 'sla_results.is_breached'],
  needs: ['creation'],
  population: 'missed promises of counted tickets that were due in the period and met since',
  axis: 'period',
  dimensions: ['promise', 'policy', ...ticketDimensions],
  percentile: 0.8,
  requires: ['sla_results', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Calendar seconds. A promise that was never met has no overrun yet: the number of such promises is printed, and the percentile rises when they are met. Cases of which nobody knows what casebook.yaml promised, because it differs by what they do not tell, are left out and counted as not told.',
  basis: 'stated',
  source: ['Zendesk 4971706120730: completion - target'],

  measures: (scope) => ({
    ranks: boundedUnlessHistory(ranksOf(promises, 'ended_s', t.overrun_s, [0.5, 0.8], missed), scope),
    unmet: countOf(promises, 'ended_s', sql`${missed} AND ${t.overrun_s} IS NULL`),
    untold: untoldPromises(scope),
  }),
  value: ({ ranks, unmet, untold }) => ({
    value: percentileOf(ranks, 0.8),
    ...withoutPromise(untold),
    extras: { ...percentileExtras(ranks, [0.5]), unmet: unmet.n },
  }),
});
