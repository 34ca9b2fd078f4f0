import { computed } from '../definition.ts';
import { creditedPerDay } from '../measures/credited.ts';

export const outputPerEffort = computed({
  id: 'output_per_effort',
  title: 'Cases resolved per support person-day',
  question: 'How many cases does a support person-day resolve?',
  group: 'Efficiency and effectiveness',
  formula: 'tickets resolved / actual_person_days',
  unit: 'count',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['tickets.resolved_s', 'tickets.resolved_by', 'time_log.*', 'activity_weights.*'],
  needs: ['resolution'],
  needs_all: true,
  population: 'counted tickets with resolved_s in the period, resolver in the roster',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['activity_weights', 'tickets', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Needs a complete time log: coverage (logged / planned hours) is printed, below 80 % a warning. Per cost see cost_per_case.',
  basis: 'described',
  source: ['technical-support-excellence article'],

  evaluate: (queries, ask) => creditedPerDay(queries, ask, 'support'),
});
