import { computed } from '../definition.ts';
import { coverageOf, effortRatio, fromEfforts } from '../measures/person-days.ts';

export const agentUtilization = computed({
  id: 'agent_utilization',
  title: 'Use of working time',
  question: 'What share of the paid working time went into support?',
  group: 'Productivity',
  formula: 'support seconds / paid working seconds',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'time_log.worked_s',
    'time_log.activity',
    'activity_weights.counts_as_support',
    'roster.fte_milli',
    'calendars.*',
  ],
  population: 'people active in the period; paid = person-days * hours_per_day * 3600',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['activity_weights', 'roster', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Unweighted sibling of business_involvement (0.875 in the worked example). Above 85-90 % is a warning of overload, not a goal.',
  basis: 'described',
  source: ['support KPI article'],

  evaluate: (queries, ask) =>
    fromEfforts(queries, ask, { weights: true }, (effort) => ({
      value: effortRatio(effort.support_of_capable_s, effort.days_u, [1n, 2000n], effort.people),
      extras: { time_log_coverage: coverageOf(effort) },
    })),
});
