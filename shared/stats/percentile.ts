import { InternalError } from '../errors.ts';
import { rankNeighbours } from './rank-neighbours.ts';

/** n and, for each p asked for, the values at the two neighbouring ranks: enough for an exact percentile. */
export interface RankedValues {
  readonly n: number;
  readonly neighbours: Readonly<Record<number, readonly [lower: number, upper: number]>>;
}

/**
 * The p-th percentile (0 to 1) of values sorted ascending, type 7 (Hyndman and Fan 1996; the default of numpy and R):
 * x_k + (h - k)(x_{k+1} - x_k) with h = (n - 1) p and k = floor(h). In the unit of the values, not rounded. null when empty.
 */
export function percentile(sorted: readonly number[], p: number): number | null {
  const ranks = rankNeighbours(sorted.length, p);
  if (!ranks) return null;
  const lower = sorted[ranks.lower] ?? 0;
  const upper = sorted[ranks.upper] ?? lower;
  return lower + ranks.fraction * (upper - lower);
}

/**
 * The same from what SQL fetched. null when n is 0.
 * @throws InternalError when p was not among the ranks fetched
 */
export function percentileOfRanks(ranked: RankedValues, p: number): number | null {
  const ranks = rankNeighbours(ranked.n, p);
  if (!ranks) return null;
  const pair = ranked.neighbours[p];
  if (!pair) throw new InternalError(`Percentile ${p} was asked for, but its ranks were not fetched.`);
  return pair[0] + ranks.fraction * (pair[1] - pair[0]);
}
