import { metric } from '../definition.ts';
import { countOf } from '../measure.ts';
import { ratioOf } from '../outcome.ts';
import { articleUses } from '../relations/knowledge.ts';
import { sql } from '../sql.ts';

const { t } = articleUses;
const uses = (kind: string) => countOf(articleUses, 'at_s', sql`${t.kind} = ${kind} AND ${t.state} <> 'draft'`);

export const knowledgeCitationFactor = metric({
  id: 'knowledge_citation_factor',
  title: 'Citation factor',
  question: 'How often is what people read also cited in replies?',
  group: 'Technique: fundamentals',
  formula: 'citations / reads',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['knowledge_events.kind', 'knowledge_events.article_id', 'knowledge_events.at_s', 'knowledge_events.is_bot'],
  population:
    'knowledge_events of published articles in the period, robots removed; citations = kind cited (a link in a ticket reply), reads = kind read',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'article', 'author'],
  requires: ['knowledge_events'],
  no_data: ['zero_denominator'],
  pitfalls:
    'May exceed 1 for an article used mostly in replies. Print the ten best and the ten worst with at least 20 reads.',
  basis: 'described',
  source: ['3W support-metrics article'],

  measures: { cited: uses('cited'), reads: uses('read') },
  value: ({ cited, reads }) => ({ value: ratioOf(cited.n, reads.n) }),
});
