import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { membersBy, rowsOfDays, said, scored } from '../measures/points.ts';
import { lastDayOf, weightsFor } from '../measures/weights.ts';

export const innovationScore = computed({
  id: 'innovation_score',
  title: 'Innovation score by honour',
  question: 'What are the innovation results worth, by honour?',
  group: 'Technique: innovation',
  formula: 'Sum(points of the honour level)',
  unit: 'points',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: [
    'contributions.kind',
    'contributions.honour',
    'contributions.accepted_day',
    'weights.value',
    'weights.weight_milli',
  ],
  population: 'as innovation_count',
  axis: 'period',
  dimensions: ['kind', 'team', 'product'],
  requires: ['contributions'],
  no_data: ['missing_weight'],
  pitfalls:
    'The points table is local policy and effective-dated (weights, dimension honour). A level without points is an error.',
  basis: 'described',
  source: ['3W support-metrics article'],

  evaluate: async (queries, ask) => {
    const [rows, points] = await Promise.all([
      rowsOfDays(
        queries,
        ask,
        'contributions',
        'item_id, kind, honour, team, product, accepted_day, evidence_url',
        'accepted_day',
        lastDayOf(queries, ask.period.end_day),
        `kind IN ('patent', 'book', 'article', 'award', 'project')`,
      ),
      weightsFor(queries, 'honour'),
    ]);
    const segmentOf = (row: (typeof rows)[number]) => ({
      kind: said(row, 'kind'),
      team: said(row, 'team'),
      product: said(row, 'product'),
    });
    return (await membersBy(ask, rows, segmentOf)).map(({ segment, rows }) =>
      scored(
        segment,
        rows,
        1000,
        (row) => points(said(row, 'honour'), numberOf(row.accepted_day) ?? 0),
        (row) => `honour ${said(row, 'honour')}`,
      ),
    );
  },
});
