import { metric } from '../definition.ts';
import { countOf } from '../measure.ts';
import { known } from '../outcome.ts';
import { answersRead } from '../relations/knowledge.ts';

export const answersDelivered = metric({
  id: 'answers_delivered',
  title: 'Answers delivered',
  question: 'How many answers were really read?',
  group: 'Next generation',
  formula: 'count of meaningful reads',
  unit: 'count',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: [
    'knowledge_events.kind',
    'knowledge_events.dwell_s',
    'knowledge_events.scroll_pct',
    'knowledge_events.session_id',
    'knowledge_events.is_bot',
  ],
  population:
    'knowledge_events in the period by people: dwell_s >= 30 or scroll_pct >= 75 or kind copied; one per session and article',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'surface'],
  requires: ['knowledge_events'],
  pitfalls: 'Consumed, not merely viewed. Thresholds are printed.',
  basis: 'described',
  source: ['next-generation metrics article'],
  params: { dwell_s: 30, scroll_pct: 75 },

  measures: { answers: countOf(answersRead, 'at_s') },
  value: ({ answers }) => ({
    value: known(answers.n, answers.n),
    extras: { threshold_dwell_s: 30, threshold_scroll_pct: 75 },
  }),
});
