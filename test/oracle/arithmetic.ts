/** The arithmetic of METRICS section 4, written again from its words. */

export type Interval = readonly [number, number];

/** Type 7: h = (n-1)p between two sorted values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values];
  sorted.sort((a, b) => a - b);
  const h = (sorted.length - 1) * p;
  const k = Math.floor(h);
  const low = sorted[k]!;
  return k + 1 < sorted.length ? low + (h - k) * (sorted[k + 1]! - low) : low;
}

/**
 * The interval of a percentile from first principles: the number of values below the true percentile is binomial, so the r-th and
 * the s-th smallest enclose it with the chance P(r <= B < s). Of all pairs with at least 95 % the nearest ranks, of those the surest,
 * then the lowest. Whole numbers only: C(n, i) a^i (10 - a)^(n - i) over 10^n, with p = a / 10.
 */
export function percentileInterval(values: readonly number[], p: number): Interval | null {
  const found = ranksOf(values.length, BigInt(Math.round(p * 10)));
  if (found === null) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[found[0] - 1]!, sorted[found[1] - 1]!];
}

const known = new Map<string, Interval | null>();
/** The two ranks, counted from 1. */
function ranksOf(n: number, a: bigint): Interval | null {
  const key = `${n} ${a}`;
  if (!known.has(key)) known.set(key, nearestRanks(n, a));
  return known.get(key)!;
}
function nearestRanks(n: number, a: bigint): Interval | null {
  const all = 10n ** BigInt(n);
  // upTo[i] = P(B < i) * 10^n
  const upTo = [0n];
  let term = (10n - a) ** BigInt(n);
  for (let i = 0; i <= n; i++) {
    upTo.push(upTo[i]! + term);
    term = (term * BigInt(n - i) * a) / (BigInt(i + 1) * (10n - a));
  }
  let best: { readonly r: number; readonly s: number; readonly chance: bigint } | null = null;
  for (let r = 1, s = 2; r < n; r++) {
    s = Math.max(s, r + 1);
    while (s < n && (upTo[s]! - upTo[r]!) * 20n < 19n * all) s++;
    const chance = upTo[s]! - upTo[r]!;
    if (chance * 20n < 19n * all) break;
    if (best === null || s - r < best.s - best.r || (s - r === best.s - best.r && chance > best.chance))
      best = { r, s, chance };
  }
  return best === null ? null : [best.r, best.s];
}

const z = 1.959963984540054;

export function wilson(hits: number, n: number): Interval {
  const p = hits / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

export function npsInterval(promoters: number, detractors: number, n: number): Interval {
  const value = (100 * (promoters - detractors)) / n;
  const variance = (promoters + detractors) / n - ((promoters - detractors) / n) ** 2;
  const margin = z * 100 * Math.sqrt(variance / n);
  return [Math.max(-100, value - margin), Math.min(100, value + margin)];
}

/** amount * rate / 10^8, half to even. */
export function converted(amount: bigint, rate_e8: bigint): bigint {
  const scale = 100_000_000n;
  const negative = amount < 0n;
  const product = (negative ? -amount : amount) * rate_e8;
  let whole = product / scale;
  const twice = (product % scale) * 2n;
  if (twice > scale || (twice === scale && whole % 2n === 1n)) whole += 1n;
  return negative ? -whole : whole;
}

/** Largest remainder: whole units in proportion to the weights, ties by key. */
export function allocated(total: bigint, weights: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const keys = [...weights.keys()].sort((a, b) => (a < b ? -1 : 1));
  let all = 0n;
  for (const key of keys) all += weights.get(key)!;
  const size = total < 0n ? -total : total;
  const given = new Map<string, bigint>();
  const rests: { key: string; rest: bigint }[] = [];
  let left = size;
  for (const key of keys) {
    const whole = (size * weights.get(key)!) / all;
    given.set(key, whole);
    rests.push({ key, rest: (size * weights.get(key)!) % all });
    left -= whole;
  }
  rests.sort((a, b) => (a.rest === b.rest ? (a.key < b.key ? -1 : 1) : a.rest > b.rest ? -1 : 1));
  for (let i = 0; left > 0n; i++, left--) given.set(rests[i]!.key, given.get(rests[i]!.key)! + 1n);
  if (total < 0n) for (const key of keys) given.set(key, -given.get(key)!);
  return given;
}
