import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import { goldenLake, type Groups, type Rows } from '../../support/golden-metrics.ts';
import { ticket } from '../../support/lake.ts';

describe('the golden vectors of totals across channels', () => {
  const { put, ask, known, each, near } = goldenLake('mix');

  const cohort = (groups: Groups, created: string, late: string): Rows =>
    Object.entries(groups).flatMap(([channel, [hits, n]]) =>
      Array.from({ length: n }, (_, i) => ticket({ created, resolved: i < hits ? created : late, channel })),
    );
  each<
    { period1: Groups; period2: Groups; weights: Record<string, number> },
    { raw: number[]; raw_change: number; within_effect: number; mix_effect: number; adjusted: number[] }
  >(['simpson_reversal', 'mix_only_change', 'within_only_change'], async ({ period1, period2, weights }, expected) => {
    await put(lake.tickets, [
      ...cohort(period1, '2026-08-10T00:00:00Z', '2026-08-20T00:00:00Z'),
      ...cohort(period2, '2026-09-10T00:00:00Z', '2026-09-20T00:00:00Z'),
    ]);
    await put(
      lake.weights,
      Object.entries(weights).map(([value, weight]) => ({
        dimension: 'channel',
        value,
        weight_milli: weight * 1000,
        from_day: 0,
      })),
    );
    const found = (await ask(['mix_adjusted_rate'])).find(({ segment }) => segment.base_metric === 'fdr_24h');
    near(known(found).value, expected.adjusted[1]!);
    const extras = found!.extras as Record<string, number>;
    near(extras.raw, expected.raw[1]!);
    near(extras.raw_before, expected.raw[0]!);
    near(extras.raw_change, expected.raw_change);
    near(extras.within_effect, expected.within_effect);
    near(extras.mix_effect, expected.mix_effect);
    near(extras.adjusted_before, expected.adjusted[0]!);
    expect(extras.simpson_alarm).toBe(
      expected.raw_change * (expected.adjusted[1]! - expected.adjusted[0]!) < -1e-12 ? 1 : 0,
    );
  });
  each<
    { period: Groups; weights: Record<string, number> },
    { value: number; covered_weight: number; missing: string[]; raw: number }
  >(['mix_group_missing'], async (input, expected) => {
    await put(lake.tickets, cohort(input.period, '2026-09-10T00:00:00Z', '2026-09-20T00:00:00Z'));
    await put(
      lake.weights,
      Object.entries(input.weights).map(([value, weight]) => ({
        dimension: 'channel',
        value,
        weight_milli: weight * 1000,
        from_day: 0,
      })),
    );
    const found = (await ask(['mix_adjusted_rate'])).find(({ segment }) => segment.base_metric === 'fdr_24h');
    near(known(found).value, expected.value);
    near(found!.extras.covered_weight_share as number, expected.covered_weight);
    expect(found!.extras).toMatchObject({ missing: expected.missing.join(', '), raw: expected.raw });
  });
});
