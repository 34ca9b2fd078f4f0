import { computed } from '../definition.ts';
import { daysOf, fromEfforts } from '../measures/person-days.ts';

export const actualPersonDays = computed({
  id: 'actual_person_days',
  title: 'Actual support person-days',
  question: 'How many person-days went into support?',
  group: 'Team: efficiency',
  formula: 'Sum(worked_s of activities with counts_as_support) / (hours_per_day * 3600)',
  unit: 'days',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['time_log.worked_s', 'time_log.activity', 'activity_weights.counts_as_support'],
  population: 'time_log rows with work_day in the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location', 'person'],
  requires: ['activity_weights', 'time_log'],
  pitfalls:
    'Which activity counts is policy (activity_weights, effective-dated). hours_per_day is one number for the company (default 8), not each contract.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { weights: true }, ({ support_s, day_s, workers }) => ({
      value: daysOf(support_s, day_s, workers),
      extras: { support_s: Number(support_s) },
    })),
});
