import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { finished, finishedUntold, leftOut, received } from '../measures/tickets.ts';
import { known, leavingOut } from '../outcome.ts';

export const issuesHandled = metric({
  id: 'issues_handled',
  title: 'Issues served',
  question: 'How many cases came in, and how many were resolved?',
  group: 'Service: quantity',
  kind: 'by_part',
  formula: 'count of tickets created (part created) and, apart, of tickets resolved (part resolved)',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.resolved_s', 'tickets.is_counted'],
  population: 'counted tickets created in the period; the part resolved uses resolved_s in the period',
  axis: 'created',
  dimensions: ticketDimensions,
  requires: ['tickets'],
  pitfalls:
    'What is left out (merged, deleted, spam, test, bot-only, outbound) is printed with counts. A ticket with several issues counts once.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision: 'the value without part is the created count',
  parts: ['created', 'resolved'],

  measures: { created: received, resolved: finished, untold: finishedUntold, ...leftOut },
  value: ({ created, resolved, untold, ...left }, { policies }) => [
    {
      segment: {},
      value: known(created.n, created.n),
      extras: Object.fromEntries(Object.entries(left).map(([name, { n }]) => [name, n])),
    },
    { segment: { part: 'created' }, value: known(created.n, created.n) },
    {
      segment: { part: 'resolved' },
      ...leavingOut(known(resolved.n, resolved.n), { told: resolved.n, lost: untold.n, kind: 'resolution' }, policies),
    },
  ],
});
