import { computed } from '../definition.ts';
import { effortRatio, fromEfforts } from '../measures/person-days.ts';

export const workEfficiency = computed({
  id: 'work_efficiency',
  title: 'Work efficiency (after rework)',
  question: 'How much of the support work was not rework or review?',
  group: 'Team: efficiency',
  formula: 'Sum_i(effective_person_days_i * coef_i) / Sum_i(actual_person_days_i * coef_i)',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['time_log.*', 'activity_weights.*', 'level_coefficients.*', 'roster.level'],
  population: 'people with actual person-days in the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['activity_weights', 'level_coefficients', 'roster', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Ratio of sums, never the mean of persons. For one person the coefficient cancels. Low means rework and review. Not service_efficiency.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  decision: 'the article prints an unweighted example but defines standard (weighted) days: weighted sums are used',
  benchmark: 'median of teams 0.8',
  published: { value: 0.8, source: '3W support-metrics article', year: null },

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { coefficients: true, weights: true }, (effort) => ({
      value: effortRatio(
        effort.effective_coef,
        effort.support_coef,
        [effort.day_s * 1_000_000n, effort.day_s * 1000n],
        effort.workers,
      ),
      extras: { not_in_roster_s: Number(effort.not_in_roster_s) },
    })),
});
