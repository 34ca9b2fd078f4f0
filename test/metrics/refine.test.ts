import * as fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import { dtsP50, dtsP80 } from '../../shared/metrics/catalogue/all.ts';
import { evaluate, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import { bucketSql } from '../../shared/metrics/refine.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { percentile } from '../../shared/stats/percentile.ts';
import { at, configurationOf, ticket, week39 } from '../support/lake.ts';
import { clear, emptyWarehouse, insert } from '../support/warehouse.ts';

describe('exact refinement', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  afterAll(() => warehouse.close());

  it('finds the percentiles of a full sort, in every segment, whatever the values', async () => {
    const context: MeasureContext = {
      warehouse,
      as_of_s: at('2027-01-01T00:00:00Z'),
      watermark_s: 0,
      ...configurationOf(),
    };
    const value = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: 2 ** 30, max: 2 ** 31 - 1 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, fc.constantFrom('email', 'chat')), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          await clear(warehouse);
          await insert(
            warehouse,
            lake.tickets,
            rows.map(([resolve_s, channel]) => ({ ...ticket({ resolved: 'Wed 09:00', channel }), resolve_s })),
          );
          const asks = [dtsP50, dtsP80].flatMap((metric) =>
            [[], ['channel' as const]].map((by) => ({ metric, period: week39, by })),
          );
          const refined = await evaluate(asks, { ...context, refine_above: 0 });
          for (const { metric, segment, value: found } of refined) {
            const own = rows
              .filter(([, channel]) => segment.channel === undefined || channel === segment.channel)
              .map(([seconds]) => seconds)
              .sort((a, b) => a - b);
            expect(found).toMatchObject({ value: percentile(own, metric === 'dts_p50' ? 0.5 : 0.8), n: own.length });
          }
          expect(refined).toEqual(await evaluate(asks, context));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('sorts whole numbers into buckets that never overlap', async () => {
    const edges = [0, 1, 127, 128, 129, 255, 256, 257, 65_535, 65_536, 2 ** 24, 2 ** 30 - 1, 2 ** 30, 2 ** 31 - 1];
    const found = await warehouse.query(
      'buckets',
      `SELECT x, ${bucketSql('x')} AS b FROM (VALUES ${edges.map((x) => `(${x})`).join(', ')}) AS t (x) ORDER BY x`,
    );
    const buckets = found.rows.map(([, bucket]) => Number(bucket));
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    expect(buckets.slice(0, 4)).toEqual([0, 1, 127, 128]);
    expect(new Set(buckets).size).toBeGreaterThan(10);
  });
});
