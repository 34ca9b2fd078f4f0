import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accounts, slaResults } from '../../shared/lake/tables.ts';
import { ownTargetsOf } from '../../shared/load/own-targets.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { attributes } from '../support/facts.ts';
import { at, configurationOf, day } from '../support/lake.ts';
import { clear, emptyWarehouse, insert } from '../support/warehouse.ts';

const calendars = { default: { time_zone: 'UTC', hours: { 'mon-fri': ['09:00-17:00'] } } };
const configuration = configurationOf({
  calendars,
  promises: [
    { policy: 'gold', match: { account_band: ['gold'], priority: ['p1', 'p2'] }, first_reply: '1 h', wait: '8 h' },
    { policy: 'acme', match: { account: ['acme'] }, calendar: 'default', first_reply: '2 h' },
    { policy: 'standard', match: { source: ['helpdesk'] }, first_reply: '4 h' },
  ],
});

describe('the promises of casebook.yaml', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
  });
  beforeEach(() => clear(warehouse));
  afterAll(() => warehouse.close());

  const policyOf = async (given: Parameters<typeof attributes>[0], calendar_id: string | null = 'default') => {
    const targets = await ownTargetsOf('helpdesk', configuration, warehouse);
    return targets.of(attributes({ created_s: at('Mon 09:00'), ...given }), calendar_id);
  };

  it('are those of the first entry that matches, by priority and by the customer’s band on the day of the case', async () => {
    const bands = [
      { account_id: 'a1', band: 'silver', from_day: day('2026-01-01'), to_day: day('2026-09-01') },
      { account_id: 'a1', band: 'gold', from_day: day('2026-09-01'), to_day: null },
    ];
    await insert(
      warehouse,
      accounts,
      bands.map((one) => ({ source: 'inputs', version_key: '1', ...one })),
    );
    expect(await policyOf({ account_id: 'a1', priority: 'p1' })).toMatchObject({
      policy: 'gold',
      first_reply: 3600,
      wait: 8 * 3600,
      next_reply: undefined,
    });
    expect(await policyOf({ account_id: 'a1', priority: 'p3' })).toMatchObject({ policy: 'standard' });
    expect(await policyOf({ account_id: 'a1', priority: 'p1', created_s: at('2026-08-03T09:00:00Z') })).toMatchObject({
      policy: 'standard',
    });
    expect(await policyOf({ account_id: 'acme' })).toMatchObject({ policy: 'acme', first_reply: 7200 });
  });
  it('are not told where they differ by what a case does not tell', async () => {
    await insert(warehouse, accounts, [
      { source: 'inputs', version_key: '1', account_id: 'a1', band: 'gold', from_day: null, to_day: null },
    ]);
    // gold customers have other promises for p1 and p2: which this one has nobody knows
    expect(await policyOf({ account_id: 'a1', priority: null })).toBe('not_told');
    // no priority makes a customer without a band, or one who is not in the company's list, a gold one
    expect(await policyOf({ account_id: 'a2', priority: null })).toMatchObject({ policy: 'standard' });
    expect(await policyOf({ account_id: 'acme', priority: null })).toMatchObject({ policy: 'acme' });
    // whose case it is nobody knows: it may be that of a gold customer, or of acme
    expect(await policyOf({ account_id: null, priority: 'p1' })).toBe('not_told');
    expect(await policyOf({ account_id: null, priority: 'p4' })).toBe('not_told');
    expect(await policyOf({ account_id: 'a1', priority: 'p1', created_s: null })).toBe('not_told');
  });
  it('are those of the one entry for all cases, whatever a case tells', async () => {
    const one = configurationOf({ calendars, promises: [{ policy: 'all', wait: '8 h' }] });
    const targets = await ownTargetsOf('helpdesk', one, warehouse);
    expect(targets.of(attributes({ priority: null, account_id: null, channel: null }), 'default')).toMatchObject({
      policy: 'all',
    });
  });
  it('are on the calendar that the entry names, else on that of the team; without one there is no promise', async () => {
    expect(await policyOf({ account_id: 'a2' }, 'night')).toMatchObject({ calendar_id: 'night' });
    expect(await policyOf({ account_id: 'acme' }, 'night')).toMatchObject({ calendar_id: 'default' });
    expect(await policyOf({ account_id: 'a2' }, null)).toBeNull();
  });
  it('hold for no source that tells promises itself, and for none that they do not name', async () => {
    const told = { source: 'helpdesk', version_key: '1', ticket_id: 't1', metric: 'first_reply', applied_s: 1 };
    await insert(warehouse, slaResults, [{ ...told, is_own: true }]);
    expect(await policyOf({ account_id: 'acme' })).not.toBeNull();
    await insert(warehouse, slaResults, [{ ...told, ticket_id: 't2' }]);
    expect(await policyOf({ account_id: 'acme' })).toBeNull();
    const elsewhere = await ownTargetsOf('other', configuration, warehouse);
    expect(elsewhere.of(attributes({ created_s: 1, account_id: 'a2' }), 'default')).toBeNull();
  });
});
