import type { Chart } from '../section.ts';

/** Pixels at single size. */
export const chartSize = {
  sparkline: { width: 96, height: 28 },
  line: { width: 264, height: 150 },
  waterfall: { width: 552, height: 190 },
} as const satisfies Record<Chart['kind'], { width: number; height: number }>;
