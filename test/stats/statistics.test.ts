import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../shared/errors.ts';
import { allocate } from '../../shared/stats/allocate.ts';
import { convert } from '../../shared/stats/convert.ts';
import { divideHalfEven } from '../../shared/stats/divide-half-even.ts';
import { mixAdjusted } from '../../shared/stats/mix-adjusted.ts';
import { mixEffects } from '../../shared/stats/mix-effects.ts';
import { npsInterval } from '../../shared/stats/nps-interval.ts';
import { leastForInterval, percentileInterval } from '../../shared/stats/percentile-interval.ts';
import { rankCandidates } from '../../shared/stats/rank-candidates.ts';
import { orderStatisticInterval } from '../../shared/stats/order-statistic-interval.ts';
import { percentile, percentileOfRanks } from '../../shared/stats/percentile.ts';
import { rankNeighbours } from '../../shared/stats/rank-neighbours.ts';
import { spreadByDays } from '../../shared/stats/spread-by-days.ts';
import { wilson } from '../../shared/stats/wilson.ts';
import { xmrLimits } from '../../shared/stats/xmr-limits.ts';

describe('percentileOfRanks', () => {
  it('equals the percentile of all values, from two of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0, 0.25, 0.5, 0.8, 0.9, 0.95, 1),
        (values, p) => {
          const sorted = Object.freeze([...values].sort((a, b) => a - b));
          const ranks = rankNeighbours(sorted.length, p)!;
          const pair = [sorted[ranks.lower]!, sorted[ranks.upper]!] as const;
          const found = percentileOfRanks({ n: sorted.length, neighbours: { [p]: pair } }, p)!;
          expect(found).toBe(percentile(sorted, p));
          // The definition, the other way round: at least p of the values are not above it, 1 - p not below.
          expect(sorted.filter((value) => value <= found).length).toBeGreaterThanOrEqual(
            Math.floor((sorted.length - 1) * p) + 1,
          );
          expect(sorted.filter((value) => value >= found).length).toBeGreaterThanOrEqual(
            sorted.length - Math.ceil((sorted.length - 1) * p),
          );
        },
      ),
    );
  });
  it('is null for nothing, and refuses a rank that was not fetched', () => {
    expect(percentileOfRanks({ n: 0, neighbours: {} }, 0.5)).toBeNull();
    expect(() => percentileOfRanks({ n: 3, neighbours: { 0.5: [1, 1] } }, 0.8)).toThrow(InternalError);
  });
});

describe('orderStatisticInterval', () => {
  const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));
  const choose = (n: number, k: number): bigint => factorial(n) / (factorial(k) * factorial(n - k));
  /** Binomial probability in exact integers, p in hundredths. */
  const chance = (n: number, k: number, hundredths: number): number =>
    Number(
      (choose(n, k) * BigInt(hundredths) ** BigInt(k) * BigInt(100 - hundredths) ** BigInt(n - k) * 10n ** 15n) /
        100n ** BigInt(n),
    ) / 1e15;

  it.each([
    [50, 6],
    [80, 14],
    [90, 29],
    [95, 59],
  ])('of the %ith percentile exists from n = %i', (p, n) => {
    expect(orderStatisticInterval(n - 1, p / 100)).toBeNull();
    expect(orderStatisticInterval(n, p / 100)).toMatchObject({ upper: n - 1 });
  });
  it('covers as much as it says, and no shorter one covers 95 %', () => {
    for (const [n, p] of [
      [6, 50],
      [10, 50],
      [25, 50],
      [40, 80],
      [61, 95],
      [101, 90],
    ] as const) {
      const found = orderStatisticInterval(n, p / 100)!;
      // Ranks counted from 0: the interval covers when lower + 1 <= B <= upper.
      const covered = (lower: number, upper: number): number =>
        Array.from({ length: upper - lower }, (_, i) => chance(n, lower + 1 + i, p)).reduce((a, b) => a + b, 0);
      expect(found.coverage).toBeCloseTo(covered(found.lower, found.upper), 9);
      expect(found.coverage).toBeGreaterThanOrEqual(0.95);
      for (let lower = 0; lower + found.upper - found.lower - 1 < n; lower++) {
        expect(covered(lower, lower + found.upper - found.lower - 1)).toBeLessThan(0.95);
      }
    }
  });
  it.each([0.5, 0.8])('of p = %f has its ranks among those that SQL fetches, from 2 to five million values', (p) => {
    const isFetched = (n: number): boolean => {
      const ranks = orderStatisticInterval(n, p);
      const { lower, upper } = rankCandidates(n, p);
      return ranks === null || (lower.includes(ranks.lower) && upper.includes(ranks.upper));
    };
    const missed: number[] = [];
    for (let n = 2; n < 5_000_000; n += Math.ceil(n < 2000 ? 1 : n / 150)) if (!isFetched(n)) missed.push(n);
    expect(missed).toEqual([]);
  });
  it('takes millions of values', () => {
    const found = orderStatisticInterval(5_000_000, 0.5)!;
    expect(found.upper - found.lower).toBeCloseTo(2 * 1.959964 * Math.sqrt(5_000_000 * 0.25), -1);
  });
});

