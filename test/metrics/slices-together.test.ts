import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { canLimit } from '../../shared/metrics/checks.ts';
import { evaluate, type Ask, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import type { Ran } from '../../shared/metrics/queries.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { needs } from '../../shared/report/report.ts';
import { remembering } from '../../shared/run/remembering.ts';
import { at, configurationOf, period } from '../support/lake.ts';
import { fill } from '../support/organisation.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { emptyWarehouse } from '../support/warehouse.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await emptyWarehouse();
  await fill(warehouse);
});
afterAll(() => warehouse.close());

const teams = ['emea', 'apac', 'nobody of this name'];
const context = (more: Partial<MeasureContext> = {}): MeasureContext => ({
  warehouse,
  watermark_s: at('2026-10-01T00:00:00Z'),
  as_of_s: at('2027-05-01T00:00:00Z'),
  ...configurationOf(),
  ...more,
});
const metrics = Object.values(catalogue) as Metric[];

/** Every metric that can be limited so, whole and cut once, over a week and a quarter. */
const asksOf = (dimension: Dimension, value: string): readonly Ask[] =>
  metrics
    .filter((metric) => canLimit(metric, dimension))
    .flatMap((metric) =>
      [
        [],
        ...metric.dimensions
          .filter((one) => ['channel', 'team', 'person', 'priority'].includes(one))
          .map((one) => [one]),
      ].flatMap((by) =>
        ['2026-W39', '2026-Q3'].map((id): Ask => ({
          metric,
          period: period(id),
          by,
          where: { [dimension]: value },
          bounded: true,
        })),
      ),
    );

describe('slices of one report that are measured together', () => {
  it.each([
    ['with everything known', {}],
    ['looking back', { as_of_s: at('2026-09-25T12:00:00Z') }],
    ['in passes, as very many tickets are', { refine_above: 2 }],
  ])('have the numbers that each has when it is asked alone, %s', async (_, more) => {
    const shared = context({ ...more, warehouse: remembering(warehouse), together: ['team'] });
    for (const team of teams)
      expect(await evaluate(asksOf('team', team), shared), team).toEqual(
        await evaluate(asksOf('team', team), context(more)),
      );
  });

  it('are also those of a product, and of a report that is limited besides', async () => {
    const asks = asksOf('product', 'Flow')
      .map((ask) => ({ ...ask, where: { ...ask.where, channel: 'email' } }))
      .filter(({ metric }) => canLimit(metric, 'channel'));
    expect(asks.length).toBeGreaterThan(40);
    expect(await evaluate(asks, context({ together: ['product'] }))).toEqual(await evaluate(asks, context()));
  });

  it('ask nothing that an earlier slice asked', async () => {
    const remembered = remembering(warehouse);
    const asked: string[] = [];
    const counting: Warehouse = {
      ...warehouse,
      query: (name, sql) => {
        asked.push(sql);
        return warehouse.query(name, sql);
      },
    };
    const shared = context({ warehouse: remembering(counting), together: ['team'] });
    const of = (id: string) => {
      const facts = leadWeekFacts();
      return needs(leadWeekly, { ...facts, slice: { dimension: 'team', id, name: id, url: null } }).asks;
    };
    await evaluate(of('emea'), shared);
    const first = asked.length;
    await evaluate(of('apac'), shared);
    expect(asked.slice(first).map((sql) => sql.slice(0, 400))).toEqual([]);
    const ran: Ran[] = [];
    await evaluate(of('emea'), context({ warehouse: remembered }), ran);
    expect(first).toBeLessThanOrEqual(ran.length);
  });
});

describe('a warehouse that remembers', () => {
  const count = 'SELECT count(*) AS n FROM tickets';
  it('answers again what it was asked, until a table changes', async () => {
    const own = await emptyWarehouse();
    const remembered = remembering(own);
    const answer = await remembered.query('count', count);
    expect(await remembered.query('count', count)).toBe(answer);
    await fill(own);
    expect((await remembered.query('count', count)).rows).toEqual([[0]]);
    const [tickets] = (await import('../../shared/lake/tables.ts')).allTables;
    await remembered.remove(tickets!, '1 = 0');
    expect(Number((await remembered.query('count', count)).rows[0]?.[0])).toBeGreaterThan(0);
    await own.close();
  });
  it('asks again after a statement that failed', async () => {
    const remembered = remembering(warehouse);
    await expect(remembered.query('wrong', 'SELECT nothing FROM nowhere')).rejects.toThrow('nowhere');
    await expect(remembered.query('wrong', 'SELECT nothing FROM nowhere')).rejects.toThrow('nowhere');
  });
});
