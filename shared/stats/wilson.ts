import { z95, type Interval } from './z95.ts';

/**
 * The Wilson 95 % interval of a proportion of hits in trials (Wilson 1927), cut to [0, 1]. For counts of trials only, never for
 * ratios of sums. null without trials.
 */
export function wilson(hits: number, trials: number): Interval | null {
  if (trials <= 0) return null;
  const p = hits / trials;
  const z2n = (z95 * z95) / trials;
  const centre = (p + z2n / 2) / (1 + z2n);
  const half = (z95 * Math.sqrt((p * (1 - p)) / trials + z2n / (4 * trials))) / (1 + z2n);
  return [hits === 0 ? 0 : Math.max(0, centre - half), hits === trials ? 1 : Math.min(1, centre + half)];
}
