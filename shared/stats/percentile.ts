import { InternalError } from '../errors.ts';
import { rankNeighbours, type RankNeighbours } from './rank-neighbours.ts';

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
  return between(sorted.length, p, ranks, lower, upper);
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
  return between(ranked.n, p, ranks, pair[0], pair[1]);
}

/**
 * Interpolates with one rounding: for a p of whole thousandths the place between the neighbours is a whole number of thousandths
 * too, so that 575808 is not 575808.0000000006. Where the product (n - 1) p is whole but its double is not, that rank is taken.
 */
function between(n: number, p: number, ranks: RankNeighbours, lower: number, upper: number): number {
  const thousandths = Math.round(p * 1000);
  if (thousandths / 1000 !== p || !Number.isSafeInteger((n - 1) * thousandths))
    return lower + ranks.fraction * (upper - lower);
  const rest = ((n - 1) * thousandths) % 1000;
  if (rest === 0) return ranks.lower * 1000 === (n - 1) * thousandths ? lower : upper;
  return (lower * (1000 - rest) + upper * rest) / 1000;
}
