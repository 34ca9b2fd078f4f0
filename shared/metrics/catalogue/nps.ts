import { metric } from '../definition.ts';
import { countOf } from '../measure.ts';
import { npsOf } from '../outcome.ts';
import { recommendations } from '../relations/surveys.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = recommendations;
const answersOf = (condition?: Sql<keyof typeof t>) => countOf(recommendations, 'answered_s', condition);

export const nps = metric({
  id: 'nps',
  title: 'Net promoter score',
  question: 'Would customers recommend us?',
  group: 'Reputation',
  formula: '100 * (answers 9-10 minus answers 0-6) / answers',
  unit: 'points',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['surveys.kind', 'surveys.score', 'surveys.answered_s'],
  population: 'nps answers on a 0-10 scale answered in the period; latest per respondent',
  axis: 'answered',
  dimensions: ['account_band', 'segment', 'region', 'product'],
  interval: 'nps',
  change_from_n: 30,
  requires: ['surveys'],
  no_data: ['empty_population'],
  pitfalls: '7-8 count in the denominator only. n and interval always. Never averaged across groups.',
  basis: 'stated',
  source: ['technical-support-excellence article', 'support KPI article'],

  measures: {
    all: answersOf(),
    promoters: answersOf(sql`${t.score} >= 9`),
    detractors: answersOf(sql`${t.score} <= 6`),
  },
  value: ({ all, promoters, detractors }) => ({
    value: npsOf(promoters.n, detractors.n, all.n),
    extras: { promoters: promoters.n, passives: all.n - promoters.n - detractors.n, detractors: detractors.n },
  }),
});
