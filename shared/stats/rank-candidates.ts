import { z95 } from './z95.ts';

/**
 * Where SQL, which knows n but no binomial distribution, looks for the two ranks of `orderStatisticInterval`: around the normal
 * approximation with the first term of its correction for skewness, floor(n p + shift - reach sqrt(n)) and floor(n p + shift + reach
 * sqrt(n)). For the median and the 80th percentile the exact ranks are always among those fetched: a test sweeps n up to five
 * million, and what the approximation leaves out shrinks as n grows. Six decimals, so that both engines and TypeScript read the very
 * same doubles.
 */
export function approximationOf(p: number): { readonly shift: number; readonly reach: number } {
  const short = (x: number): number => Math.round(x * 1e6) / 1e6;
  return { shift: short(((1 - 2 * p) * (z95 * z95 - 1)) / 6), reach: short(z95 * Math.sqrt(p * (1 - p))) };
}

/** From how far below the approximate rank on, and how many neighbouring ranks, are fetched. */
export const [firstLower, lowerCount] = [-1, 3] as const;
export const [firstUpper, upperCount] = [0, 2] as const;

export interface RankCandidates {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** The ranks fetched, ascending and counted from 0; those from n on hold nothing. SQL computes the same from the same doubles. */
export function rankCandidates(n: number, p: number): RankCandidates {
  const { shift, reach } = approximationOf(p);
  const from = (rank: number, length: number): readonly number[] =>
    Array.from({ length }, (_, j) => Math.max(0, rank) + j);
  return {
    lower: from(Math.floor(n * p + shift - reach * Math.sqrt(n)) + firstLower, lowerCount),
    upper: from(Math.floor(n * p + shift + reach * Math.sqrt(n)) + firstUpper, upperCount),
  };
}
