import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, minOf, over } from '../measure.ts';
import { day_s } from '../measures/tickets.ts';
import { untoldPromises, withoutPromise } from '../measures/untold-promises.ts';
import { known, leavingOut } from '../outcome.ts';
import { openPromises, type PromiseColumn } from '../relations/promises.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = openPromises;

export const promisesAtRisk = metric({
  id: 'promises_at_risk',
  title: 'Promises due within a day',
  question: 'How many promises to customers whose cases are open are due within a day and not kept yet?',
  group: 'Promises',
  formula:
    'promises of cases open at the end that run then and are due within 24 hours of it; beside it those that are overdue and not met',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly'],
  inputs: ['sla_results.applied_s', 'sla_results.due_s', 'sla_results.fulfilled_s', 'ticket_flow.at_s'],
  needs: ['creation'],
  population: 'promises of counted tickets that are open at end_s, made and not met before it',
  axis: 'instant',
  dimensions: ['promise', 'policy', ...ticketDimensions],
  requires: ['sla_results', 'ticket_flow', 'tickets'],
  pitfalls:
    'What nobody can act on any more, a promise of a case that is closed, is in no part: sla_attainment counts it as missed. A promise whose clock stands still is due at no time and in no part. Promises of cases that may be finished, as nobody tells, are left out and counted. Of the end of a week that is over, what was due is what the helpdesk says today. Cases that came in during the period and of which nobody knows what casebook.yaml promised, because it differs by what they do not tell, are left out and counted as not told.',
  basis: 'described',
  source: ['GitLab: SLA met / tickets where applicable'],

  measures: (scope) => {
    const { end_s } = scope;
    const runs = sql`(${t.met_s} IS NULL OR ${t.met_s} >= ${end_s})`;
    const isDue = sql`${runs} AND ${t.due_s} >= ${end_s} AND ${t.due_s} < ${end_s + day_s}`;
    const isOverdue = sql`${runs} AND ${t.due_s} < ${end_s}`;
    const made = (condition: Sql<PromiseColumn>) => over(countOf(openPromises, 'applied_s', condition), 'before_end');
    return {
      due: made(sql`${isDue} AND ${t.is_place_told}`),
      next: over(minOf(openPromises, 'applied_s', t.due_s, sql`${isDue} AND ${t.is_place_told}`), 'before_end'),
      overdue: made(sql`${isOverdue} AND ${t.is_place_told}`),
      perhaps: made(sql`${runs} AND ${t.due_s} < ${end_s + day_s} AND NOT ${t.is_place_told}`),
      untold: untoldPromises(scope),
    };
  },
  value: ({ due, next, overdue, perhaps, untold }, { policies }) => ({
    ...leavingOut(known(due.n, due.n), { told: due.n + overdue.n, lost: perhaps.n, kind: 'resolution' }, policies),
    ...withoutPromise({ n: perhaps.n + untold.n }),
    extras: { overdue: overdue.n, next_due_s: next.value },
  }),
});
