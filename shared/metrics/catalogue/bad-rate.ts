import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { shareOf } from '../outcome.ts';
import { ratings } from '../relations/surveys.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = ratings;
const labelled = (condition: Sql<keyof typeof t>) => countOf(ratings, 'answered_s', condition);

export const badRate = metric({
  id: 'bad_rate',
  title: 'Bad ratings',
  question: 'What share of the ratings is bad?',
  group: 'Service: quality',
  formula:
    'ratings that say bad / ratings; without a label the score says it: from three quarters of the scale on good, up to one quarter bad',
  unit: 'rate',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['surveys.label', 'surveys.answered_s', 'surveys.kind', 'surveys.is_latest'],
  needs: ['creation'],
  population: 'as good_rate',
  axis: 'answered',
  credit: 'rated person',
  dimensions: ticketAndPerson,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['surveys'],
  no_data: ['empty_population'],
  pitfalls: 'As good_rate. good_rate + bad_rate need not be 1.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: { rated: labelled(sql`${t.label} IS NOT NULL`), bad: labelled(sql`${t.label} = 'bad'`) },
  value: ({ rated, bad }) => ({ value: shareOf(bad.n, rated.n, 'empty_population') }),
});
