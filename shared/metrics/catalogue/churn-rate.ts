import { computed } from '../definition.ts';
import { customersAtStart } from '../measures/customers.ts';

export const churnRate = computed({
  id: 'churn_rate',
  title: 'Customer churn',
  question: 'What share of the customers left?',
  group: 'Profit and customers',
  formula: 'customers at the start lost in the period / customers at the start',
  unit: 'rate',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['accounts.started_day', 'accounts.ended_day'],
  population: 'accounts active at the start of the period',
  axis: 'period',
  dimensions: ['account_band', 'segment', 'region', 'product'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['accounts'],
  no_data: ['zero_denominator'],
  pitfalls: 'Customers won and lost inside the period are in neither part.',
  basis: 'stated',
  source: ['support KPI article'],

  evaluate: (queries, ask) => customersAtStart(queries, ask, 'left'),
});
