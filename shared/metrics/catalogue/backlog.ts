import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, noneOf, over, sumOf } from '../measure.ts';
import { ageOf } from '../measures/companions.ts';
import { oldestOpen, perhapsOpen, stillOpen } from '../measures/tickets.ts';
import { known, leavingOut } from '../outcome.ts';
import { flow } from '../relations/flow.ts';
import { sql } from '../sql.ts';

const { t } = flow;
/** Cut by status or age, a ticket stands where it is at the end: only the closing number has a meaning then. */
const step = (kind: string) => countOf(flow, 'at_s', sql`${t.kind} = ${kind} AND ${t.is_place_told}`);
/** Cases that were perhaps open at an instant: called finished, and nothing says since when; or nobody knows what their status means. */
const unclearAt = (instant_s: number) =>
  over(
    countOf(
      flow,
      'at_s',
      sql`((${t.kind} = 'resolved' AND ${t.at_s} >= ${instant_s} AND ${t.status} <> 'other') OR (${t.kind} = 'created' AND ${t.status} = 'other'))
        AND NOT ${t.is_place_told} AND ${t.created_s} < ${instant_s}`,
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
  needs: ['creation'],
  population:
    'counted tickets open at end_s: an event at end_s belongs to the next period; solved and closed are not open, pending is',
  axis: 'instant',
  credit: 'owner at the end',
  dimensions: [...ticketAndPerson, 'age_band', 'status'],
  requires: ['ticket_flow', 'tickets'],
  pitfalls:
    'A ticket that is called finished, and of which nothing says since when, or whose status no mapping names, is left out and counted as not told; where more are than policies.least_told_share leaves, so is the number. The identity holds to the ticket and is printed. resolved and reopened count events, not tickets. removed = deleted, merged or marked spam while open.',
  basis: 'named',
  source: ['support KPI article'],

  measures: (scope) => ({
    opening: over(sumOf(flow, 'at_s', t.change, t.is_place_told), 'before_start'),
    created: step('created'),
    reopened: step('reopened'),
    restored: step('restored'),
    resolved: step('resolved'),
    removed: step('removed'),
    closing: stillOpen,
    perhaps_before: unclearAt(scope.start_s),
    perhaps: perhapsOpen,
    oldest: scope.companions ? oldestOpen : noneOf(oldestOpen),
  }),
  value: ({ opening, closing, perhaps_before, perhaps, oldest, ...steps }, scope) => {
    const open = Number(closing.total);
    const before = Number(opening.total);
    const told = leavingOut(known(open, open), { told: open, lost: perhaps.n, kind: 'resolution' }, scope.policies);
    const isBeforeTold = before >= scope.policies.least_told_share * (before + perhaps_before.n);
    if (scope.by.some((dimension) => dimension === 'status' || dimension === 'age_band'))
      return open === 0 && perhaps.n === 0
        ? []
        : [{ segment: {}, ...told, extras: { closing: open, oldest_age_s: ageOf(oldest, scope) } }];
    return {
      ...told,
      extras: {
        opening: isBeforeTold ? before : null,
        ...Object.fromEntries(Object.entries(steps).map(([kind, { n }]) => [kind, n])),
        closing: open,
        oldest_age_s: ageOf(oldest, scope),
      },
    };
  },
});
