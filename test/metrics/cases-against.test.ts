import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { casesBehind, listsAgainst } from '../../shared/metrics/cases-behind.ts';
import { evaluate, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, period } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

/** Shares of cases. */
const shares = (Object.values(catalogue) as Metric[]).filter(
  (metric) => listsAgainst(metric) && metric.requires.includes('tickets'),
);
/** Made of differences of counts, which have no rows of their own, or of several shares: all cases are listed, and said to be all. */
const lookedAt = ['resolution_rate_Nh', 'evaluation_rate', 'independent_closure_broad', 'independent_closure_narrow'];
const quarter = period('2026-Q3');

let warehouse: Warehouse;
let context: MeasureContext;
beforeAll(async () => {
  warehouse = await emptyWarehouse();
  await fill(warehouse);
  context = {
    warehouse,
    as_of_s: at('2027-05-01T00:00:00Z'),
    watermark_s: at('2027-05-01T00:00:00Z'),
    ...configurationOf(),
  };
});
afterAll(() => warehouse.close());

describe('the cases behind a share', () => {
  it.each(shares.map((metric) => [metric.id, metric] as const))(
    '%s: as many as count against it',
    async (id, metric) => {
      const ask = { metric, period: quarter, by: [] };
      const rows = await casesBehind(ask, 100_000, context);
      const measured = await evaluate([ask], context);
      const parts = measured.flatMap(({ value }) => (value.status === 'known' ? [value] : []));
      const sum = (of: (part: (typeof parts)[number]) => number | null): number =>
        parts.reduce((all, part) => all + (of(part) ?? 0), 0);
      const hits = sum(({ numerator }) => numerator);
      const against = metric.direction === 'down' ? hits : sum(({ denominator }) => denominator) - hits;
      const isAgainst = rows.every((row) => row.against === true);
      expect(isAgainst || lookedAt.includes(id)).toBe(true);
      if (isAgainst && rows.length > 0) expect(rows).toHaveLength(against);
    },
  );
});
