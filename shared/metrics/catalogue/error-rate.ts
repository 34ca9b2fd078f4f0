import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { pickedByPeople, randomBy } from '../measures/reviews.ts';
import { shareOf } from '../outcome.ts';
import { reviews } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = reviews;
const random = randomBy('person');

export const errorRate = metric({
  id: 'error_rate',
  title: 'Wrong answers',
  question: 'What share of the checked cases had a wrong answer?',
  group: 'Process',
  formula: 'samples with at least one wrong answer / samples',
  unit: 'rate',
  direction: 'down',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['qa_reviews.errors', 'qa_reviews.reviewed_s'],
  population: 'as qa_confidence',
  axis: 'period',
  credit: 'reviewed person',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['qa_reviews'],
  no_data: ['zero_denominator'],
  pitfalls: 'Not 1 - qa_confidence: a sample may fail for tone, or pass with a small error.',
  basis: 'described',
  source: ['support KPI article'],

  measures: {
    samples: countOf(reviews, 'reviewed_s', sql`${random} AND ${t.errors} IS NOT NULL`),
    wrong: countOf(reviews, 'reviewed_s', sql`${random} AND ${t.errors} >= 1`),
    picked: countOf(reviews, 'reviewed_s', pickedByPeople),
  },
  value: ({ samples, wrong, picked }) => ({ value: shareOf(wrong.n, samples.n), extras: { picked_apart: picked.n } }),
});
