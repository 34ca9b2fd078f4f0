import { computed } from '../definition.ts';
import { growth } from '../measures/growth.ts';

export const revenueGrowth = computed({
  id: 'revenue_growth',
  title: 'Revenue growth (company)',
  question: 'How fast does the company’s revenue grow?',
  group: 'Company context',
  formula: '(revenue - revenue of the period before) / revenue of the period before',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.scope', 'revenue.amount_minor', 'revenue.recognised_day'],
  population: 'lines with scope company; the period before = the preceding one of the same kind',
  axis: 'period',
  dimensions: ['region', 'product'],
  requires: ['revenue'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Context only. Say whether against the quarter before or the same quarter last year: the value is against the quarter before.',
  basis: 'described',
  source: ['support KPI article'],

  evaluate: (queries, ask) => growth(queries, ask, `scope = 'company' AND coalesce(kind, 'company') <> 'sales'`),
});
