import { computed } from '../definition.ts';
import { avoidedCost, lastingNeeds } from '../measures/ai-money.ts';

export const aiCostAvoided = computed({
  id: 'ai_cost_avoided',
  title: 'Cost avoided by AI agents (estimate)',
  question: 'What would the lasting AI resolutions have cost with people, less what the AI agents cost?',
  group: 'AI agents',
  formula:
    'AI resolutions that lasted x cost of people per case that people resolved - cost lines of kind ai; from the pay of people (low) to all costs besides AI (high)',
  unit: 'currency',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['costs.*', 'fx_rates.*', 'tickets.resolved_s', 'tickets.first_resolved_s', 'tickets.handled_by'],
  needs: lastingNeeds,
  population:
    'AI resolutions of ai_durable_resolution_rate that lasted; costs and cases of cost_per_resolution_blended',
  axis: 'first_resolved',
  dimensions: [],
  requires: ['costs', 'tickets'],
  no_data: ['missing_rate', 'zero_denominator', 'ledger_mismatch'],
  immature: 'an AI resolution of the period is younger than policies.reopen_window_days',
  pitfalls:
    'An estimate, never booked money: nobody knows what a case would have cost with people. The value is the lower end of the range (low_minor, high_minor). Both ends take a case of an AI agent for as much work as one of people, which is too much where it takes the easy ones.',
  basis: 'described',
  source: ['Gorgias 408510', 'METRICS-2026'],
  decision: 'a range instead of one number, its lower end first',

  evaluate: avoidedCost,
});
