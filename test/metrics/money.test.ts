import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  cac,
  clv,
  costOfSupport,
  costPerCase,
  deliveryEfficiency,
  expansionRate,
  netProfitMargin,
  ngSupportCost,
  revenueGrowth,
  romi,
  salesGrowth,
  supportProfit,
  supportRevenue,
  supportRoi,
  influenceRevenue,
} from '../../shared/metrics/catalogue/all.ts';
import { evaluate } from '../../shared/metrics/evaluate.ts';
import { at, day, period, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const september = { period: period('2026-09') };
const cost = (line_id: string, amount_minor: bigint, fields = {}) => ({
  line_id,
  scope: 'support',
  currency: 'EUR',
  amount_minor,
  period_start_day: day('2026-09-01'),
  period_end_day: day('2026-10-01'),
  allocation: 'none',
  ...fields,
});
const income = (line_id: string, amount_minor: bigint, fields = {}) => ({
  line_id,
  scope: 'support',
  kind: 'support_contract',
  currency: 'EUR',
  amount_minor,
  recognised_day: day('2026-09-21'),
  ...fields,
});

describe('cost of support', () => {
  it('is the month spread by calendar days: the weeks and days of a line add up to it', async () => {
    await home.put(lake.costs, [cost('a', 100_003n), cost('b', -7n), cost('other', 900n, { scope: 'company' })]);
    const days = Array.from({ length: 30 }, (_, i) =>
      period(
        `2026-09-${String(i + 1).padStart(2, '0')}..${i === 29 ? '2026-10-01' : `2026-09-${String(i + 2).padStart(2, '0')}`}`,
      ),
    );
    const found = await evaluate(
      days.map((one) => ({ metric: costOfSupport, period: one, by: [] })),
      home.context(),
    );
    const sum = found.reduce((all, { value }) => all + (value.status === 'known' ? value.value : NaN), 0);
    expect(sum).toBe(99_996);
    expect(await home.value(costOfSupport, september)).toMatchObject({ value: 99_996 });
  });
  it('is no data without a rate, names the currency, and takes the rate of the line’s day', async () => {
    await home.put(lake.costs, [cost('a', 1000n, { currency: 'USD' }), cost('b', 500n)]);
    expect(await home.value(costOfSupport, september)).toEqual({ status: 'no_data', reason: 'missing_rate' });
    expect(await home.extras(costOfSupport, september)).toEqual({ missing: 'USD' });
    await home.put(lake.fxRates, [
      { currency: 'USD', base: 'EUR', rate_e8: 90_000_000n, from_day: day('2026-09-01'), to_day: day('2026-10-01') },
      { currency: 'USD', base: 'EUR', rate_e8: 50_000_000n, from_day: day('2026-10-01'), to_day: null },
    ]);
    expect(await home.value(costOfSupport, september)).toMatchObject({ value: 1400 });
  });
  it('ties to the ledger to the minor unit, whatever the lines, credits, currencies and the work', async () => {
    // units of 10^-8 euro that a minor unit is worth: a cent of a dollar, and a yen, which has no smaller unit
    const worth_e8 = { EUR: 1_000_000n, USD: 912_345n, JPY: 612_345n };
    const inCents = (amount: bigint, currency: keyof typeof worth_e8): bigint => {
      const parts = amount * worth_e8[currency];
      const floor = (parts - (((parts % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
      const twice = (parts - floor * 1_000_000n) * 2n;
      return twice > 1_000_000n || (twice === 1_000_000n && floor % 2n !== 0n) ? floor + 1n : floor;
    };
    const line = fc.record({
      amount: fc.bigInt({ min: -1_000_000n, max: 10_000_000n }),
      allocation: fc.constantFrom('direct', 'time', 'cases', 'headcount', 'none'),
      team: fc.constantFrom('emea', 'apac', null),
      channel: fc.constantFrom('email', 'chat', null),
      kind: fc.constantFrom('salary', 'tools', 'ai'),
      currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    });
    const work = fc.record({
      channel: fc.constantFrom('email', 'chat', 'phone'),
      seconds: fc.integer({ min: 0, max: 90_000 }),
      isResolved: fc.boolean(),
    });
    let run = 0;
    const since = { base: 'EUR', from_day: day('2026-01-01'), to_day: null };
    await home.put(lake.fxRates, [
      { currency: 'USD', rate_e8: 91_234_500n, ...since },
      { currency: 'JPY', rate_e8: 612_345n, ...since },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.array(work, { minLength: 1, maxLength: 8 }),
        async (lines, works) => {
          run += 1;
          const source = `run${run}`;
          const { warehouse } = home.context();
          for (const name of ['costs', 'tickets', 'time_log', 'roster'])
            await warehouse.query('clear', `DELETE FROM ${name}`);
          await home.put(
            lake.costs,
            lines.map(({ amount, ...rest }, i) => cost(`l${i}`, amount, rest)),
          );
          await home.put(
            lake.tickets,
            works.map((one, i) => ({
              ...ticket({ channel: one.channel, resolved: one.isResolved ? 'Tue 09:00' : null }),
              source,
              ticket_id: `w${i}`,
            })),
          );
          await home.put(
            lake.timeLog,
            works.map((one, i) => ({
              entry_id: `${i}`,
              person_id: i % 2 === 0 ? 'a' : 'b',
              ticket_id: `w${i}`,
              ticket_source: source,
              work_day: day('2026-09-21'),
              worked_s: one.seconds,
              activity: 'online_support',
            })),
          );
          await home.put(lake.roster, [
            { person_id: 'a', team: 'emea', role: 'support', fte_milli: 1000, start_day: 0 },
            { person_id: 'b', team: 'apac', role: 'support', fte_milli: 700, start_day: 0 },
          ]);
          const ledger = lines.reduce((sum, { amount, currency }) => sum + inCents(amount, currency), 0n);
          for (const by of [
            [],
            ['channel'],
            ['team'],
            ['channel', 'team'],
            ['cost_kind'],
            ['channel', 'cost_kind'],
          ] as const) {
            const parts = await home.all(costOfSupport, { ...september, by });
            const sum = parts.reduce(
              (all, { value }) => all + BigInt(value.status === 'known' ? value.value : NaN),
              0n,
            );
            expect(sum, by.join()).toBe(ledger);
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('cost per case', () => {
  it('prints both parts, gives shared cost to the channels by logged time, leaves the rest unallocated', async () => {
    await home.tickets([
      ticket({ ticket_id: 'e', channel: 'email', resolved: 'Tue 09:00' }),
      ticket({ ticket_id: 'c', channel: 'chat', resolved: 'Tue 09:00' }),
      ticket({ ticket_id: 'o', channel: 'chat' }),
    ]);
    await home.put(lake.costs, [
      cost('shared', 1000n, { allocation: 'time' }),
      cost('phone', 50n, { channel: 'chat', allocation: 'direct' }),
      cost('rest', 70n),
    ]);
    const spent = (ticket_id: string, hours: number) => ({
      entry_id: ticket_id,
      person_id: 'p',
      ticket_id,
      ticket_source: 'helpdesk',
      work_day: day('2026-09-21'),
      worked_s: hours * 3600,
      activity: 'online_support',
    });
    await home.put(lake.timeLog, [spent('e', 3), spent('o', 1)]);
    expect(await home.value(costPerCase, september)).toMatchObject({ value: 560, numerator: 1120, denominator: 2 });
    expect(await home.byOne(costPerCase, 'channel', september)).toEqual({ email: 750, chat: 300 });
    expect(await home.extras(costPerCase, { ...september, by: ['channel'] })).toMatchObject({
      unallocated_minor: '70',
    });
    await home.put(lake.accounts, [{ account_id: 'a' }]);
    const parts = await home.all(ngSupportCost, { ...september, by: ['channel'] });
    expect(
      parts.map(({ segment, value, extras }) => [
        segment,
        value.status === 'known' ? value.value : null,
        extras.person_days,
      ]),
    ).toEqual([
      [{ channel: 'chat' }, 300, 0.125],
      [{ channel: 'email' }, 750, 0.375],
      [{ part: 'unallocated' }, 70, undefined],
    ]);
  });
  it('has cases and invoices of AI agents in both parts, and the two costs per case beside the blended one', async () => {
    const done = { resolved: 'Tue 09:00' };
    await home.tickets([
      ticket({ ticket_id: 'p1', handled_by: 'person', ...done }),
      ticket({ ticket_id: 'p2', handled_by: 'ai_then_person', ...done }),
      ...['a1', 'a2', 'a3'].map((ticket_id) =>
        ticket({ ticket_id, handled_by: 'ai', is_bot_only: true, is_counted: false, ...done }),
      ),
      ticket({ ticket_id: 'test', is_test: true, is_bot_only: true, is_counted: false, ...done }),
    ]);
    await home.put(lake.costs, [cost('people', 1000n), cost('fin', 297n, { kind: 'ai' })]);
    expect(await home.value(costPerCase, september)).toMatchObject({ numerator: 1297, denominator: 5 });
    expect(await home.extras(costPerCase, september)).toMatchObject({
      ai_cost_minor: '297',
      ai_cases: 3,
      ai_per_case_minor: 99,
      person_cost_minor: '1000',
      person_cases: 2,
      person_per_case_minor: 500,
      bot_only_resolved: 3,
    });
  });
  it('divides no cases between AI agents and people when nobody knows who is which', async () => {
    await home.tickets(
      ['a', 'b', 'c'].map((ticket_id) =>
        ticket({ ticket_id, handled_by: 'not_told', tells_ai_agents: false, resolved: 'Tue 09:00' }),
      ),
    );
    await home.put(lake.costs, [cost('people', 1000n), cost('fin', 200n, { kind: 'ai' })]);
    expect(await home.value(costPerCase, september)).toMatchObject({ numerator: 1200, denominator: 3 });
    const extras = await home.extras(costPerCase, september);
    expect(extras).toMatchObject({ ai_cost_minor: '200', person_cost_minor: '1000', handler_not_told: 3 });
    expect(extras).not.toHaveProperty('person_cases');
  });
  it('is no data, not infinite, when nothing was resolved', async () => {
    await home.tickets([ticket()]);
    await home.put(lake.costs, [cost('a', 100n)]);
    expect(await home.value(costPerCase, september)).toEqual({ status: 'no_data', reason: 'zero_denominator' });
  });
});

describe('a month that nobody has booked', () => {
  const november = '2026-11-05T00:00:00Z';
  const during = (id: string, as_of = november) => ({ period: period(id), as_of });
  const none = (table: string) => ({ status: 'no_data', reason: `no_input:${table}` });

  it('has no cost and no revenue, which is not 0', async () => {
    await home.tickets([ticket({ created: '2026-10-05T09:00:00Z', resolved: '2026-10-06T09:00:00Z' })]);
    await home.put(lake.knowledgeEvents, [{ event_id: '1', article_id: 'k', kind: 'read', at_s: at('Mon 09:00') }]);
    await home.put(lake.costs, [cost('a', 100n)]);
    await home.put(lake.revenue, [income('b', 70n)]);
    for (const metric of [costOfSupport, costPerCase, supportProfit, deliveryEfficiency])
      expect(await home.value(metric, during('2026-10')), metric.id).toEqual(none('costs'));
    for (const metric of [supportRevenue, influenceRevenue])
      expect(await home.value(metric, during('2026-10')), metric.id).toEqual(none('revenue'));
    expect(await home.extras(costPerCase, during('2026-10'))).toEqual({ cases_resolved: 1 });
    expect(await home.value(costOfSupport, during('2026-08'))).toEqual(none('costs')); // before the first line too
    expect(await home.extras(costPerCase, during('2026-09'))).toMatchObject({ cost_minor: '100', cost_lines: 1 });
  });
  it('is named beside the number of a longer period', async () => {
    await home.put(lake.costs, [
      cost('august', 3100n, { period_start_day: day('2026-08-01'), period_end_day: day('2026-09-01') }),
      cost('october', 310n, { period_start_day: day('2026-10-01'), period_end_day: day('2026-11-01') }),
    ]);
    await home.put(lake.revenue, [income('september', 70n)]);
    const without = async (id: string, metric = costOfSupport) =>
      (await home.extras(metric, during(id))).months_without_lines;
    expect(await home.value(costOfSupport, during('2026-Q3'))).toMatchObject({ value: 3100 });
    expect(await without('2026-Q3')).toBe('2026-07, 2026-09');
    expect(await without('2026-08')).toBeUndefined();
    expect(await without('all')).toBe('2026-09, 2026-11'); // from the first line to the day of as_of
    expect(await home.value(costOfSupport, during('2026-W36'))).toMatchObject({ value: 100 }); // 31 August alone
    expect(await without('2026-W36')).toBe('2026-09');
    expect(await without('2026-Q3', supportRevenue)).toBe('2026-07, 2026-08');
    expect(await without('2026-Q3', supportProfit)).toBe('costs 2026-07, 2026-09; revenue 2026-07, 2026-08');
  });
  it('is told once it has a line, whatever other scopes have, and however few days a line has', async () => {
    const oneDay = { period_start_day: day('2026-09-30'), period_end_day: day('2026-10-01') };
    await home.put(lake.costs, [cost('a', 100n, oneDay), cost('b', 5n, { ...oneDay, scope: 'company' })]);
    expect(await home.value(costOfSupport, during('2026-W38'))).toMatchObject({ value: 0 });
    expect(await home.value(costOfSupport, during('2026-W38', '2026-09-29T12:00:00Z'))).toEqual(none('costs'));
    expect(await home.value(netProfitMargin, during('2026-09'))).toEqual(none('revenue'));
    expect(await home.value(cac, during('2026-09'))).toEqual(none('account_events'));
  });
  it('is no fall of revenue to nothing', async () => {
    await home.put(lake.revenue, [income('a', 70n, { scope: 'company', kind: 'company' })]);
    expect(await home.value(revenueGrowth, during('2026-10'))).toEqual(none('revenue'));
  });
});

describe('the rest that no channel carries', () => {
  it('is the same beside the cost of support and beside the cost of a case', async () => {
    await home.tickets([ticket({ ticket_id: 'e', channel: 'email', resolved: 'Tue 09:00' })]);
    await home.put(lake.costs, [cost('direct', 1000n, { channel: 'email' }), cost('rest', 70n)]);
    expect(await home.extras(costOfSupport, september)).toMatchObject({ unallocated_minor: '70' });
    expect(await home.extras(costPerCase, september)).toMatchObject({ unallocated_minor: '70', cost_minor: '1070' });
  });
});

describe('revenue, profit and returns', () => {
  it('count recognised lines of support; services sold by experts are a part of it', async () => {
    await home.put(lake.revenue, [
      income('a', 1000n, { region: 'EMEA' }),
      income('b', 300n, { kind: 'tuning' }),
      income('c', 90n, { scope: 'company', kind: 'company' }),
      income('d', 5n, { recognised_day: day('2026-10-01') }),
    ]);
    await home.put(lake.costs, [cost('k', 400n)]);
    expect(await home.value(supportRevenue, september)).toMatchObject({ value: 1300, n: 2 });
    expect(await home.byOne(supportRevenue, 'region', september)).toEqual({ EMEA: 1000, unknown: 300 });
    expect(await home.value(influenceRevenue, september)).toMatchObject({ value: 300 });
    expect(await home.value(supportProfit, september)).toMatchObject({ value: 900 });
  });
  it('have no return on an initiative whose gain nobody booked', async () => {
    await home.put(lake.costs, [cost('k', 400n, { initiative: 'bot' }), cost('l', 100n, { initiative: 'wiki' })]);
    await home.put(lake.revenue, [income('a', 500n, { initiative: 'bot' })]);
    expect(await home.byOne(supportRoi, 'initiative', september)).toEqual({ bot: 0.25, wiki: 'no_input:revenue' });
  });
  it('show the company beside support: margin and growth without bookings, bookings apart', async () => {
    const company = { scope: 'company', kind: 'company' };
    const sales = { scope: 'company', kind: 'sales' };
    const august = { recognised_day: day('2026-08-31') };
    await home.put(lake.revenue, [
      income('a', 1200n, company),
      income('b', 1000n, { ...company, ...august }),
      income('c', 300n, sales),
      income('d', 200n, { ...sales, ...august }),
      income('m', 150n, { scope: 'marketing', kind: 'marketing_attributed' }),
    ]);
    await home.put(lake.costs, [
      cost('k', 900n, { scope: 'company' }),
      cost('m', 100n, { scope: 'marketing' }),
      cost('s', 60n, { scope: 'sales' }),
    ]);
    await home.put(lake.accountEvents, [
      { event_id: '1', account_id: 'x', kind: 'started', at_day: day('2026-09-05') },
      { event_id: '2', account_id: 'y', kind: 'started', at_day: day('2026-09-06') },
    ]);
    expect(await home.value(netProfitMargin, september)).toMatchObject({ value: 0.25 });
    expect(await home.value(revenueGrowth, september)).toMatchObject({ value: 0.2 });
    expect(await home.value(salesGrowth, september)).toMatchObject({ value: 0.5 });
    expect(await home.value(romi, september)).toMatchObject({ value: 0.5 });
    expect(await home.value(cac, september)).toMatchObject({ value: 80, numerator: 160, denominator: 2 });
    expect(await home.value(revenueGrowth, { period: period('2026-08') })).toEqual({
      status: 'no_data',
      reason: 'zero_denominator',
    });
  });
  it('count outcomes per 1,000 of cost', async () => {
    await home.tickets([ticket({ resolved: 'Tue 09:00' })]);
    await home.put(lake.costs, [cost('k', 50_000n)]);
    await home.put(lake.knowledgeEvents, [
      {
        event_id: '1',
        article_id: 'k',
        session_id: 's',
        kind: 'read',
        dwell_s: 31,
        at_s: at('Mon 09:00'),
        helpful: true,
      },
    ]);
    expect(await home.value(deliveryEfficiency, september)).toMatchObject({ value: 4, numerator: 2 });
  });
});

describe('what a customer is worth', () => {
  const account = (i: number, fields = {}) => ({
    account_id: `a${i}`,
    started_day: 0,
    recurring_minor: 3000n,
    currency: 'EUR',
    from_day: 0,
    ...fields,
  });
  const quarter = { period: period('2026-Q3') };
  it('is recurring revenue times margin over churn, from 30 customers on', async () => {
    await home.put(lake.plan, [
      {
        line_id: 'm',
        line: 'gross_margin',
        value_milli: 700,
        period_start_day: day('2026-07-01'),
        period_end_day: day('2026-10-01'),
      },
    ]);
    await home.put(lake.accounts, [
      ...Array.from({ length: 38 }, (_, i) => account(i)),
      account(40, { ended_day: day('2026-08-01'), band: 'gold' }),
      account(41, { ended_day: day('2026-07-01') }),
    ]);
    // 2 of 40 left: 30.00 * 0.7 / 0.05
    const { value } = (await home.value(clv, quarter)) as { value: number };
    expect(value).toBeCloseTo((3000 * 0.7) / 0.05, 6);
    expect(await home.byOne(clv, 'account_band', quarter)).toMatchObject({ gold: 'below_minimum_n' });
    expect(await home.value(clv, { period: period('2026-Q2') })).toEqual({
      status: 'no_data',
      reason: 'no_input:plan',
    });
  });
  it('grows by what existing customers add; reductions stand beside it', async () => {
    await home.put(lake.accounts, [account(1), account(2), account(3, { started_day: day('2026-08-01') })]);
    const event = (account_id: string, kind: string, amount_minor: bigint) => ({
      event_id: `${account_id}${kind}`,
      account_id,
      kind,
      amount_minor,
      currency: 'EUR',
      at_day: day('2026-09-01'),
    });
    await home.put(lake.accountEvents, [
      event('a1', 'expanded', 1500n),
      event('a3', 'expanded', 9000n),
      event('a2', 'reduced', 400n),
    ]);
    expect(await home.value(expansionRate, quarter)).toMatchObject({ value: 0.25, numerator: 1500, denominator: 6000 });
    expect(await home.extras(expansionRate, quarter)).toMatchObject({ reduced_minor: '400' });
  });
});
