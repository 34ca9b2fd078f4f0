import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, minOf, over } from '../measure.ts';
import { day_s } from '../measures/tickets.ts';
import { known } from '../outcome.ts';
import { promises } from '../relations/promises.ts';
import { sql } from '../sql.ts';

const { t } = promises;

export const promisesAtRisk = metric({
  id: 'promises_at_risk',
  title: 'Promises due within a day',
  question: 'How many promises to customers are due within a day and not kept yet?',
  group: 'Promises',
  formula:
    'promises that run at the end and are due within 24 hours of it; beside it those that are overdue and not met',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly'],
  inputs: ['sla_results.applied_s', 'sla_results.due_s', 'sla_results.fulfilled_s'],
  population: 'promises of counted tickets, made and not met before end_s',
  axis: 'instant',
  dimensions: ['promise', 'policy', ...ticketDimensions],
  requires: ['sla_results', 'tickets'],
  pitfalls:
    'A promise whose clock stands still is due at no time and in no part. Of the end of a week that is over, what was due is what the helpdesk says today.',
  basis: 'described',
  source: ['GitLab: SLA met / tickets where applicable'],

  measures: ({ end_s }) => {
    const runs = sql`(${t.met_s} IS NULL OR ${t.met_s} >= ${end_s})`;
    const isDue = sql`${runs} AND ${t.due_s} >= ${end_s} AND ${t.due_s} < ${end_s + day_s}`;
    return {
      due: over(countOf(promises, 'applied_s', isDue), 'before_end'),
      next: over(minOf(promises, 'applied_s', t.due_s, isDue), 'before_end'),
      overdue: over(countOf(promises, 'applied_s', sql`${runs} AND ${t.due_s} < ${end_s}`), 'before_end'),
    };
  },
  value: ({ due, next, overdue }) => ({
    value: known(due.n, due.n),
    extras: { overdue: overdue.n, next_due_s: next.value },
  }),
});
