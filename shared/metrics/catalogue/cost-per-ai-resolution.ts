import { computed } from '../definition.ts';
import { costOfAiResolutions, lastingNeeds } from '../measures/ai-money.ts';

export const costPerAiResolution = computed({
  id: 'cost_per_ai_resolution',
  title: 'Cost per lasting AI resolution',
  question: 'What does an AI resolution cost that lasted?',
  group: 'AI agents',
  formula: 'support cost lines of kind ai / AI resolutions that lasted',
  unit: 'currency',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['costs.*', 'fx_rates.*', 'tickets.first_resolved_s', 'tickets.handled_by', 'tickets.ai_handoff_s'],
  needs: lastingNeeds,
  population: 'AI resolutions of ai_durable_resolution_rate that lasted; cost lines of kind ai of the same period',
  axis: 'first_resolved',
  dimensions: [],
  requires: ['costs', 'tickets'],
  no_data: ['missing_rate', 'zero_denominator', 'no_input:costs'],
  immature: 'an AI resolution of the period is younger than policies.reopen_window_days',
  pitfalls:
    'Only the lines of kind ai: the work of people who keep the AI agent is in cost_per_resolution_blended. Without a line of that kind there is no number, not 0.',
  basis: 'described',
  source: ['Fin: 0.99 per outcome', 'METRICS-2026'],

  evaluate: costOfAiResolutions,
});
