import { computed } from '../definition.ts';
import { panel } from '../measures/panel.ts';
import { dtsP80 } from './dts-p80.ts';
import { fcr } from './fcr.ts';
import { frtP50 } from './frt-p50.ts';
import { goodRate } from './good-rate.ts';

export const effectivenessQuality = computed({
  id: 'effectiveness_quality',
  title: 'Speed and quality panel',
  question: 'How many of our speed and quality targets do we meet?',
  group: 'Efficiency and effectiveness',
  kind: 'panel',
  formula: 'number of the four parts frt_p50, dts_p80, fcr, good_rate that meet their target',
  unit: 'count',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['targets.metric', 'targets.goal_milli', 'tickets.*', 'surveys.*'],
  population: 'each part as its own metric',
  axis: 'as_base',
  dimensions: ['team', 'channel', 'product'],
  no_data: ['no_targets'],
  pitfalls:
    'A panel, not an invented index: the four values are always printed; numerator = met, denominator = parts known with a target.',
  basis: 'described',
  source: ['technical-support-excellence article'],
  decision: 'value is the count of targets met, so that the panel has one machine-readable number without weights',
  parts: ['frt_p50', 'dts_p80', 'fcr', 'good_rate'],

  evaluate: (queries, ask) => panel(queries, ask, [frtP50, dtsP80, fcr, goodRate]),
});
