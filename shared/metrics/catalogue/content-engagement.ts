import { metric } from '../definition.ts';
import { distinctOf } from '../measure.ts';
import { shareOf } from '../outcome.ts';
import { articleUses } from '../relations/knowledge.ts';
import { sql } from '../sql.ts';

const { t } = articleUses;
export const contentEngagement = metric({
  id: 'content_engagement',
  title: 'Engagement with content',
  question: 'How often do visitors really read our content?',
  group: 'Self-service',
  formula: 'sessions with a meaningful read / sessions on support content',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: [
    'knowledge_events.session_id',
    'knowledge_events.dwell_s',
    'knowledge_events.scroll_pct',
    'knowledge_events.kind',
    'knowledge_events.is_bot',
  ],
  population: 'sessions by people with at least one read in the period; meaningful as in answers_delivered',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'surface'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['knowledge_events'],
  no_data: ['zero_denominator'],
  pitfalls: 'By session, not by page.',
  basis: 'described',
  source: ['support KPI article'],

  measures: {
    sessions: distinctOf(articleUses, 'at_s', t.session_id, sql`${t.kind} = 'read'`),
    meaningful: distinctOf(articleUses, 'at_s', t.session_id, sql`${t.is_meaningful} = 1`),
    either: distinctOf(articleUses, 'at_s', t.session_id, sql`(${t.kind} = 'read' OR ${t.is_meaningful} = 1)`),
  },
  // sessions in both sets, counted so that it holds in every segment
  value: ({ sessions, meaningful, either }) => ({ value: shareOf(sessions.n + meaningful.n - either.n, sessions.n) }),
});
