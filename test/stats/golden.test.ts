import { describe, expect, it } from 'vitest';
import { allocate } from '../../shared/stats/allocate.ts';
import { convert } from '../../shared/stats/convert.ts';
import { impactBand } from '../../shared/stats/impact-band.ts';
import { mixAdjusted } from '../../shared/stats/mix-adjusted.ts';
import { mixEffects } from '../../shared/stats/mix-effects.ts';
import { npsInterval } from '../../shared/stats/nps-interval.ts';
import { percentile } from '../../shared/stats/percentile.ts';
import { wilson } from '../../shared/stats/wilson.ts';
import { xmrLimits } from '../../shared/stats/xmr-limits.ts';
import { type Golden, goldenVectors } from '../support/golden.ts';

/** How far apart two answers are: the largest difference of their numbers, Infinity when their shapes or texts differ. */
function distance(found: unknown, wanted: unknown): number {
  if (typeof found === 'number' && typeof wanted === 'number') return Math.abs(found - wanted);
  if (Array.isArray(found) && Array.isArray(wanted) && found.length === wanted.length) {
    return Math.max(0, ...wanted.map((value, i) => distance(found[i], value)));
  }
  return found === wanted ? 0 : Infinity;
}
const expectNear = (found: unknown, wanted: unknown, tolerance: number): void =>
  expect(distance(found, wanted)).toBeLessThanOrEqual(tolerance);

const ratios = (groups: Readonly<Record<string, readonly [number, number]>>) =>
  new Map(Object.entries(groups).map(([key, [numerator, denominator]]) => [key, { numerator, denominator }]));

describe('percentile', () => {
  type Expected = { n?: number; p50?: number; p80?: number; p90?: number };
  for (const vector of goldenVectors('percentile') as readonly Golden<{ values: (number | null)[] }, Expected>[]) {
    it(`gives the golden values of ${vector.case}`, () => {
      const sorted = vector.input.values.filter((value) => value !== null).sort((a, b) => a - b);
      const wanted = vector.expect;
      expectNear(sorted.length, wanted.n ?? 0, 0);
      expectNear(percentile(sorted, 0.5), wanted.p50 ?? null, vector.tolerance);
      expectNear(percentile(sorted, 0.8), wanted.p80 ?? null, vector.tolerance);
      expectNear(percentile(sorted, 0.9), wanted.p90 ?? percentile(sorted, 0.9), vector.tolerance);
    });
  }
});

describe('wilson', () => {
  type Expected = { interval95: [number, number] | null };
  for (const vector of goldenVectors('wilson_interval') as readonly Golden<
    { numerator: number; denominator: number },
    Expected
  >[]) {
    it(`gives the golden values of ${vector.case}`, () => {
      const found = wilson(vector.input.numerator, vector.input.denominator);
      expectNear(found, vector.expect.interval95, vector.tolerance);
    });
  }
});

describe('npsInterval', () => {
  type Expected = { interval95: [number, number]; n: number };
  for (const vector of goldenVectors('nps') as readonly Golden<{ '9-10': number; '0-6': number }, Expected>[]) {
    it(`gives the golden values of ${vector.case}`, () => {
      const found = npsInterval(vector.input['9-10'], vector.input['0-6'], vector.expect.n);
      expectNear(found, vector.expect.interval95, vector.tolerance);
    });
  }
});

describe('xmrLimits', () => {
  type Expected = {
    centre: number;
    moving_ranges: number[];
    mean_moving_range: number;
    upper: number;
    lower: number;
    upper_range: number;
    outside: number[];
  };
  for (const vector of goldenVectors('xmr_limits') as readonly Golden<{ values: number[] }, Expected>[]) {
    it(`gives the golden values of ${vector.case}`, () => {
      const found = xmrLimits(vector.input.values);
      const wanted = vector.expect;
      expectNear(found?.centre, wanted.centre, vector.tolerance);
      expectNear(found?.meanMovingRange, wanted.mean_moving_range, vector.tolerance);
      expectNear(found?.upper, wanted.upper, vector.tolerance);
      expectNear(found?.lower, wanted.lower, vector.tolerance);
      expectNear(found?.upperRange, wanted.upper_range, vector.tolerance);
      expect(found?.movingRanges).toEqual(wanted.moving_ranges);
      expect(found?.outside).toEqual(wanted.outside);
    });
  }
});

