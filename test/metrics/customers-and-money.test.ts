import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Measured } from '../../shared/metrics/evaluate.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, day, flowOf, period, ticket } from '../support/lake.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

/** Three customers over the third quarter of 2026 (92 days), counted by hand. */
const common = { source: 'helpdesk', version_key: '1' };
const q3 = period('2026-Q3');

describe('customers and money', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
    const account = (account_id: string, row: object) => ({
      ...common,
      account_id,
      band: 'gold',
      started_day: day('2025-01-01'),
      from_day: day('2025-01-01'),
      currency: 'EUR',
      ...row,
    });
    await insert(warehouse, lake.accounts, [
      account('a1', { recurring_minor: 920_000n, to_day: day('2026-08-01') }),
      // the same customer pays more from August on: 61 of the 92 days
      account('a1', { recurring_minor: 1_840_000n, from_day: day('2026-08-01'), band: 'platinum' }),
      // a customer for the first 46 days
      account('a2', { recurring_minor: 184_000n, ended_day: day('2026-08-16') }),
      account('a3', { recurring_minor: 92_000n }),
    ]);
    await insert(
      warehouse,
      lake.accountEvents,
      (
        [
          ['a1', '2025-11-10', 'renewal_due'],
          ['a1', '2025-11-08', 'renewed'],
          ['a1', '2026-11-10', 'renewal_due'],
          ['a3', '2026-12-01', 'renewal_due'],
          ['a3', '2026-09-20', 'renewed'],
        ] as const
      ).map(([account_id, text, kind]) => ({
        ...common,
        event_id: `${account_id} ${text}`,
        account_id,
        at_day: day(text),
        kind,
      })),
    );
    const cases = [
      ticket({
        ticket_id: 'c1',
        account_id: 'a1',
        resolved: 'Mon 12:00',
        first_resolved: 'Mon 12:00',
        reopen_count: 2,
      }),
      ticket({
        ticket_id: 'c2',
        account_id: 'a1',
        resolved: 'Tue 12:00',
        first_resolved: 'Tue 12:00',
        reopen_count: 0,
      }),
      ticket({
        ticket_id: 'c3',
        account_id: 'a3',
        resolved: 'Tue 12:00',
        first_resolved: 'Tue 12:00',
        reopen_count: 0,
      }),
      ticket({ ticket_id: 'c4', account_id: null, reopen_count: 0 }),
    ];
    await insert(warehouse, lake.tickets, cases);
    await insert(warehouse, lake.ticketFlow, flowOf(cases));
    await insert(warehouse, lake.surveys, [
      { ...common, survey_id: 's1', ticket_id: 'c3', kind: 'csat', label: 'bad', answered_s: at('Wed 10:00') },
    ]);
    await insert(warehouse, lake.costs, [
      {
        ...common,
        line_id: 'k1',
        scope: 'support',
        kind: 'salary',
        allocation: 'none',
        amount_minor: 164_400n,
        currency: 'EUR',
        period_start_day: day('2026-07-01'),
        period_end_day: day('2026-10-01'),
      },
    ]);
  }, 300_000);
  afterAll(() => warehouse.close());

  const ask = async (metric: Metric, by: readonly Dimension[] = []): Promise<readonly Measured[]> =>
    evaluate([{ metric, period: q3, by }], {
      warehouse,
      as_of_s: at('2026-10-05T00:00:00Z'),
      watermark_s: at('2026-10-05T00:00:00Z'),
      ...configurationOf(),
    });

  it('counts cases per 100 customers over the customers of each day, and says which cases are of nobody known', async () => {
    // 3 cases; 92 + 46 + 92 customer days are 2.5 customers
    const [found] = await ask(catalogue.contactRate);
    expect(found).toMatchObject({
      value: { status: 'known', value: 120, n: 3, numerator: 300, denominator: 2.5 },
      extras: { cases: 3, cases_of_nobody_known: 1 },
    });
    const byBand = await ask(catalogue.contactRate, ['account_band']);
    expect(byBand.map(({ segment, value }) => [segment.account_band, (value as { value: number }).value])).toEqual([
      ['gold', 100 / 1.5],
      ['platinum', 200],
    ]);
  });

  it('counts cases per 100 orders where each day of the period has its orders, and is silent where one has not', async () => {
    const line = (from: string, to: string, orders: number) => ({
      source: 'inputs',
      version_key: '1',
      period_start_day: day(from),
      period_end_day: day(to),
      orders,
    });
    await insert(warehouse, lake.orders, [
      line('2026-07-01', '2026-08-01', 30),
      line('2026-09-01', '2026-10-01', 40),
      // of two quarters: it cannot be split
      line('2026-10-01', '2027-01-01', 1000),
    ]);
    expect(await ask(catalogue.contactRateOrders)).toMatchObject([
      { value: { status: 'no_data', reason: 'no_input:orders' }, extras: { days_without_orders: 31 } },
    ]);
    await insert(warehouse, lake.orders, [line('2026-08-01', '2026-09-01', 10)]);
    // all four cases, also the one of nobody known, and 80 orders
    expect(await ask(catalogue.contactRateOrders)).toMatchObject([
      { value: { status: 'known', value: 5, n: 4, numerator: 400, denominator: 80 } },
    ]);
  });

  it('holds the cost of support against the recurring revenue of the same days', async () => {
    // 920,000 x 31/92 + 1,840,000 x 61/92 + 184,000 x 46/92 + 92,000 = 1,714,000
    const [found] = await ask(catalogue.supportCostShare);
    expect(found).toMatchObject({
      value: { status: 'known', value: 164_400 / 1_714_000, numerator: 164_400, denominator: 1_714_000, n: 3 },
    });
  });

  it('names the revenue of customers who renew soon and were let down', async () => {
    // a1: reopened twice, due on 10 November. a3 rated badly, but its renewal was decided on 20 September
    const [found] = await ask(catalogue.accountExposure);
    expect(found).toMatchObject({
      value: { status: 'known', value: 1_840_000, n: 1 },
      // no source tells promises, and no case has a priority
      extras: { accounts: 1, by_reopened: 1, by_rating: 0, not_judged: 'promise, old_p1', cases_of_nobody_known: 1 },
    });
    const byAccount = await ask(catalogue.accountExposure, ['account']);
    expect(byAccount.map(({ segment, extras }) => [segment, extras?.['why'], extras?.['renewal_day']])).toEqual([
      [{ account: 'a1' }, 'reopened', day('2026-11-10')],
    ]);
  });

  it('names no revenue at risk where nobody knows whose the cases are, nor by a rule of which the cases tell nothing', async () => {
    const strangers = (n: number, fields: object = {}) =>
      Array.from({ length: n }, (_, i) => ({ ...ticket({ account_id: null, ...fields }), ticket_id: `z${i}` }));
    await insert(warehouse, lake.tickets, strangers(9));
    expect((await ask(catalogue.accountExposure))[0]).toMatchObject({
      value: { status: 'no_data', reason: 'no_input:accounts' },
      extras: { cases_of_nobody_known: 10 },
    });
    await warehouse.query('clear', `DELETE FROM tickets WHERE ticket_id LIKE 'z%'`);
    await warehouse.query('untell', 'UPDATE tickets SET tells_reopen_count = FALSE');
    expect((await ask(catalogue.accountExposure))[0]).toMatchObject({
      value: { status: 'known', value: 0 },
      extras: { not_judged: 'promise, reopened, old_p1' },
    });
    await warehouse.query('tell', 'UPDATE tickets SET tells_reopen_count = NULL');
  });

  it('gives no share of revenue while a customer’s revenue is not stated', async () => {
    await insert(warehouse, lake.accounts, [
      { ...common, account_id: 'a4', started_day: day('2025-01-01'), from_day: day('2025-01-01'), currency: 'EUR' },
    ]);
    const [found] = await ask(catalogue.supportCostShare);
    expect(found).toMatchObject({
      value: { status: 'no_data', reason: 'no_input:accounts' },
      extras: { revenue_not_stated: 1 },
    });
  });
});
