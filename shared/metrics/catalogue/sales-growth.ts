import { computed } from '../definition.ts';
import { growth } from '../measures/growth.ts';

export const salesGrowth = computed({
  id: 'sales_growth',
  title: 'Sales growth (company)',
  question: 'How fast do sales grow?',
  group: 'Company context',
  formula: '(sales - sales of the period before) / sales of the period before',
  unit: 'rate',
  direction: 'up',
  audience: ['finance'],
  cadence: ['quarterly'],
  inputs: ['revenue.scope', 'revenue.kind', 'revenue.amount_minor'],
  population: 'lines with scope company and kind sales',
  axis: 'period',
  dimensions: ['region', 'product'],
  requires: ['revenue'],
  no_data: ['zero_denominator'],
  pitfalls: 'Context only. Bookings; revenue_growth uses recognised revenue.',
  basis: 'described',
  source: ['support KPI article'],
  decision: 'separated from revenue_growth by the kind of line: bookings here',

  evaluate: (queries, ask) => growth(queries, ask, `scope = 'company' AND kind = 'sales'`),
});
