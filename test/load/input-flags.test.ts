import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import { inputFlags } from '../../shared/load/input-flags.ts';
import { at, configurationOf, day, ticket } from '../support/lake.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';
import { insert } from '../support/warehouse.ts';

/** What the doctor tells of stored inputs that cannot be seen in one file. */
const line = { scope: 'support', kind: 'tools', currency: 'EUR', amount_minor: 1n, version_key: '1', source: 'inputs' };
const spread = (from: string, to: string) => ({ period_start_day: day(from), period_end_day: day(to) });

describe('the flags of inputs', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.close());

  it('name a cost line whose cost centre is not in the configured list', async () => {
    await insert(home.ports.warehouse, lake.costs, [
      { ...line, ...spread('2026-08-01', '2026-09-01'), line_id: 'known', cost_centre: 'CC-410' },
      { ...line, ...spread('2026-08-01', '2026-09-01'), line_id: 'odd', cost_centre: 'CC-999' },
    ]);
    const flags = (cost_centres?: readonly string[]) =>
      inputFlags(home.ports, configurationOf({ organisation: cost_centres === undefined ? {} : { cost_centres } }));
    expect(await flags(['CC-410'])).toEqual([
      { flag: 'cost_unknown_cost_centre', count: 1, examples: ['line odd: CC-999'] },
    ]);
    // Without a list a slip looks like any other name: that is told as well.
    expect(await flags()).toMatchObject([
      {
        flag: 'cost_centre_not_checked',
        count: 2,
        examples: ['CC-410', 'CC-999'],
        advice: /organisation.cost_centres/,
      },
    ]);
  });

  it('name what helpdesks or older files say that cannot all be right', async () => {
    const stored = { version_key: '1', source: 'inputs' };
    const entry = { ...stored, person_id: 'p-1', work_day: day('2026-08-03'), worked_s: 13 * 3600 };
    const survey = { ...stored, kind: 'csat', scale_min: 1, scale_max: 5 };
    await insert(home.ports.warehouse, lake.timeLog, [
      { ...entry, entry_id: 'a', activity: 'leave' },
      { ...entry, entry_id: 'b', activity: 'leave' },
    ]);
    await insert(home.ports.warehouse, lake.surveys, [
      { ...survey, survey_id: 'a', scale_reversed: false },
      { ...survey, survey_id: 'b', scale_reversed: true },
    ]);
    const flags = await inputFlags(home.ports, configurationOf());
    expect(flags.filter(({ flag }) => /24|directions/.test(flag))).toEqual([
      { flag: 'more_than_24_hours_a_day', count: 1, examples: ['p-1 on 2026-08-03: 26 hours'] },
      { flag: 'survey_scale_in_two_directions', count: 1, examples: ['csat from 1 to 5'] },
    ]);
  });

  it('name billed conversations without a case, and an AI agent that is in the roster as well', async () => {
    const stored = { version_key: '1', source: 'inputs' };
    await insert(home.ports.warehouse, lake.tickets, [ticket({ ticket_id: '4711' })]);
    await insert(
      home.ports.warehouse,
      lake.aiUsage,
      ['4711', '4799', null].map((ticket_id, i) => ({
        ...stored,
        line_id: `fin-${i}`,
        ticket_id,
        ticket_source: 'helpdesk',
        billed: 1,
      })),
    );
    await insert(home.ports.warehouse, lake.memberships, [
      { ...stored, helpdesk_source: '*', helpdesk_person_id: 'fin', person_id: 'p-99' },
      { ...stored, helpdesk_source: 'elsewhere', helpdesk_person_id: 'fin', person_id: 'p-98' },
    ]);
    const sources = [{ id: 'helpdesk', connector: 'event-log', bots: ['fin'] }];
    expect(
      (await inputFlags(home.ports, configurationOf({ sources }))).filter(({ flag }) => flag.startsWith('ai_')),
    ).toEqual([
      { flag: 'ai_usage_without_case', count: 1, examples: ['line fin-1: no case 4799'], advice: expect.any(String) },
      {
        flag: 'ai_agent_in_roster',
        count: 1,
        examples: ['p-99: account fin is named in bots'],
        advice: expect.any(String),
      },
    ]);
  });

  it('name the accounts of tickets that the list of accounts does not know, such as one that was renamed', async () => {
    await insert(home.ports.warehouse, lake.tickets, [
      { ...ticket({ account_id: 'acme' }), created_s: at('Mon 09:00') },
      { ...ticket({ account_id: 'acme-ltd' }), created_s: at('Tue 09:00') },
      { ...ticket({ account_id: 'acme-ltd' }), created_s: at('Wed 09:00') },
      { ...ticket(), created_s: at('Wed 09:00') },
    ]);
    expect(await inputFlags(home.ports, configurationOf())).toEqual([]); // no list at all: nothing to compare with
    await insert(home.ports.warehouse, lake.accounts, [
      { account_id: 'acme', band: 'gold', started_day: 0, from_day: 0, source: 'inputs', version_key: '1' },
    ]);
    expect(await inputFlags(home.ports, configurationOf())).toEqual([
      { flag: 'ticket_of_unlisted_account', count: 1, examples: ['acme-ltd'] },
    ]);
  });

  it('name the months that were over by the newest ticket and have no costs', async () => {
    await insert(home.ports.warehouse, lake.tickets, [{ ...ticket(), created_s: at('2026-10-02T00:00:00Z') }]);
    await insert(home.ports.warehouse, lake.costs, [
      { ...line, ...spread('2026-08-01', '2026-09-01'), line_id: 'a', cost_centre: 'CC-410' },
    ]);
    expect(await inputFlags(home.ports, configurationOf({ organisation: { cost_centres: ['CC-410'] } }))).toEqual([
      { flag: 'month_without_rows', count: 1, examples: ['costs in 2026-09'] },
    ]);
  });
});
