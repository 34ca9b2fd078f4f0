import { metric } from '../definition.ts';
import { countOf, distinctOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { known, noData } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

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
  no_data: ['empty_population'],
  pitfalls:
    'Channel is the normalised value; "other" counts as one. Cases whose channel nobody tells are left out and counted as not told.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  measures: {
    channels: distinctOf(tickets('nobody'), 'created_s', t.channel, counted),
    untold: countOf(tickets('nobody'), 'created_s', sql`${counted} AND ${t.channel} IS NULL`),
  },
  value: ({ channels, untold }) => ({
    value: channels.n === 0 && untold.n > 0 ? noData('empty_population') : known(channels.n, channels.n),
    ...(untold.n === 0 ? {} : { not_told: untold.n }),
  }),
});
