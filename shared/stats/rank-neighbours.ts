/** The two ranks, counted from 0, between which a percentile lies, and how far it is from the lower one (0 to 1). */
export interface RankNeighbours {
  readonly lower: number;
  readonly upper: number;
  readonly fraction: number;
}

/**
 * Where the p-th percentile of n sorted values lies, type 7: h = (n - 1) p. SQL computes the same ranks from the same doubles.
 * null when there is no value.
 */
export function rankNeighbours(n: number, p: number): RankNeighbours | null {
  if (n <= 0) return null;
  const h = (n - 1) * p;
  const lower = Math.floor(h);
  return { lower, upper: Math.ceil(h), fraction: h - lower };
}
