import { computed } from '../definition.ts';
import { monthlyRate } from '../measures/headcount.ts';
import type { Post } from '../measures/posts.ts';
import type { Workforce } from '../measures/workforce.ts';

const long_gap_days = 90;
/** The first post, or one after a gap of more than 90 days. */
const isJoining = (post: Post, { posts }: Workforce): boolean =>
  (posts.get(post.person) ?? []).every(
    (other) => other.start_day >= post.start_day || post.start_day - other.end_day > long_gap_days,
  );

export const newHireRateMonthly = computed({
  id: 'new_hire_rate_monthly',
  title: 'Monthly joining rate',
  question: 'What share of our people joins in a month?',
  group: 'Team: quantity',
  formula:
    'people whose first interval starts in the month / team_avg_headcount of the month; for a longer period the mean of its months, each month shown',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['roster.person_id', 'roster.start_day', 'roster.fte_milli'],
  population: 'people whose earliest start_day lies in the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['roster'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Same denominator as the leaving rate. A person who comes back after a gap is a joiner again only when the gap is longer than 90 days.',
  basis: 'named',
  source: ['3W support-metrics article'],

  evaluate: (queries, ask) =>
    monthlyRate(
      queries,
      ask,
      (posts, { start_day, end_day }, force) =>
        posts.filter((post) => post.start_day >= start_day && post.start_day < end_day && isJoining(post, force))
          .length,
    ),
});
