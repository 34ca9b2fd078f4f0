import { computed } from '../definition.ts';
import { ticketVolume } from './ticket-volume.ts';

/** Always cut by channel: a bare total would invite a Simpson reversal in every rate built on it. */
export const issuesByChannel = computed({
  id: 'issues_by_channel',
  title: 'Issues by channel',
  question: 'Over which channels do cases come in?',
  group: 'Service: quantity',
  kind: 'by_dimension',
  formula: 'count of tickets by channel',
  unit: 'count',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['weekly'],
  inputs: ['tickets.channel', 'tickets.created_s', 'tickets.account_id', 'tickets.category', 'tickets.is_counted'],
  population: 'counted tickets created in the period',
  axis: 'created',
  dimensions: ['channel', 'account_band', 'type', 'category', 'product', 'team'],
  requires: ['tickets'],
  pitfalls: 'Always cut by channel. A bare total across channels invites a Simpson reversal in every rate built on it.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  evaluate: async (queries, ask) =>
    (await queries.metric({ ...ask, metric: ticketVolume, by: [...new Set([...ask.by, 'channel' as const])] })).map(
      (part) => ({ ...part, extras: {} }),
    ),
});
