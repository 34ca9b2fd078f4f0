import { computed } from '../definition.ts';
import { revenueParts } from '../measures/revenue.ts';

export const influenceRevenue = computed({
  id: 'influence_revenue',
  title: 'Revenue from support services',
  question: 'How much revenue came from services that support made possible?',
  group: 'Technique: impact',
  formula: 'Sum(recognised revenue of support-derived services)',
  unit: 'currency',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: [
    'revenue.kind',
    'revenue.scope',
    'revenue.amount_minor',
    'revenue.currency',
    'revenue.recognised_day',
    'fx_rates.rate_e8',
  ],
  population:
    'revenue with scope support and kind in (onsite, diagnosis, tuning, consulting), recognised in the period',
  axis: 'period',
  dimensions: ['product', 'account_band', 'region', 'revenue_kind'],
  requires: ['revenue'],
  no_data: ['missing_rate'],
  pitfalls:
    'Only after such services are sold; before that see influence_precommercial. A subset of support_revenue: never added to it.',
  basis: 'described',
  source: ['3W support-metrics article'],

  evaluate: (queries, ask) =>
    revenueParts(queries, ask, `scope = 'support' AND kind IN ('onsite', 'diagnosis', 'tuning', 'consulting')`),
});
