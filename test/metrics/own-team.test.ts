import { afterAll, beforeAll, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { canLimit } from '../../shared/metrics/checks.ts';
import { evaluate, type Ask, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import type { Ran } from '../../shared/metrics/queries.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, period } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyWarehouse();
  await fill(warehouse);
});
afterAll(() => warehouse.close());

const asks = (Object.values(catalogue) as Metric[])
  .filter((metric) => canLimit(metric, 'team'))
  .flatMap((metric) =>
    ['2026-W38', '2026-W39'].map((id): Ask => ({
      metric,
      period: period(id),
      by: [],
      where: { team: 'emea' },
    })),
  );

it('joins no post to tickets that all name their team, and counts what the joins count', async () => {
  const measured = async () => {
    const ran: Ran[] = [];
    const context: MeasureContext = {
      warehouse,
      watermark_s: at('2026-10-01T00:00:00Z'),
      as_of_s: at('2027-05-01T00:00:00Z'),
      ...configurationOf(),
    };
    return { values: await evaluate(asks, context, ran), ran };
  };
  await warehouse.query('all name a team', `UPDATE tickets SET team = 'emea' WHERE team IS NULL`);
  const own = await measured();
  // one that counts nowhere and names none: now posts may decide, and every end of a period is asked by itself
  await warehouse.query(
    'one names none',
    `INSERT INTO tickets BY NAME SELECT * REPLACE ('nowhere' AS ticket_id, NULL AS team, TRUE AS is_test, FALSE AS is_counted, 0 AS created_s)
     FROM (SELECT * FROM tickets WHERE is_counted AND requester_id IS NOT NULL LIMIT 1)`,
  );
  const joined = await measured();
  expect(own.values).toEqual(joined.values);
  expect(own.values.filter(({ value }) => value.status === 'known').length).toBeGreaterThan(60);
  expect(own.ran.length).toBeLessThan(joined.ran.length);
});
