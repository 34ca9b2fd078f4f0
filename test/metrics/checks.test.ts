import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  actualPersonDays,
  attritionRateMonthly,
  backlog,
  businessInvolvement,
  costPerCase,
  dtsP50,
  effectivenessQuality,
  fdr24h,
  goodRate,
  handoffRate,
  slaAttainment,
  mixAdjustedRate,
  resolutionRateNh,
  supportContributionIndex,
  timeToResolve,
  ticketVolume,
  issuesHandled,
  costPerTicket,
} from '../../shared/metrics/catalogue/all.ts';
import { evaluate, explain, toJson } from '../../shared/metrics/evaluate.ts';
import { at, day, period, ticket, week39 } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();

describe('reasons for no data', () => {
  it('name the first missing table in the order of the definition', async () => {
    expect(await home.value(slaAttainment)).toEqual({ status: 'no_data', reason: 'no_input:sla_results' });
    await home.put(lake.slaResults, [{ ticket_id: 't', metric: 'first_reply', applied_s: 0 }]);
    expect(await home.value(slaAttainment)).toEqual({ status: 'no_data', reason: 'no_input:tickets' });
    await home.tickets([ticket({ created: 'Mon 09:00' })]);
    expect(await home.value(slaAttainment)).toEqual({ status: 'no_data', reason: 'zero_denominator' });
    expect(await home.value(costPerCase)).toEqual({ status: 'no_data', reason: 'no_input:costs' });
    expect(await home.value(supportContributionIndex)).toEqual({ status: 'no_data', reason: 'not_defined' });
    expect(await home.value(effectivenessQuality)).toEqual({ status: 'no_data', reason: 'no_targets' });
  });
  it('tell a true 0 from nothing: a count over a present input is 0', async () => {
    await home.tickets([ticket({ created: 'last Mon 09:00' })]);
    expect(await home.value(ticketVolume)).toMatchObject({ status: 'known', value: 0 });
    expect(await home.value(fdr24h)).toEqual({ status: 'no_data', reason: 'empty_population' });
    expect(await home.value(backlog)).toMatchObject({ status: 'known', value: 1 });
  });
  it('put a source that is behind before everything, and only where its data is needed', async () => {
    await home.tickets([ticket({ created: 'Mon 09:00' })]);
    const more = {
      reach: [{ source: 'helpdesk', complete_until_s: at('Wed 00:00') }],
      asked_s: at('next Mon 06:00'),
    };
    const late = { more, as_of: 'Wed 00:00' };
    expect(await home.value(ticketVolume, late)).toEqual({ status: 'no_data', reason: 'incomplete_source' });
    expect(await home.value(handoffRate, late)).toEqual({ status: 'no_data', reason: 'incomplete_source' });
    expect(await home.value(attritionRateMonthly, late)).toEqual({ status: 'no_data', reason: 'no_input:roster' });
    expect(await home.value(ticketVolume, { ...late, period: period('2026-W38') })).toMatchObject({ value: 0 });
    expect(await home.value(ticketVolume, { ...late, where: { source: 'other' } })).toMatchObject({ value: 0 });
    expect(await home.value(ticketVolume, { ...late, where: { source: 'helpdesk' } })).toMatchObject({
      reason: 'incomplete_source',
    });
    const running = { more: { ...more, asked_s: at('Thu 12:00') }, as_of: 'Wed 00:00' };
    expect(await home.value(ticketVolume, running)).toMatchObject({ status: 'known', value: 1 });
    const never = { more: { reach: [{ source: 'helpdesk', complete_until_s: 0 }] } };
    expect(await home.value(ticketVolume, never)).toEqual({ status: 'no_data', reason: 'incomplete_source' });
    expect(await home.value(ticketVolume, { ...never, period: period('all') })).toMatchObject({
      reason: 'incomplete_source',
    });
    expect(await home.value(ticketVolume, { ...late, period: period('all') })).toMatchObject({ value: 1 });
  });
  it('name what has no weight instead of taking it for 1', async () => {
    await home.put(lake.activityWeights, [{ activity: 'training', validity_milli: 1000, counts_as_support: true }]);
    const row = { person_id: 'p', work_day: day('2026-09-21'), worked_s: 3600 };
    await home.put(lake.timeLog, [
      { ...row, entry_id: '1', activity: 'training' },
      { ...row, entry_id: '2', activity: 'leave' },
    ]);
    expect(await home.value(actualPersonDays)).toMatchObject({ value: 0.125 });
    await home.put(lake.timeLog, [{ ...row, entry_id: '3', activity: 'knowledge' }]);
    expect(await home.value(actualPersonDays)).toEqual({ status: 'no_data', reason: 'missing_weight' });
    expect(await home.extras(actualPersonDays)).toEqual({ missing: 'activity knowledge' });
    await home.put(lake.roster, [{ person_id: 'p', role: 'support', level: 'P9', fte_milli: 1000, start_day: 0 }]);
    await home.put(lake.levelCoefficients, [{ level: 'P1', coef_milli: 1000 }]);
    expect(await home.extras(businessInvolvement)).toEqual({ missing: 'level P9, activity knowledge' });
  });
});

