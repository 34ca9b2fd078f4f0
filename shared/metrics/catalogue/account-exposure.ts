import { computed } from '../definition.ts';
import { exposureOf, old_p1_days, renewal_days, window_days } from '../measures/exposure.ts';

export const accountExposure = computed({
  id: 'account_exposure',
  title: 'Revenue at risk by support',
  question: 'How much recurring revenue comes up for renewal from customers whom support let down?',
  group: 'Profit and customers',
  formula:
    'recurring revenue a quarter of customers with a renewal due within 90 days and, in the 90 days before, a broken promise, a case reopened twice, a bad rating, or a p1 open for over 7 days',
  unit: 'currency',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'accounts.recurring_minor',
    'account_events.kind',
    'account_events.at_day',
    'tickets.reopen_count',
    'tickets.priority',
    'tickets.account_id',
    'surveys.label',
    'sla_results.is_breached',
  ],
  optional_inputs: ['sla_results', 'surveys'],
  population: 'customers at the end of the known part of the period, each once whatever rules hold',
  axis: 'instant',
  dimensions: ['account', 'account_band', 'segment', 'region', 'product', 'at_risk'],
  requires: ['account_events', 'accounts', 'tickets'],
  no_data: ['missing_rate', 'no_input:accounts'],
  pitfalls:
    'A stated rule, no forecast: who is exposed need not leave. A rule that no source can judge is named beside it, as are customers whose revenue nobody states; cases without a customer in accounts expose nobody and are counted beside it; where most cases are such, there is no number.',
  basis: 'stated',
  source: ['Casebook: no published standard has a rule'],
  decision: 'one rule of four is enough; a renewal that is decided is not at risk',
  params: { window_days, renewal_days, old_p1_days },

  evaluate: exposureOf,
});
