import { computed } from '../definition.ts';
import { blendedCost } from '../measures/ai-money.ts';

export const costPerResolutionBlended = computed({
  id: 'cost_per_resolution_blended',
  title: 'Cost per resolution, AI and people',
  question: 'What does a resolution cost, whoever made it, and what do those of AI agents and of people cost?',
  group: 'AI agents',
  kind: 'by_part',
  formula:
    'cost_of_support / all resolutions; part ai: cost lines of kind ai / cases of AI agents alone; part person: the rest',
  unit: 'currency',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'costs.*',
    'fx_rates.*',
    'tickets.resolved_s',
    'tickets.handled_by',
    'tickets.is_counted',
    'tickets.is_bot_only',
  ],
  needs: ['resolution'],
  needs_all: true,
  population: 'as cost_per_case: everything resolved in the period, robots alone included',
  axis: 'resolved',
  dimensions: [],
  requires: ['costs', 'tickets'],
  no_data: ['missing_rate', 'zero_denominator', 'ledger_mismatch'],
  pitfalls:
    'Money and cases of both parts add up to the whole. The part person is all that AI agents alone did not resolve; it rises when they take the easy cases. The parts are there once a cost or a case of AI agents is.',
  basis: 'described',
  source: ['METRICS-2026'],
  decision: 'the value without part is cost_per_case',
  parts: ['ai', 'person'],

  evaluate: blendedCost,
});
