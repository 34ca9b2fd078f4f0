import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, sumOf } from '../measure.ts';
import { share, shareOf } from '../outcome.ts';
import { ratings } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = ratings;
const answered = sql`(${t.score} IS NOT NULL OR ${t.label} IS NOT NULL)`;
const mirrored = sql`CASE WHEN ${t.scale_reversed} THEN ${t.scale_min} + ${t.scale_max} - ${t.score} ELSE ${t.score} END`;
/** (score - min)/(max - min) >= 3/4 without a division; without a score the label decides. */
const isTop = sql`CASE WHEN ${t.score} IS NULL OR ${t.scale_min} IS NULL OR ${t.scale_max} IS NULL THEN ${t.label} = 'good'
  ELSE 4 * (${mirrored} - ${t.scale_min}) >= 3 * (${t.scale_max} - ${t.scale_min}) END`;

export const csat = metric({
  id: 'csat',
  title: 'Customer satisfaction',
  question: 'How satisfied are customers?',
  group: 'Reputation',
  formula: 'answers in the top quarter of the scale ((score-min)/(max-min) >= 0.75: 4-5 of 5) / answers',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'surveys.kind',
    'surveys.score',
    'surveys.scale_min',
    'surveys.scale_max',
    'surveys.label',
    'surveys.answered_s',
    'surveys.is_latest',
  ],
  needs: ['creation'],
  population: 'latest csat answer of each counted ticket, answered in the period',
  axis: 'answered',
  credit: 'rated person',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys'],
  no_data: ['empty_population'],
  pitfalls:
    'Where the tool asks only good or bad it equals good_rate. The mean of the scale is printed beside it and is not this number.',
  basis: 'described',
  source: ['technical-support-excellence article', 'support KPI article'],
  decision: 'top-2-box on 1-5; other scales by the same share of the range',

  measures: {
    answers: countOf(ratings, 'answered_s', answered),
    top: countOf(ratings, 'answered_s', sql`${answered} AND ${isTop}`),
    scores: sumOf(ratings, 'answered_s', mirrored, sql`${t.scale_min} = 1 AND ${t.scale_max} = 5`),
  },
  value: ({ answers, top, scores }) => ({
    value: shareOf(top.n, answers.n, 'empty_population'),
    extras: { mean_of_1_to_5: share(Number(scores.total), scores.n), answers_of_1_to_5: scores.n },
  }),
});
