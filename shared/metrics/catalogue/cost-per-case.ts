import { computed } from '../definition.ts';
import { casesCost } from '../measures/cost-parts.ts';

export const costPerCase = computed({
  id: 'cost_per_case',
  title: 'Cost per case',
  question: 'What does a resolved case cost?',
  group: 'Money',
  formula: 'cost_of_support / cases resolved, by people and robots alike',
  unit: 'currency',
  direction: 'down',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'costs.*',
    'tickets.resolved_s',
    'tickets.is_counted',
    'tickets.is_bot_only',
    'tickets.handled_by',
    'time_log.worked_s',
    'fx_rates.*',
  ],
  optional_inputs: ['time_log'],
  needs: ['resolution'],
  needs_all: true,
  population:
    'counted and bot-only tickets with resolved_s in the period, whatever the policy says of bot-only ones; costs of the same period',
  axis: 'resolved',
  dimensions: ['team', 'channel', 'product'],
  requires: ['costs', 'tickets'],
  no_data: ['missing_rate', 'zero_denominator', 'ledger_mismatch'],
  pitfalls:
    'Falls for a bad reason when volume rises: print both parts. Cases and costs of AI agents are in both parts of the ratio; their own cost per case and that of people stand beside it. Shared cost is allocated by logged seconds (largest remainder), the unallocated rest printed; a total across channels only with mix_adjusted_rate beside it. Weekly value is a flash: month cost spread by calendar days.',
  basis: 'named',
  source: ['technical-support-excellence article', 'support KPI article'],

  evaluate: casesCost,
});
