import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf, sumOf } from '../measure.ts';
import { answered, isTop, mirrored } from '../measures/satisfaction.ts';
import { share, shareOf } from '../outcome.ts';
import { ratings } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = ratings;
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
    answers: countOf(ratings, 'answered_s', answered(t)),
    top: countOf(ratings, 'answered_s', sql`${answered(t)} AND ${isTop(t)}`),
    scores: sumOf(ratings, 'answered_s', mirrored(t), sql`${t.scale_min} = 1 AND ${t.scale_max} = 5`),
  },
  value: ({ answers, top, scores }) => ({
    value: shareOf(top.n, answers.n, 'empty_population'),
    extras: { mean_of_1_to_5: share(Number(scores.total), scores.n), answers_of_1_to_5: scores.n },
  }),
});
