import { computed } from '../definition.ts';
import { averageHeadcount } from '../measures/headcount.ts';

export const teamAvgHeadcount = computed({
  id: 'team_avg_headcount',
  title: 'Average team size',
  question: 'How many people did we have, on average?',
  group: 'Team: quantity',
  formula: 'Sum over calendar days of Sum(fte of people active that day) / calendar days',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'roster.person_id',
    'roster.fte_milli',
    'roster.start_day',
    'roster.end_day',
    'roster.level',
    'roster.skill_stack',
  ],
  population: 'roster intervals that overlap the period',
  axis: 'period',
  dimensions: ['team', 'level', 'skill_stack', 'location'],
  requires: ['roster'],
  pitfalls:
    'Split by level and by skill stack; a part-time person counts as their share; a person who changes team inside the period counts in each team for their own days. Interval end is exclusive.',
  basis: 'named',
  source: ['3W support-metrics article'],

  evaluate: averageHeadcount,
});
