/** The 97.5 % point of the normal distribution: z of every 95 % interval (METRICS.md section 4). */
export const z95 = 1.959963984540054;

/** A pair of bounds, the lower first. */
export type Interval = readonly [low: number, high: number];