describe('a cut the metric does not have', () => {
  it('is a usage error that names the ones it has', async () => {
    await expect(home.all(costPerCase, { by: ['language'] })).rejects.toThrow(
      'cost_per_case cannot be cut by language. It can be cut by: team, channel, product.',
    );
  });
  it('as a limit of a whole report gives no number for it, and says why', async () => {
    await home.tickets([ticket({ created: 'Mon 09:00', region: 'EMEA' })]);
    await home.put(lake.costs, [{ line_id: 'l' }]);
    const [found] = await home.all(costPerCase, { where: { region: 'EMEA' } });
    expect(found).toMatchObject({ value: { reason: 'not_defined' }, extras: { why: 'not known by region' } });
    expect(await home.value(ticketVolume, { where: { region: 'EMEA' } })).toMatchObject({ value: 1 });
  });
  it('may be crossed, and pieces of a composite may be picked', async () => {
    await home.tickets([
      ticket({ channel: 'email', priority: 'p1' }),
      ticket({ channel: 'email' }),
      ticket({ channel: 'chat', priority: 'p1' }),
    ]);
    const cells = await home.all(ticketVolume, { by: ['priority', 'channel'] });
    expect(cells.map(({ segment }) => segment)).toEqual([
      { channel: 'chat', priority: 'p1' },
      { channel: 'email', priority: 'p1' },
      { channel: 'email', priority: 'unknown' },
    ]);
    const [one, ...none] = await home.all(resolutionRateNh, { where: { hours: '12' } });
    expect(one!.segment).toEqual({ hours: '12' });
    expect(none).toEqual([]);
    const byPriority = await home.all(mixAdjustedRate, {
      where: { base_metric: 'fdr_24h', group_dimension: 'priority' },
    });
    expect(byPriority.map(({ segment, extras }) => [segment.base_metric, extras.group_dimension])).toEqual([
      ['fdr_24h', 'priority'],
    ]);
  });
});

describe('aliases', () => {
  it('are the same computation under another name', async () => {
    await home.tickets([
      ticket({ created: 'Mon 09:00', resolved: 'Mon 11:00' }),
      ticket({ created: 'Mon 09:00', resolved: 'Mon 12:00' }),
    ]);
    expect(await home.value(timeToResolve)).toEqual(await home.value(dtsP50));
    expect(await home.extras(timeToResolve)).toMatchObject({ p80_s: 10_080, business_p50_s: null });
    const volume = await home.all(ticketVolume);
    const [issues, created, resolved] = await home.all(issuesHandled);
    expect(volume.map(({ value }) => value)).toEqual([issues!.value]);
    expect(created).toMatchObject({ segment: { part: 'created' }, value: issues!.value });
    expect(resolved).toMatchObject({ segment: { part: 'resolved' }, value: { value: 2 } });
    expect(await home.value(costPerTicket)).toEqual(await home.value(costPerCase));
  });
});

describe('panels', () => {
  it('count the targets met among the parts that are known and have one', async () => {
    await home.tickets([
      ticket({
        created: 'Mon 09:00',
        first_reply: 'Mon 09:30',
        first_resolved: 'Tue 09:00',
        resolved: 'Tue 09:00',
        replies_to_resolution: 1,
      }),
    ]);
    await home.put(lake.targets, [
      { metric: 'frt_p50', goal_milli: 3_600_000, from_day: 0 },
      { metric: 'good_rate', goal_milli: 900, from_day: 0 },
    ]);
    const configuration = { targets: [{ metric: 'dts_p80', at_most: '12 h' }] };
    const [found] = await home.all(effectivenessQuality, { configuration });
    expect(found!.value).toMatchObject({ status: 'known', value: 1, numerator: 1, denominator: 2 });
    expect(found!.extras).toMatchObject({
      frt_p50: 1800,
      frt_p50_target: 3600,
      dts_p80: 86_400,
      dts_p80_target: 43_200,
      fcr: 1,
      fcr_target: null,
      good_rate: null,
      good_rate_status: 'no_data',
    });
  });
});

