import { describe, expect, it } from 'vitest';
import { betweenSpread } from '../../shared/stats/between-spread.ts';
import { holm } from '../../shared/stats/holm.ts';
import { twoSided, upperPoint, upperTail } from '../../shared/stats/normal.ts';
import { countDeviate, shareDeviate } from '../../shared/stats/two-samples.ts';

const choose = (n: number, k: number): number => {
  let all = 1n;
  for (let i = 0; i < k; i += 1) all = (all * BigInt(n - i)) / BigInt(i + 1);
  return k < 0 || k > n ? 0 : Number(all);
};
/** P(X > k) + P(X = k) / 2 by adding up every term. */
const midTail = (probability: (k: number) => number, from: number, most: number): number => {
  let tail = probability(from) / 2;
  for (let k = from + 1; k <= most; k += 1) tail += probability(k);
  return tail;
};

describe('the normal tail', () => {
  it('is that of the printed tables', () => {
    expect(upperTail(1.959963985)).toBeCloseTo(0.025, 7);
    expect(upperTail(3.090232306)).toBeCloseTo(0.001, 8);
    expect(upperTail(-1.644853627)).toBeCloseTo(0.95, 7);
    expect(upperPoint(0.005)).toBeCloseTo(2.575829, 5);
  });
});

describe('Student’s t', () => {
  it('has the printed two-sided 5 % and 1 % points: 2.228 and 3.169 for 10 degrees', () => {
    expect(twoSided(2.228, 10)).toBeCloseTo(0.05, 3);
    expect(twoSided(3.169, 10)).toBeCloseTo(0.01, 3);
    expect(twoSided(1.96, Infinity)).toBeCloseTo(0.05, 4);
  });
});

describe('shareDeviate', () => {
  it('has the exact hypergeometric mid-p tail: 7 of 20 against 3 of 40', () => {
    const whole = choose(60, 20);
    const tail = midTail((k) => (choose(10, k) * choose(50, 20 - k)) / whole, 7, 10);
    expect(upperTail(shareDeviate({ hits: 7, trials: 20 }, { hits: 3, trials: 40 }))).toBeCloseTo(tail, 6);
  });
  it('is the same size on both sides', () => {
    const up = shareDeviate({ hits: 12, trials: 60 }, { hits: 30, trials: 300 });
    expect(shareDeviate({ hits: 48, trials: 60 }, { hits: 270, trials: 300 })).toBeCloseTo(-up, 6);
  });
  it('is 0 where nothing can differ', () => {
    expect(shareDeviate({ hits: 0, trials: 60 }, { hits: 0, trials: 300 })).toBe(0);
    expect(shareDeviate({ hits: 60, trials: 60 }, { hits: 300, trials: 300 })).toBe(0);
    expect(shareDeviate({ hits: 0, trials: 0 }, { hits: 3, trials: 300 })).toBe(0);
  });
});

describe('countDeviate', () => {
  it('has the exact binomial mid-p tail: 20 in a week after 40 in four', () => {
    const tail = midTail((k) => choose(60, k) * 0.2 ** k * 0.8 ** (60 - k), 20, 60);
    expect(upperTail(countDeviate(20, 40, 4))).toBeCloseTo(tail, 6);
  });
});

describe('betweenSpread', () => {
  it('is the mean moving range of the z values over 1.128, moderated by four degrees of chance: ranges 2, 4, 2, 4', () => {
    const own = 0.62 * 4;
    expect(betweenSpread([0, 2, -2, 0, 4]).sigma).toBeCloseTo(Math.sqrt((4 + own * (3 / 1.128) ** 2) / (4 + own)), 6);
  });
  it('is never less than chance, and a little more where too few periods tell', () => {
    expect(betweenSpread([0, 0.1, 0, 0.1, 0, 0.1])).toEqual({ sigma: 1, degrees: Infinity });
    expect(betweenSpread([0, 3]).sigma).toBe(1.25);
  });
});

describe('holm', () => {
  const equal = (ps: readonly number[]) => ps.map((p) => ({ p, weight: 1 }));
  it('steps down: 0.01, 0.04, 0.03 at 5 % keep only the first, 0.01, 0.02, 0.03 all', () => {
    expect(holm(equal([0.01, 0.04, 0.03]), 0.05)).toEqual([true, false, false]);
    expect(holm(equal([0.03, 0.01, 0.02]), 0.05)).toEqual([true, true, true]);
  });
  it('gives a heavier finding more of the level', () => {
    expect(
      holm(
        [
          { p: 0.025, weight: 1 },
          { p: 0.5, weight: 1 },
        ],
        0.05,
      ),
    ).toEqual([true, false]);
    expect(
      holm(
        [
          { p: 0.026, weight: 1 },
          { p: 0.5, weight: 1 },
        ],
        0.05,
      ),
    ).toEqual([false, false]);
    expect(
      holm(
        [
          { p: 0.026, weight: 3 },
          { p: 0.5, weight: 1 },
        ],
        0.05,
      ),
    ).toEqual([true, false]);
  });
});
