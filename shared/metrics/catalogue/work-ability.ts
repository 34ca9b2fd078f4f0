import { computed } from '../definition.ts';
import { effortRatio, fromEfforts } from '../measures/person-days.ts';

export const workAbility = computed({
  id: 'work_ability',
  title: 'Work ability',
  question: 'How strong is the team for its size?',
  group: 'Team: quality',
  formula: 'work_capacity_std_days / Sum_i(person_days_i)',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: ['roster.*', 'level_coefficients.coef_milli', 'calendars.*', 'holidays.*'],
  population: 'as work_capacity_std_days',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['level_coefficients', 'roster'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Bounded by cost: a team wholly above 1 is an expensive team, so "up" holds only within the budget. The article writes "customer" where it means "objective" standard person-days.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  benchmark: '0.9 is already fairly strong; the worked example is 0.96',
  published: { value: 0.9, source: '3W support-metrics article', year: null },

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { coefficients: true }, ({ capacity_u, days_u, day_u, people }) => ({
      value: effortRatio(capacity_u, days_u, [day_u * 1000n, day_u], people),
    })),
});
