import { computed } from '../definition.ts';
import { coverageOf, effortRatio, fromEfforts } from '../measures/person-days.ts';

export const businessInvolvementNormalised = computed({
  id: 'business_involvement_normalised',
  title: 'Business involvement (unit-consistent)',
  question: 'How much of the capacity went into support, in equal units?',
  group: 'Team: efficiency',
  formula: 'Sum_i(actual_person_days_i * coef_i) / Sum_i(work_capacity_std_days_i)',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['time_log.*', 'activity_weights.*', 'roster.*', 'level_coefficients.*'],
  population: 'people with capacity in the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['activity_weights', 'level_coefficients', 'roster', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls: "Ours, not the article's number. Ceiling 100 % unless overtime is logged.",
  basis: 'ambiguous',
  source: ['ours'],
  decision: 'added because the published formula favours junior teams',

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { coefficients: true, weights: true }, (effort) => ({
      value: effortRatio(
        effort.support_of_capable_coef,
        effort.capacity_u,
        [effort.day_s * 1000n, effort.day_u * 1000n],
        effort.people,
      ),
      extras: { time_log_coverage: coverageOf(effort) },
    })),
});
