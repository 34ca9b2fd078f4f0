import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, over } from '../measure.ts';
import { untoldPromises, withoutPromise } from '../measures/untold-promises.ts';
import { shareOf } from '../outcome.ts';
import { promises } from '../relations/promises.ts';
import { sql } from '../sql.ts';

const { t } = promises;
const running = countOf(promises, 'applied_s', sql`${t.is_kept} IS NULL AND NOT coalesce(${t.is_undated}, FALSE)`);

export const slaAttainment = metric({
  id: 'sla_attainment',
  title: 'Promises kept',
  question: 'What share of the promises to customers was kept?',
  group: 'Promises',
  formula: 'promises kept / promises that ended in the period, kept or missed',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['sla_results.due_s', 'sla_results.fulfilled_s', 'sla_results.is_breached', 'sla_results.policy_id'],
  needs: ['creation'],
  population:
    'promises of counted tickets that ended in the period: a missed one when it was due, else when it was met; a kept one when it was met',
  axis: 'period',
  dimensions: ['promise', 'policy', ...ticketDimensions],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['sla_results', 'tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'The helpdesk says whether it was missed and what pauses the clock. Running promises are in neither part, and neither are missed ones without a date; both are printed. A first reply and a resolution are unlike promises: read them apart (cut by promise). Cases of which nobody knows what casebook.yaml promised, because it differs by what they do not tell, are left out and counted as not told.',
  basis: 'stated',
  source: ['GitLab: SLA met / tickets where applicable'],

  measures: (scope) => ({
    ended: countOf(promises, 'ended_s', sql`${t.is_kept} IS NOT NULL`),
    kept: countOf(promises, 'ended_s', sql`${t.is_kept}`),
    running: over(running, 'before_end'),
    undated: countOf(promises, 'applied_s', sql`${t.is_undated}`),
    untold: untoldPromises(scope),
  }),
  value: ({ ended, kept, running, undated, untold }) => ({
    value: shareOf(kept.n, ended.n),
    ...withoutPromise(untold),
    extras: { missed: ended.n - kept.n, running: running.n, missed_undated: undated.n },
  }),
});
