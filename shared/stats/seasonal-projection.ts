export interface Projection {
  readonly value: number;
  /** 95 %. */
  readonly interval: readonly [low: number, high: number];
}

/** Two-sided 95 % points of Student's t for 1 to 12 degrees of freedom. */
const t95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179] as const;

/**
 * The next value of a seasonal count: that of the same season a year before, times the mean growth from year to year, on a
 * logarithmic scale. The interval takes in how much the growth differs between seasons, and the chance of the two counts. null below
 * two whole years, or where a count is 0: then nothing is known of the seasons.
 */
export function seasonalProjection(counts: readonly number[], seasons: number): Projection | null {
  const last = counts.slice(-2 * seasons);
  if (last.length < 2 * seasons || last.some((count) => count <= 0)) return null;
  const growth = last.slice(seasons).map((count, i) => Math.log(count / (last[i] ?? count)));
  const mean = growth.reduce((sum, each) => sum + each, 0) / seasons;
  const variance = growth.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (seasons - 1);
  const base = last[seasons] ?? 0;
  const value = base * Math.exp(mean);
  const spread = Math.sqrt(Math.max(variance, 2 / base) * (1 + 1 / seasons));
  const half = (t95[Math.min(seasons - 1, t95.length) - 1] ?? 2.179) * spread;
  return { value, interval: [value * Math.exp(-half), value * Math.exp(half)] };
}
