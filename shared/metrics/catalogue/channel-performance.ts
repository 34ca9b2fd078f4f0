import { computed } from '../definition.ts';
import { panel } from '../measures/panel.ts';
import { costPerCase } from './cost-per-case.ts';
import { dtsP80 } from './dts-p80.ts';
import { frtP50 } from './frt-p50.ts';
import { goodRate } from './good-rate.ts';

export const channelPerformance = computed({
  id: 'channel_performance',
  title: 'Channel comparison',
  question: 'Which channels meet their targets?',
  group: 'Channels',
  kind: 'panel',
  formula: 'per channel: number of the four parts frt_p50, dts_p80, good_rate, cost_per_case that meet their target',
  unit: 'count',
  direction: 'up',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.channel', 'targets.*', 'surveys.*', 'costs.*'],
  population: 'each part as its own metric, cut by channel',
  axis: 'as_base',
  dimensions: ['channel'],
  no_data: ['no_targets'],
  pitfalls: 'A table by channel with the four values; no total row without mix_adjusted_rate.',
  basis: 'described',
  source: ['support KPI article'],
  decision: 'as effectiveness_quality',
  parts: ['frt_p50', 'dts_p80', 'good_rate', 'cost_per_case'],

  slices: ['team', 'product'],
  evaluate: (queries, ask) => panel(queries, { ...ask, by: ['channel'] }, [frtP50, dtsP80, goodRate, costPerCase]),
});
