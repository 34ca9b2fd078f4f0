import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { shareOf } from '../outcome.ts';
import { ratings } from '../relations/surveys.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = ratings;
const labelled = (condition: Sql<keyof typeof t>) => countOf(ratings, 'answered_s', condition);

export const goodRate = metric({
  id: 'good_rate',
  title: 'Good ratings',
  question: 'What share of the ratings is good?',
  group: 'Service: quality',
  formula:
    'ratings that say good / ratings; without a label the score says it: from three quarters of the scale on good, up to one quarter bad',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['surveys.label', 'surveys.answered_s', 'surveys.kind', 'surveys.is_latest'],
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
    'Denominator is rated tickets, not all. Neutral is in the denominator only. Very volatile at low response: n and interval always, no direction below n = 30.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: { rated: labelled(sql`${t.label} IS NOT NULL`), good: labelled(sql`${t.label} = 'good'`) },
  value: ({ rated, good }) => ({ value: shareOf(good.n, rated.n, 'empty_population') }),
});
