import { computed } from '../definition.ts';
import { publishedArticles } from '../measures/articles.ts';
import { membersBy, said, scored } from '../measures/points.ts';
import { weightsFor } from '../measures/weights.ts';

export const fundamentalsScore = computed({
  id: 'fundamentals_score',
  title: 'Knowledge assets, weighted',
  question: 'What are the published assets worth, by grade?',
  group: 'Technique: fundamentals',
  formula: 'Sum(count_grade * points_grade)',
  unit: 'points',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['knowledge_articles.grade', 'knowledge_articles.published_s', 'weights.value', 'weights.weight_milli'],
  population: 'as fundamentals_count, with a grade',
  axis: 'period',
  dimensions: ['kind', 'grade', 'product', 'language', 'author', 'team'],
  requires: ['knowledge_articles'],
  no_data: ['missing_weight'],
  pitfalls:
    'Grades s, a, b, c are given by a panel; ungraded assets are listed, not scored. Points are effective-dated.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  benchmark: 'one S case may be worth 20 or even 50 C cases',

  evaluate: async (queries, ask) => {
    const [{ rows, segmentOf, dayOfRow }, points] = await Promise.all([
      publishedArticles(queries, ask),
      weightsFor(queries, 'grade'),
    ]);
    return (await membersBy(ask, rows, segmentOf)).map(({ segment, rows }) =>
      scored(
        segment,
        rows,
        1000,
        (row) => (row.grade === null ? null : points(said(row, 'grade'), dayOfRow(row))),
        (row) => `grade ${said(row, 'grade')}`,
      ),
    );
  },
});
