import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, noneOf, over, sumOf } from '../measure.ts';
import { ageOf } from '../measures/companions.ts';
import { oldestOpen, stillOpen } from '../measures/tickets.ts';
import { known, noData } from '../outcome.ts';
import { flow } from '../relations/flow.ts';
import { sql } from '../sql.ts';

const { t } = flow;
/** Cut by status or age, a ticket stands where it is at the end: only the closing number has a meaning then. */
const step = (kind: string) => countOf(flow, 'at_s', sql`${t.kind} = ${kind}`);
/** Cases that the source calls finished without saying since when: until their last change, nobody knows whether they were open. */
const unclearAt = (instant_s: number) =>
  over(
    countOf(
      flow,
      'at_s',
      sql`${t.kind} = 'resolved' AND ${t.status} IN ('solved', 'closed') AND ${t.resolved_s} IS NULL AND ${t.closed_s} IS NULL
        AND ${t.at_s} >= ${instant_s} AND ${t.created_s} < ${instant_s}`,
    ),
    'any',
  );

export const backlog = metric({
  id: 'backlog',
  title: 'Open tickets',
  question: 'How many cases are open?',
  group: 'Volume',
  formula: 'open tickets at the end; opening + created + reopened + restored - resolved - removed = closing',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly'],
  inputs: ['ticket_flow.kind', 'ticket_flow.at_s', 'ticket_flow.ticket_id', 'tickets.is_counted'],
  population:
    'counted tickets open at end_s: an event at end_s belongs to the next period; solved and closed are not open, pending is',
  axis: 'instant',
  credit: 'owner at the end',
  dimensions: [...ticketAndPerson, 'age_band', 'status'],
  requires: ['ticket_flow', 'tickets'],
  pitfalls:
    'A ticket that is called finished, and of which nothing says since when, counts as open until its last change; where that is more than policies.least_told_share leaves, the number is not told. The identity holds to the ticket and is printed. resolved and reopened count events, not tickets. removed = deleted, merged or marked spam while open.',
  basis: 'named',
  source: ['support KPI article'],

  measures: (scope) => ({
    opening: over(sumOf(flow, 'at_s', t.change), 'before_start'),
    created: step('created'),
    reopened: step('reopened'),
    restored: step('restored'),
    resolved: step('resolved'),
    removed: step('removed'),
    closing: stillOpen,
    unclear_before: unclearAt(scope.start_s),
    unclear: unclearAt(scope.end_s),
    oldest: scope.companions ? oldestOpen : noneOf(oldestOpen),
  }),
  value: ({ opening, closing, unclear_before, unclear, oldest, ...steps }, scope) => {
    const open = Number(closing.total);
    const isTold = (all: number, doubtful: number): boolean => all - doubtful >= all * scope.policies.least_told_share;
    if (!isTold(open, unclear.n)) return { value: noData('not_told:resolution'), extras: { unclear: unclear.n } };
    if (scope.by.some((dimension) => dimension === 'status' || dimension === 'age_band'))
      return open === 0
        ? []
        : [{ segment: {}, value: known(open, open), extras: { closing: open, oldest_age_s: ageOf(oldest, scope) } }];
    return {
      value: known(open, open),
      extras: {
        opening: isTold(Number(opening.total), unclear_before.n) ? Number(opening.total) : null,
        ...(unclear.n === 0 ? {} : { unclear: unclear.n }),
        ...Object.fromEntries(Object.entries(steps).map(([kind, { n }]) => [kind, n])),
        closing: open,
        oldest_age_s: ageOf(oldest, scope),
      },
    };
  },
});
