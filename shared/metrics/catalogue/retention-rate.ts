import { computed } from '../definition.ts';
import { customersAtStart } from '../measures/customers.ts';

export const retentionRate = computed({
  id: 'retention_rate',
  title: 'Customer retention',
  question: 'What share of the customers stayed?',
  group: 'Profit and customers',
  formula: 'customers at the start still there at the end / customers at the start',
  unit: 'rate',
  direction: 'up',
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
  pitfalls: 'New customers are in neither part. retention_rate + churn_rate = 1 by construction.',
  basis: 'named',
  source: ['next-generation metrics article', 'support KPI article'],

  evaluate: (queries, ask) => customersAtStart(queries, ask, 'stayed'),
});
