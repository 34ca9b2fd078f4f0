import { computed } from '../definition.ts';
import { noData } from '../outcome.ts';

export const supportContributionIndex = computed({
  id: 'support_contribution_index',
  title: 'Support contribution index',
  question: 'What is the overall contribution of support?',
  group: 'Next generation',
  kind: 'undefined',
  formula: 'not defined by its author in the article',
  unit: 'score',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: [],
  population: 'none',
  axis: 'period',
  dimensions: [],
  no_data: ['not_defined'],
  pitfalls: 'Named only. It is not invented here.',
  basis: 'named',
  source: ['next-generation metrics article'],
  decision: 'always no_data (not_defined) until the organisation supplies a definition',

  evaluate: () => Promise.resolve([{ segment: {}, value: noData('not_defined') }]),
});
