import { computed } from '../definition.ts';
import { monthlyRate } from '../measures/headcount.ts';
import type { Post } from '../measures/posts.ts';

const ended = (posts: readonly Post[], reason: string, start_day: number, end_day: number): number =>
  new Set(
    posts
      .filter((post) => post.end_reason === reason && post.end_day >= start_day && post.end_day < end_day)
      .map(({ person }) => person),
  ).size;

export const attritionRateMonthly = computed({
  id: 'attrition_rate_monthly',
  title: 'Monthly leaving rate',
  question: 'What share of our people leaves in a month?',
  group: 'Team: quantity',
  formula:
    'people whose employment ended in the month / team_avg_headcount of the month; for a longer period the mean of its months, each month shown',
  unit: 'rate',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['roster.person_id', 'roster.end_day', 'roster.end_reason', 'roster.fte_milli'],
  population: 'people with end_reason = left and end_day in the period; head count by persons, not by share',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['roster'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Denominator is the average, not the closing head count. Never annualised. A move to another team (end_reason = moved) is not a leaver of the company; cut by team it is shown apart.',
  basis: 'named',
  source: ['3W support-metrics article'],

  evaluate: (queries, ask) =>
    monthlyRate(
      queries,
      ask,
      (posts, month) => ended(posts, 'left', month.start_day, month.end_day),
      (posts, { start_day, end_day }) => ({ moved: ended(posts, 'moved', start_day, end_day) }),
    ),
});
