import { computed } from '../definition.ts';
import { coverageOf, effortRatio, fromEfforts } from '../measures/person-days.ts';

export const businessInvolvement = computed({
  id: 'business_involvement',
  title: 'Business involvement (as published)',
  question: 'How much of the capacity went into support, as published?',
  group: 'Team: efficiency',
  formula: 'Sum_i(actual_person_days_i) / Sum_i(work_capacity_std_days_i)',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['time_log.*', 'activity_weights.*', 'roster.*', 'level_coefficients.*'],
  population: 'people with capacity in the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['activity_weights', 'level_coefficients', 'roster', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Mixes units: raw days over weighted days. A person with coefficient 1.2 can never exceed 83.3 %, one with 0.8 can reach 125 %. Always printed beside business_involvement_normalised.',
  basis: 'ambiguous',
  source: ['3W support-metrics article'],
  decision: 'implemented exactly as the worked example (72.9 %); never mixed with the normalised variant in one chart',

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { coefficients: true, weights: true }, (effort) => ({
      value: effortRatio(
        effort.support_of_capable_s,
        effort.capacity_u,
        [effort.day_s, effort.day_u * 1000n],
        effort.people,
      ),
      extras: { time_log_coverage: coverageOf(effort) },
    })),
});
