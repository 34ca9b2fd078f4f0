import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { sumOf } from '../measure.ts';
import { randomBy } from '../measures/reviews.ts';
import { noData, quotient } from '../outcome.ts';
import { reviews } from '../relations/surveys.ts';
import { sql } from '../sql.ts';
import type { Summed } from '../measure.ts';
import type { MetricValue } from '../value.ts';

const { t } = reviews;
const scored = (reviewer: 'person' | 'model') => sql`${randomBy(reviewer)} AND ${t.possible_milli} > 0`;
const pointsBy = (reviewer: 'person' | 'model') => sumOf(reviews, 'reviewed_s', t.points_milli, scored(reviewer));
const possibleBy = (reviewer: 'person' | 'model') => sumOf(reviews, 'reviewed_s', t.possible_milli, scored(reviewer));

export const qualityScore = metric({
  id: 'quality_score',
  title: 'Quality score',
  question: 'What share of the points that a quality check can give did our cases get?',
  group: 'Service: quality',
  kind: 'by_part',
  formula: 'sum(points) / sum(points possible), of checks by people (part person) and, apart, by a model (part model)',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['qa_reviews.points_milli', 'qa_reviews.possible_milli', 'qa_reviews.reviewer_kind', 'qa_reviews.reviewed_s'],
  population:
    'qa_reviews of random samples with points, reviewed_s in the period; one per ticket and reviewer, the latest',
  axis: 'period',
  credit: 'reviewed person',
  dimensions: ['part', ...ticketAndPerson],
  change_from_n: 30,
  requires: ['qa_reviews'],
  no_data: ['zero_denominator'],
  pitfalls:
    'A model that checks cases is another instrument than a person who does: the two are never added. The number without a part is that of people.',
  basis: 'stated',
  source: ['Zendesk QA: internal and automatic quality score'],
  decision: 'points of a check are added over its categories before the division, as the tools do',
  parts: ['person', 'model'],

  measures: {
    points: pointsBy('person'),
    possible: possibleBy('person'),
    modelPoints: pointsBy('model'),
    modelPossible: possibleBy('model'),
  },
  value: ({ points, possible, modelPoints, modelPossible }) => [
    { segment: {}, value: scoreOf(points, possible) },
    { segment: { part: 'person' }, value: scoreOf(points, possible) },
    { segment: { part: 'model' }, value: scoreOf(modelPoints, modelPossible) },
  ],
});

const scoreOf = (points: Summed, possible: Summed): MetricValue =>
  possible.total === 0n
    ? noData('zero_denominator')
    : {
        status: 'known',
        value: quotient(points.total, possible.total),
        n: possible.n,
        numerator: Number(points.total) / 1000,
        denominator: Number(possible.total) / 1000,
        interval: null,
      };
