import { computed } from '../definition.ts';
import { costParts } from '../measures/cost-parts.ts';

export const costOfSupport = computed({
  id: 'cost_of_support',
  title: 'Cost of support',
  question: 'What did support cost?',
  group: 'Money',
  formula: 'Sum(cost lines of support, fully loaded)',
  unit: 'currency',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: [
    'costs.scope',
    'costs.amount_minor',
    'costs.currency',
    'costs.period_start_day',
    'costs.period_end_day',
    'costs.kind',
    'fx_rates.rate_e8',
  ],
  population: 'costs with scope support; a line over several months is spread by calendar days, largest remainder',
  axis: 'period',
  dimensions: ['team', 'channel', 'product', 'cost_kind'],
  requires: ['costs'],
  no_data: ['missing_rate', 'ledger_mismatch'],
  pitfalls: 'Must equal the ledger total to the minor unit (allocated + unallocated = ledger) or the report is held.',
  basis: 'named',
  source: ['technical-support-excellence article', 'next-generation metrics article'],

  evaluate: costParts,
});
