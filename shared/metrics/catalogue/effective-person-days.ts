import { computed } from '../definition.ts';
import { daysOf, fromEfforts } from '../measures/person-days.ts';

export const effectivePersonDays = computed({
  id: 'effective_person_days',
  title: 'Effective support person-days',
  question: 'How many of those person-days counted in full?',
  group: 'Team: efficiency',
  formula: 'Sum(worked_s_a * validity_a) / (hours_per_day * 3600), activities that count as support only',
  unit: 'days',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: [
    'time_log.worked_s',
    'time_log.activity',
    'activity_weights.validity_milli',
    'activity_weights.counts_as_support',
  ],
  population: 'as actual_person_days',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location', 'person'],
  requires: ['activity_weights', 'time_log'],
  pitfalls:
    'Validity is local policy (example: support, training, tool development 1.0; service review and tool bug fixing 0.5). An activity without a weight is an error, not 1.0.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { weights: true }, ({ effective_milli, day_s, workers }) => ({
      value: daysOf(effective_milli, day_s * 1000n, workers),
    })),
});
