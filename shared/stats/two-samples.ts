import { upperPoint } from './normal.ts';

/** Hits among trials. */
export interface Share {
  readonly hits: number;
  readonly trials: number;
}

/**
 * How far a share lies above another, in standard errors under "both are one": the exact conditional tail of two samples
 * (hypergeometric: Fisher 1935, mid-p of Lancaster 1961) read as a normal deviate. 0 when nothing can differ.
 */
export function shareDeviate(now: Share, before: Share): number {
  const hits = now.hits + before.hits;
  const trials = now.trials + before.trials;
  if (now.trials <= 0 || before.trials <= 0 || hits <= 0 || hits >= trials) return 0;
  const least = Math.max(0, hits - before.trials);
  const most = Math.min(hits, now.trials);
  const ratio = (k: number): number =>
    ((hits - k) * (now.trials - k)) / ((k + 1) * (trials - hits - now.trials + k + 1));
  const mode = Math.floor(((hits + 1) * (now.trials + 1)) / (trials + 2));
  const expected = (now.trials * hits) / trials;
  const variance = (expected * (trials - hits) * before.trials) / (trials * (trials - 1));
  return deviate(now.hits, { least, most, mode, ratio, expected, variance });
}

/**
 * How far a count lies above what `periods` equal periods with `total` counts together let expect: the exact binomial tail of
 * Poisson counts (Przyborowski and Wilenski 1940), mid-p, read as a normal deviate.
 */
export function countDeviate(now: number, total: number, periods: number): number {
  const all = now + total;
  if (all <= 0 || periods <= 0) return 0;
  const odds = 1 / periods;
  const p = 1 / (periods + 1);
  const ratio = (k: number): number => (odds * (all - k)) / (k + 1);
  const mode = Math.min(all, Math.floor((all + 1) * p));
  return deviate(now, { least: 0, most: all, mode, ratio, expected: all * p, variance: all * p * (1 - p) });
}

interface Distribution {
  readonly least: number;
  readonly most: number;
  /** A value of the largest probability. */
  readonly mode: number;
  /** P(k + 1) / P(k). */
  readonly ratio: (k: number) => number;
  readonly expected: number;
  readonly variance: number;
}

/** Mid-p tail by recurrence from the mode, normalised by its sum; far out, where the tail says nothing more, the plain score. */
function deviate(found: number, { least, most, mode, ratio, expected, variance }: Distribution): number {
  const score = variance > 0 ? (found - expected) / Math.sqrt(variance) : 0;
  if (Math.abs(score) > 7) return score;
  const start = Math.min(most, Math.max(least, mode));
  let [above, equal, total] = [0, 0, 0];
  const add = (k: number, weight: number): void => {
    total += weight;
    if (k > found) above += weight;
    if (k === found) equal += weight;
  };
  add(start, 1);
  for (let k = start, w = 1; k < most && w > 1e-20; k++) add(k + 1, (w *= ratio(k)));
  for (let k = start, w = 1; k > least && w > 1e-20; k--) add(k - 1, (w /= ratio(k - 1)));
  const upper = (above + equal / 2) / total;
  return upper <= 0.5 ? upperPoint(upper) : -upperPoint(1 - upper);
}
