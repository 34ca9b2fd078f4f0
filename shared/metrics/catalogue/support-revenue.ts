import { computed } from '../definition.ts';
import { revenueParts } from '../measures/revenue.ts';

export const supportRevenue = computed({
  id: 'support_revenue',
  title: 'Support revenue',
  question: 'How much revenue did support earn?',
  group: 'Money',
  formula: 'Sum(recognised revenue of support contracts and paid support)',
  unit: 'currency',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: [
    'revenue.scope',
    'revenue.kind',
    'revenue.amount_minor',
    'revenue.currency',
    'revenue.recognised_day',
    'fx_rates.rate_e8',
  ],
  population: 'revenue with scope support, recognised in the period',
  axis: 'period',
  dimensions: ['product', 'account_band', 'region', 'revenue_kind'],
  requires: ['revenue'],
  no_data: ['missing_rate'],
  pitfalls: "Recognised, not billed. Each line converted at its month's rate, rounded half to even, then added.",
  basis: 'named',
  source: ['technical-support-excellence article'],

  evaluate: (queries, ask) => revenueParts(queries, ask, `scope = 'support'`),
});
