import { metric } from '../definition.ts';
import { countOf, maxOf } from '../measure.ts';
import { ripeShare } from '../outcome.ts';
import { sessionsByPeople } from '../relations/knowledge.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = sessionsByPeople;
const window_s = 86_400;
const shown = sql`${t.surface} IN ('form_suggest', 'bot', 'search') AND ${t.offered_count} > 0`;
/** A session that was left counts only when an answer was accepted; a ticket within 24 hours cancels any. */
const isIntercepted = sql`${t.asked_again} = 0 AND (${t.outcome} IN ('intercepted', 'located', 'solved')
  OR (coalesce(${t.outcome}, 'abandoned') = 'abandoned' AND ${t.accepted}))`;
const of = (condition: Sql<keyof typeof t>) => countOf(sessionsByPeople, 'started_s', sql`${shown} AND ${condition}`);

export const smartInterceptionRate = metric({
  id: 'smart_interception_rate',
  title: 'Smart interception rate',
  question: 'How often did a recommended answer settle the question?',
  group: 'Technique: intelligence',
  formula: 'sessions that ended at the recommended answer / sessions that were shown a recommendation',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'self_service_sessions.offered_count',
    'self_service_sessions.outcome',
    'self_service_sessions.account_id',
    'self_service_sessions.contact_id',
    'self_service_sessions.started_s',
    'tickets.created_s',
    'tickets.requester_id',
  ],
  needs: ['creation'],
  needs_all: true,
  population:
    'sessions with surface in (form_suggest, bot, search), offered_count > 0, not a robot visitor, started in the period',
  axis: 'period',
  dimensions: ['product', 'surface', 'language', 'account_band', 'intent'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['self_service_sessions', 'tickets'],
  no_data: ['zero_denominator'],
  immature: 'session younger than 24 h at as_of',
  pitfalls:
    'A ticket by the same contact (else account) less than 24 h after the session start cancels the interception, whatever its topic. Abandoned sessions without a later ticket count as intercepted only when accepted is true.',
  basis: 'described',
  source: ['3W support-metrics article'],
  decision: 'topic matching is not used: it cannot be reproduced between vendors',
  params: { window_hours: 24 },

  measures: ({ as_of_s }) => ({
    ripe: of(sql`${t.started_s} + ${window_s} <= ${as_of_s}`),
    hits: of(sql`${t.started_s} + ${window_s} <= ${as_of_s} AND ${isIntercepted}`),
    unripe: of(sql`${t.started_s} + ${window_s} > ${as_of_s}`),
    youngest: maxOf(
      sessionsByPeople,
      'started_s',
      t.started_s,
      sql`${shown} AND ${t.started_s} + ${window_s} > ${as_of_s}`,
    ),
  }),
  value: ({ ripe, hits, unripe, youngest }) => ({
    value: ripeShare(
      hits.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + window_s,
      'zero_denominator',
    ),
    extras: { immature: unripe.n },
  }),
});