describe('percentileInterval', () => {
  it.each([0.5, 0.8, 0.9, 0.95])('of p = %f exists from the least number on', (p) => {
    const least = leastForInterval(p);
    expect(percentileInterval(least - 1, p, (rank) => rank)).toBeNull();
    expect(percentileInterval(least, p, (rank) => 10 * rank)).toEqual([expect.any(Number), 10 * (least - 1)]);
  });
  it('needs 6 values for the median, 14, 29 and 59 for p80, p90 and p95', () => {
    expect([0.5, 0.8, 0.9, 0.95].map((p) => leastForInterval(p))).toEqual([6, 14, 29, 59]);
  });
  it('holds the percentile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 6, maxLength: 300 }),
        fc.constantFrom(0.5, 0.8, 0.9),
        (values, p) => {
          const sorted = values.sort((a, b) => a - b);
          const found = percentileInterval(sorted.length, p, (rank) => sorted[rank]!);
          if (found === null) return;
          expect(found[0]).toBeLessThanOrEqual(percentile(sorted, p)!);
          expect(found[1]).toBeGreaterThanOrEqual(percentile(sorted, p)!);
        },
      ),
    );
  });
});

describe('wilson and npsInterval', () => {
  it('hold the value and stay in range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), fc.nat(), (n, a, b) => {
        const hits = a % (n + 1);
        const misses = b % (n - hits + 1);
        const [low, high] = wilson(hits, n)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / n);
        expect(high).toBeGreaterThanOrEqual(hits / n);
        const [from, to] = npsInterval(hits, misses, n)!;
        expect(from).toBeGreaterThanOrEqual(-100);
        expect(to).toBeLessThanOrEqual(100);
        expect(from - 1e-9).toBeLessThanOrEqual((100 * (hits - misses)) / n);
      }),
    );
  });
  it('are null without answers', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(npsInterval(0, 0, 0)).toBeNull();
  });
});

describe('xmrLimits', () => {
  it('tells eight in a row on one side', () => {
    const run = [40, 42, 41, 43, 40, 42, 41, 43, 47, 49, 48, 47, 48, 49, 47, 48];
    expect(xmrLimits(run)?.runs).toEqual([
      { from: 0, to: 7, side: 'below' },
      { from: 8, to: 15, side: 'above' },
    ]);
  });
  it('finds nothing in equal values, whatever their rounding', () => {
    expect(xmrLimits(Array.from({ length: 10 }, () => 0.1))).toMatchObject({ outside: [], runs: [], centre: 0.1 });
  });
});

describe('allocate', () => {
  const weights = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.bigInt({ min: 0n, max: 10n ** 12n }));
  it('adds up to the total, and is never a minor unit away from the exact share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (total, record) => {
        const map = new Map(Object.entries(record));
        const all = [...map.values()].reduce((a, b) => a + b, 0n);
        const parts = allocate(total, map);
        expect(parts === null).toBe(all === 0n);
        if (!parts) return;
        expect([...parts.values()].reduce((a, b) => a + b, 0n)).toBe(total);
        for (const [key, part] of parts) {
          const off = part * all - total * map.get(key)!;
          expect(off < all && off > -all).toBe(true);
        }
      }),
    );
  });
  it('gives a key the same part in any order of the weights', () => {
    const one = new Map([
      ['a', 1n],
      ['b', 1n],
      ['c', 1n],
    ]);
    const two = new Map([
      ['c', 1n],
      ['b', 1n],
      ['a', 1n],
    ]);
    expect(allocate(10n, one)).toEqual(allocate(10n, two));
  });
  it('refuses a negative weight', () => {
    expect(() => allocate(1n, new Map([['a', -1n]]))).toThrow(InternalError);
  });
});

