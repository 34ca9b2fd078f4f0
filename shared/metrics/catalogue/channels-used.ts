import { metric } from '../definition.ts';
import { distinctOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { known } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';

export const channelsUsed = metric({
  id: 'channels_used',
  title: 'Channels in use',
  question: 'Over how many channels do customers reach us?',
  group: 'Service: quantity',
  formula: 'count of distinct channels with at least one ticket',
  unit: 'count',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['tickets.channel', 'tickets.created_s', 'tickets.is_counted'],
  population: 'counted tickets created in the period',
  axis: 'created',
  dimensions: ['team', 'product', 'region', 'account_band'],
  requires: ['tickets'],
  pitfalls: 'Channel is the normalised value; "other" counts as one.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: { channels: distinctOf(tickets('nobody'), 'created_s', t.channel, counted) },
  value: ({ channels }) => ({ value: known(channels.n, channels.n) }),
});
