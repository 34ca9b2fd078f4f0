import { computed } from '../definition.ts';
import { publishedArticles } from '../measures/articles.ts';
import { membersBy, said } from '../measures/points.ts';
import { known } from '../outcome.ts';

export const fundamentalsCount = computed({
  id: 'fundamentals_count',
  title: 'Knowledge assets produced',
  question: 'How many knowledge assets did we publish?',
  group: 'Technique: fundamentals',
  formula: 'count of assets published in the period',
  unit: 'count',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['knowledge_articles.kind', 'knowledge_articles.published_s'],
  population: 'knowledge_articles with state published or retired and first published_s in the period',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'author', 'team'],
  requires: ['knowledge_articles'],
  pitfalls:
    'Printed by kind (faq, sop, case, best_practice, how_to); the total stands beside, never alone. Drafts and republications do not count.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision: 'constructive requirements are counted by requirements_raised, not here',

  evaluate: async (queries, ask) => {
    const { rows, segmentOf } = await publishedArticles(queries, ask);
    return (await membersBy(ask, rows, segmentOf)).map(({ segment, rows }) => ({
      segment,
      value: known(rows.length, rows.length),
      extras: Object.fromEntries(
        ['faq', 'sop', 'case', 'best_practice', 'how_to'].map((kind) => [
          `kind_${kind}`,
          rows.filter((row) => said(row, 'kind') === kind).length,
        ]),
      ),
    }));
  },
});
