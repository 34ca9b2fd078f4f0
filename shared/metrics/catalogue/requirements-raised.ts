import { computed } from '../definition.ts';
import { membersBy } from '../measures/points.ts';
import { raisedRequirements, segmentOfRequirement } from '../measures/requirements.ts';
import { known } from '../outcome.ts';

export const requirementsRaised = computed({
  id: 'requirements_raised',
  title: 'Requirements raised',
  question: 'How many product requirements did support raise?',
  group: 'Technique: fundamentals',
  formula: 'count of product requirements raised from support',
  unit: 'count',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['requirements.requirement_id', 'requirements.raised_day'],
  population: 'requirements with raised_day in the period',
  axis: 'raised',
  dimensions: ['product', 'team', 'kano'],
  requires: ['requirements'],
  pitfalls: 'Duplicates merged into one requirement count once, at the earliest raised_day.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  evaluate: async (queries, ask) =>
    (await membersBy(ask, await raisedRequirements(queries, ask), segmentOfRequirement)).map(({ segment, rows }) => ({
      segment,
      value: known(rows.length, rows.length),
    })),
});
