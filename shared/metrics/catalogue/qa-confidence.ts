import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { pickedByPeople, randomBy } from '../measures/reviews.ts';
import { shareOf } from '../outcome.ts';
import { reviews } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = reviews;
const random = randomBy('person');

export const qaConfidence = metric({
  id: 'qa_confidence',
  title: 'Quality check passed',
  question: 'What share of the checked cases passed?',
  group: 'Service: quality',
  formula: 'samples passed / samples',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['qa_reviews.passed', 'qa_reviews.reviewed_s', 'qa_reviews.ticket_id'],
  population: 'qa_reviews with reviewed_s in the period; one per ticket and reviewer, the latest',
  axis: 'period',
  credit: 'reviewed person',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['qa_reviews'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Random samples checked by people only (sampled = random); picked cases are printed apart, what a model checked is in quality_score. Interval always.',
  basis: 'named',
  source: ['3W support-metrics article'],

  measures: {
    samples: countOf(reviews, 'reviewed_s', sql`${random} AND ${t.passed} IS NOT NULL`),
    passed: countOf(reviews, 'reviewed_s', sql`${random} AND ${t.passed}`),
    picked: countOf(reviews, 'reviewed_s', pickedByPeople),
  },
  value: ({ samples, passed, picked }) => ({ value: shareOf(passed.n, samples.n), extras: { picked_apart: picked.n } }),
});
