import { computed } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { mixOf } from '../measures/mix.ts';
import type { Dimension } from '../value.ts';
import { costPerCase } from './cost-per-case.ts';
import { fcr } from './fcr.ts';
import { fdr24h } from './fdr-24h.ts';
import { goodRate } from './good-rate.ts';
import { reopenRate } from './reopen-rate.ts';

const bases = [fdr24h, fcr, goodRate, reopenRate, costPerCase];

export const mixAdjustedRate = computed({
  id: 'mix_adjusted_rate',
  title: 'Mix-adjusted total',
  question: 'How did the rate change once shifts between channels are taken out?',
  group: 'Service: quantity',
  formula:
    'Sum_g(w_g * rate_g) / Sum_g(w_g) over groups with cases, w_g fixed baseline weights; change = within effect + mix effect',
  unit: 'rate',
  direction: 'as_base',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['weights.dimension', 'weights.value', 'weights.weight_milli', 'tickets.*'],
  population: 'population of the base metric, by the grouping dimension (default channel)',
  axis: 'as_base',
  dimensions: ['base_metric', 'group_dimension'],
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'Raw total only beside the adjusted one. A group without cases keeps its weight as "no data", not 0. within = Sum((s1+s2)/2*(r2-r1)); mix = Sum((r1+r2)/2*(s2-s1)); they add exactly to the raw change.',
  basis: 'described',
  source: ['3W support-metrics article'],
  decision:
    'midpoint weights (no interaction term left over); one element per base metric: fdr_24h, fcr, good_rate, reopen_rate, cost_per_case; for cost_per_case the unit is that of the base',
  params: { baseline: 'shares pooled over the four quarters before the fiscal year, unless weights gives them' },

  slices: ticketDimensions,
  evaluate: async (queries, ask) => {
    const dimension = (ask.pieces?.group_dimension ?? 'channel') as Dimension;
    const asked = bases.filter(({ id }) => ask.pieces?.base_metric === undefined || ask.pieces.base_metric === id);
    const able = asked.filter(({ dimensions }) =>
      [dimension, ...(Object.keys(ask.where ?? {}) as Dimension[])].every((one) => dimensions.includes(one)),
    );
    return Promise.all(able.map((metric) => mixOf(queries, ask, metric, dimension)));
  },
});