describe('the answer as JSON', () => {
  it('has exactly the members of the contract', async () => {
    await home.tickets([
      ticket({ created: 'Mon 09:00', resolved: 'Mon 11:00', channel: 'email' }),
      ticket({ created: 'Sun 20:00', channel: 'chat' }),
    ]);
    const found = await home.all(fdr24h, {
      by: ['channel'],
      as_of: 'next Mon 06:00',
      configuration: { organisation: { time_zone: 'UTC' } },
    });
    expect(found.map(toJson)).toEqual([
      {
        metric: 'fdr_24h',
        period: { id: '2026-W39', start: '2026-09-21T00:00:00+00:00', end: '2026-09-28T00:00:00+00:00' },
        segment: { channel: 'chat' },
        status: 'immature',
        value: null,
        unit: 'rate',
        n: 0,
        not_told: 0,
        doubts: [],
        numerator: 0,
        denominator: 0,
        interval: null,
        provisional: null,
        unripe: 1,
        from_s: at('next Mon 20:00'),
      },
      {
        metric: 'fdr_24h',
        period: { id: '2026-W39', start: '2026-09-21T00:00:00+00:00', end: '2026-09-28T00:00:00+00:00' },
        segment: { channel: 'email' },
        status: 'known',
        value: 1,
        unit: 'rate',
        n: 1,
        not_told: 0,
        doubts: [],
        numerator: 1,
        denominator: 1,
        interval: [0.20654931437723745, 1],
      },
    ]);
    const [none] = await home.all(goodRate);
    expect(toJson(none!)).toMatchObject({ status: 'no_data', value: null, reason: 'no_input:surveys', n: 0 });
  });
});

describe('explain', () => {
  it('walks from the words over the statements to ten rows', async () => {
    await home.tickets(
      Array.from({ length: 12 }, (_, i) =>
        ticket({ ticket_id: `t${10 + i}`, created: 'Mon 09:00', resolved: i < 3 ? 'Mon 11:00' : 'Thu 11:00' }),
      ),
    );
    const told = await explain(home.ask(fdr24h), home.context());
    expect(told.measured[0]!.value).toMatchObject({ value: 0.25 });
    expect(told.definition.map(([label]) => label)).toEqual(
      expect.arrayContaining(['Question', 'Formula', 'Population', 'Source']),
    );
    expect(told.statements.map(({ name }) => name)).toEqual(['tickets', 'ripe sample']);
    expect(Object.fromEntries(told.steps)).toMatchObject({ hits: 3, misses: 9, immature: 0 });
    expect(told.sample.rows).toHaveLength(10);
    expect(told.sample.columns).toEqual(['source', 'ticket_id', 'number', 'url', 'created_s']);
    expect(told.sample.rows[0]).toMatchObject(['helpdesk', 't10', expect.any(String), null, at('Mon 09:00')]);
  });
  it('shows of a balance the cases that are open, not the steps of those long gone', async () => {
    await home.tickets([
      ticket({ ticket_id: 'gone', created: 'Mon 09:00', resolved: 'Tue 11:00' }),
      ticket({ ticket_id: 'open1', created: 'Mon 10:00' }),
      ticket({ ticket_id: 'open2', created: 'Wed 10:00' }),
    ]);
    const told = await explain(home.ask(backlog), home.context());
    expect(told.measured[0]!.value).toMatchObject({ value: 2 });
    expect(told.sample.rows.map(([, ticket_id]) => ticket_id)).toEqual(['open1', 'open2']);
  });
});

describe('many asks at once', () => {
  it('share one statement a relation', async () => {
    await home.tickets([ticket({ created: 'Mon 09:00' })]);
    const ran: { name: string; sql: string; rows: number }[] = [];
    const asks = [fdr24h, ticketVolume, dtsP50, handoffRate].flatMap((metric) =>
      [week39, period('2026-W38')].flatMap((one) =>
        [[], ['channel' as const], ['channel' as const, 'priority' as const]].map((by) => ({
          metric,
          period: one,
          by,
          companions: false,
        })),
      ),
    );
    await evaluate(asks, home.context(), ran);
    expect(ran.map(({ name }) => name)).toEqual(['tables', 'gaps', 'tickets']);
  });
});
