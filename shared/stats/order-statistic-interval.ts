/** Two ranks, counted from 0: the values there bound the percentile with at least the coverage asked for. */
export interface RankInterval {
  readonly lower: number;
  readonly upper: number;
  /** The chance, before looking, that the two values enclose the percentile. */
  readonly coverage: number;
}

/**
 * The distribution-free interval of the p-th percentile of n values: the fewest neighbouring ranks r..s, counted from 1, with
 * P(r <= B < s) >= confidence, B binomial(n, p) (David and Nagaraja, Order Statistics, section 7.1). null when even the smallest
 * and the largest value do not reach it: below n = 6 for the median, 14 for p80, 29 for p90, 59 for p95.
 */
export function orderStatisticInterval(n: number, p: number, confidence = 0.95): RankInterval | null {
  if (n < 2 || p <= 0 || p >= 1) return null;
  const { probability, mode } = binomial(n, p);
  // The probabilities fall on both sides of the mode, so growing towards the larger neighbour gives the shortest run.
  let first = Math.min(Math.max(mode, 1), n - 1);
  let last = first;
  let coverage = probability(first);
  while (coverage < confidence) {
    const below = first > 1 ? probability(first - 1) : 0;
    const above = last < n - 1 ? probability(last + 1) : 0;
    if (below === 0 && above === 0) return null;
    coverage += Math.max(below, above);
    if (below >= above) first--;
    else last++;
  }
  return { lower: first - 1, upper: last, coverage };
}

/** Binomial probabilities by recurrence from the mode, normalised by their sum: no factorials, exact to rounding for any n. */
function binomial(n: number, p: number): { readonly mode: number; readonly probability: (i: number) => number } {
  const odds = p / (1 - p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const weights = new Map([[mode, 1]]);
  let total = 1;
  for (let i = mode, w = 1; i < n && w > 1e-20; i++) {
    w *= (odds * (n - i)) / (i + 1);
    weights.set(i + 1, w);
    total += w;
  }
  for (let i = mode, w = 1; i > 0 && w > 1e-20; i--) {
    w *= i / (odds * (n - i + 1));
    weights.set(i - 1, w);
    total += w;
  }
  return { mode, probability: (i) => (weights.get(i) ?? 0) / total };
}
