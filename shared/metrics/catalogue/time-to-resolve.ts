import { alias } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { dtsP50 } from './dts-p50.ts';

export const timeToResolve = alias(
  {
    id: 'time_to_resolve',
    title: 'Time to resolve',
    question: 'How long does it take to resolve a case?',
    group: 'Efficiency and effectiveness',
    kind: 'alias',
    formula: '= dts_p50 and dts_p80',
    unit: 'seconds',
    direction: 'down',
    audience: ['executive', 'lead'],
    cadence: ['weekly', 'quarterly'],
    inputs: ['tickets.resolve_s'],
    population: 'as dts_p50',
    axis: 'resolved',
    credit: 'resolver',
    dimensions: ticketAndPerson,
    percentile: 0.5,
    requires: ['tickets'],
    no_data: ['empty_population'],
    pitfalls: 'An alias: no second number is computed.',
    basis: 'named',
    source: ['technical-support-excellence article'],
    decision: 'the JSON value is dts_p50; dts_p80 is printed with it',
    alias_of: 'dts_p50',
  },
  dtsP50,
);
