/** Reproducible chance: the same seed gives the same numbers on every machine and for ever. */
export interface Random {
  /** [0, 1) */
  next(): number;
  /** 0 to n - 1 */
  below(n: number): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the pairs' values, as often as its weight says. */
  weighted<T>(pairs: readonly (readonly [value: T, weight: number])[]): T;
  /** Exponentially distributed, with the given mean. */
  wait(mean: number): number;
  /** Log-normally distributed: the median, and how far values spread around it. */
  around(median: number, spread: number): number;
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** 32 bits from any text or number, to start independent streams of one seed (FNV-1a). */
export function hash(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const char of parts.join('/')) h = Math.imul(h ^ char.charCodeAt(0), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** xoshiro128** by Blackman and Vigna, its state filled by a Weyl sequence from the seed. */
export function randomOf(...seed: readonly (string | number)[]): Random {
  const start = hash(...seed);
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) state[i] = hash(start, i) | 1;
  const word = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    state[2] = c ^ a;
    state[3] = d ^ b;
    state[1] = b ^ (state[2] ?? 0);
    state[0] = a ^ (state[3] ?? 0);
    state[2] = (state[2] ?? 0) ^ (b << 9);
    state[3] = rotate(state[3] ?? 0, 11);
    return result >>> 0;
  };
  const next = (): number => word() / 2 ** 32;
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (p) => next() < p,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    weighted: (pairs) => {
      let left = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of pairs) {
        left -= weight;
        if (left < 0) return value;
      }
      return (pairs[pairs.length - 1] as (typeof pairs)[number])[0];
    },
    wait: (mean) => -mean * Math.log(1 - next()),
    around: (median, spread) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(spread * normal);
    },
  };
}
