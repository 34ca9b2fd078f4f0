import { alias } from '../definition.ts';
import { costPerCase } from './cost-per-case.ts';

export const costPerTicket = alias(
  {
    id: 'cost_per_ticket',
    title: 'Cost per ticket',
    question: 'What does a resolved ticket cost?',
    group: 'Money',
    kind: 'alias',
    formula: '= cost_per_case',
    unit: 'currency',
    direction: 'down',
    audience: ['finance'],
    cadence: ['quarterly'],
    inputs: ['costs.*', 'tickets.resolved_s'],
    optional_inputs: ['time_log'],
    population: 'as cost_per_case',
    axis: 'resolved',
    dimensions: ['team', 'channel', 'product'],
    requires: ['costs', 'tickets'],
    no_data: ['zero_denominator', 'ledger_mismatch'],
    pitfalls: 'An alias: no second number is computed.',
    basis: 'named',
    source: ['support KPI article'],
    alias_of: 'cost_per_case',
  },
  costPerCase,
);
