import { computed } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { issuesHandled } from './issues-handled.ts';

export const ticketVolume = computed({
  id: 'ticket_volume',
  title: 'Ticket volume',
  question: 'How many cases came in?',
  group: 'Volume',
  kind: 'alias',
  formula: 'count of tickets created',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.is_counted'],
  population: 'counted tickets created in the period',
  axis: 'created',
  dimensions: ticketDimensions,
  requires: ['tickets'],
  pitfalls: 'Equals issues_handled (part created).',
  basis: 'stated',
  source: ['support KPI article'],
  alias_of: 'issues_handled',

  evaluate: async (queries, ask) =>
    (await queries.metric({ ...ask, metric: issuesHandled })).filter(({ segment }) => segment.part === undefined),
});