describe('convert', () => {
  it('rounds halves to the even minor unit, on both sides of zero', () => {
    expect([1n, 3n, 5n, -1n, -3n, -5n].map((n) => divideHalfEven(n, 2n))).toEqual([0n, 2n, 2n, 0n, -2n, -2n]);
    expect([4n, 5n, 6n, -4n, -5n].map((n) => divideHalfEven(n, 3n))).toEqual([1n, 2n, 2n, -1n, -2n]);
  });
  it('knows that a yen has no cents and a dinar a thousand fils', () => {
    expect(convert(1000n, 617_000n, { from: 0, to: 2 })).toBe(617n); // 1000 JPY at 0.00617 = 6.17 EUR
    expect(convert(617n, 16_207_455_400n, { from: 2, to: 0 })).toBe(1000n);
    expect(convert(1000n, 280_000_000n, { from: 3, to: 2 })).toBe(280n); // 1 BHD = 2.80 EUR
  });
});

describe('mixEffects', () => {
  const groups = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc
      .record({ numerator: fc.nat(1000), denominator: fc.nat(1000) })
      .map(({ numerator, denominator }) =>
        denominator === 0 ? { numerator: 0, denominator } : { numerator, denominator },
      ),
  );
  it('adds up to the raw change, also when groups come and go', () => {
    fc.assert(
      fc.property(groups, groups, (before, after) => {
        const found = mixEffects(new Map(Object.entries(before)), new Map(Object.entries(after)));
        if (!found) return;
        expect(found.within + found.mix).toBeCloseTo(found.change, 6);
      }),
    );
  });
  it('calls a group that came a matter of mix', () => {
    const before = new Map([['email', { numerator: 80, denominator: 100 }]]);
    const after = new Map([...before, ['chat', { numerator: 100, denominator: 100 }] as const]);
    const found = mixEffects(before, after)!;
    expect(found.within).toBe(0);
    expect(found.mix).toBeCloseTo(0.1, 12);
  });
  it('is null without cases', () => expect(mixEffects(new Map(), new Map())).toBeNull());
});

describe('mixAdjusted', () => {
  it('names the groups that have cases but no weight, and is null when nothing is covered', () => {
    const groups = new Map([
      ['chat', { numerator: 1, denominator: 2 }],
      ['fax', { numerator: 1, denominator: 1 }],
    ]);
    expect(
      mixAdjusted(
        groups,
        new Map([
          ['chat', 3],
          ['phone', 1],
        ]),
      ),
    ).toEqual({
      value: 0.5,
      covered_weight: 0.75,
      missing: ['phone'],
      unweighted: ['fax'],
    });
    expect(mixAdjusted(groups, new Map([['phone', 1]]))).toBeNull();
  });
});

describe('spreadByDays', () => {
  const line = { start_day: 20_000, end_day: 20_091 };
  it('gives every day the floor and the earliest days the rest', () => {
    const dayOf = (i: number) => spreadByDays(1003n, { start_day: 0, end_day: 10 }, { start_day: i, end_day: i + 1 });
    expect(Array.from({ length: 10 }, (_, i) => dayOf(i))).toEqual([
      101n,
      101n,
      101n,
      100n,
      100n,
      100n,
      100n,
      100n,
      100n,
      100n,
    ]);
  });
  it('adds up to the line over any tiling', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.array(fc.integer({ min: 19_980, max: 20_120 })),
        (amount, cuts) => {
          const edges = [19_970, ...cuts.sort((a, b) => a - b), 20_130];
          const sum = edges
            .slice(1)
            .map((end_day, i) => spreadByDays(amount, line, { start_day: edges[i]!, end_day }))
            .reduce((a, b) => a + b, 0n);
          expect(sum).toBe(amount);
        },
      ),
    );
  });
  it('is 0 outside the line', () => expect(spreadByDays(100n, line, { start_day: 0, end_day: 10 })).toBe(0n));
});
