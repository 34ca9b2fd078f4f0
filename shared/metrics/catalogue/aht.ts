import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, sumOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { ratioOf, share } from '../outcome.ts';
import { ticketsTimed } from '../relations/tickets-timed.ts';
import { sql } from '../sql.ts';

const { t } = ticketsTimed;
const timed = sql`${counted} AND ${t.logged_s} > 0`;

export const aht = metric({
  id: 'aht',
  title: 'Average handling time',
  question: 'How much working time does a case take?',
  group: 'Productivity',
  formula: 'Sum(logged seconds of the tickets) / tickets with logged time',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['time_log.worked_s', 'time_log.ticket_id', 'tickets.resolved_s', 'tickets.touch_s'],
  needs: ['resolution'],
  population: 'counted tickets with resolved_s in the period and touch_s > 0; all time of the ticket up to as_of',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ticketAndPerson,
  requires: ['tickets', 'time_log'],
  no_data: ['empty_population'],
  pitfalls: 'Touch time, not resolution time. Coverage (tickets with logged time) printed; below 80 % a warning.',
  basis: 'ambiguous',
  source: ['support KPI article'],
  decision: 'the article describes resolution time under this name: that is dts_*, this is touch time',

  measures: {
    resolved: countOf(ticketsTimed, 'resolved_s', counted),
    timed: countOf(ticketsTimed, 'resolved_s', timed),
    logged: sumOf(ticketsTimed, 'resolved_s', t.logged_s, timed),
  },
  value: ({ resolved, timed, logged }) => ({
    value: ratioOf(Number(logged.total), timed.n, timed.n, 'empty_population'),
    extras: { coverage: share(timed.n, resolved.n) },
  }),
});