describe('allocate', () => {
  type Input = { total_minor: number; weights: Record<string, number> };
  for (const vector of goldenVectors('cost_allocation') as readonly Golden<Input, Record<string, number>>[]) {
    it(`gives the golden values of ${vector.case}`, () => {
      const weights = new Map(Object.entries(vector.input.weights).map(([key, weight]) => [key, BigInt(weight)]));
      const parts = allocate(BigInt(vector.input.total_minor), weights) ?? new Map();
      expect(Object.fromEntries([...parts].map(([key, part]) => [key, Number(part)]))).toEqual(vector.expect);
    });
  }
});

describe('cost of support', () => {
  type Ledger = { lines_minor: Record<string, number>; allocate: string[]; weights: Record<string, number> };
  type Lines = { lines: { amount_minor: number; rate_e8: number }[] };
  const vectors = goldenVectors('cost_of_support') as readonly Golden<Ledger & Lines, Record<string, unknown>>[];

  it('converts line by line as the golden vector does', () => {
    const vector = vectors.find((each) => each.case === 'fx_conversion')!;
    const lines = vector.input.lines.map((line) => convert(BigInt(line.amount_minor), BigInt(line.rate_e8)));
    expect(lines.map(Number)).toEqual(vector.expect.lines_minor);
    expect(Number(lines.reduce((sum, line) => sum + line, 0n))).toBe(vector.expect.total_minor);
  });

  it('ties to the ledger of the golden vector', () => {
    const vector = vectors.find((each) => each.case === 'ledger_tie_out')!;
    const { lines_minor, allocate: kinds, weights } = vector.input;
    const total = kinds.reduce((sum, kind) => sum + BigInt(lines_minor[kind] ?? 0), 0n);
    const parts = allocate(total, new Map(Object.entries(weights).map(([key, weight]) => [key, BigInt(weight)])))!;
    expect(Object.fromEntries([...parts].map(([key, part]) => [key, Number(part)]))).toEqual(vector.expect.allocated);
    const allocated = [...parts.values()].reduce((sum, part) => sum + part, 0n);
    expect(Number(allocated) + Number(vector.expect.unallocated_minor)).toBe(vector.expect.ledger_minor);
  });
});

describe('the mix of groups', () => {
  type Groups = Record<string, [number, number]>;
  type Input = { period1?: Groups; period2?: Groups; period: Groups; weights: Record<string, number> };
  type Expected = {
    raw: number | [number, number];
    raw_change?: number;
    within_effect?: number;
    mix_effect?: number;
    adjusted?: [number, number];
    value?: number;
    covered_weight?: number;
    missing?: string[];
  };
  for (const vector of goldenVectors('mix_adjusted_rate') as readonly Golden<Input, Expected>[]) {
    const { input, expect: wanted, tolerance } = vector;
    const weights = new Map(Object.entries(input.weights));
    it(`gives the golden values of ${vector.case}`, () => {
      const [one, two] = [ratios(input.period1 ?? input.period), ratios(input.period2 ?? input.period)];
      const found = mixEffects(one, two);
      const [before, after] = [mixAdjusted(one, weights), mixAdjusted(two, weights)];
      const raw = [found?.raw].flat();
      expectNear(wanted.raw_change === undefined ? raw[0] : raw, wanted.raw, tolerance);
      expectNear(found?.change, wanted.raw_change ?? 0, tolerance);
      expectNear(found?.within, wanted.within_effect ?? 0, tolerance);
      expectNear(found?.mix, wanted.mix_effect ?? 0, tolerance);
      expectNear([before?.value, after?.value], wanted.adjusted ?? [wanted.value, wanted.value], tolerance);
      expectNear(after?.covered_weight, wanted.covered_weight ?? 1, tolerance);
      expectNear(after?.missing, wanted.missing ?? [], 0);
    });
  }
});

describe('impactBand', () => {
  for (const vector of goldenVectors('requirements_value_score') as readonly Golden<{ shares: number[] }, string[]>[]) {
    if (vector.case !== 'kano_impact_bounds') continue;
    it('gives the golden bands', () => expect(vector.input.shares.map(impactBand)).toEqual(vector.expect));
  }
});
