import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  backlog,
  dtsP50,
  fcr,
  fdr24h,
  frtP50,
  issuesHandled,
  reopenRate,
  resolutionRatePeriod,
  ticketVolume,
} from '../../shared/metrics/catalogue/all.ts';
import { explain } from '../../shared/metrics/evaluate.ts';
import { at, period, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const newest = 'next Sun 00:00';

describe('a number as of a past instant', () => {
  /** Solved on Tuesday, came back on Friday, solved again next Monday. */
  const cameBack = ticket({
    ticket_id: 'back',
    created: 'Mon 09:00',
    first_resolved: 'Tue 08:00',
    first_reopened: 'Fri 10:00',
    resolved: 'next Mon 09:00',
    first_reply: 'Mon 10:00',
    replies_to_resolution: 1,
  });
  const steps = [
    ['created', 'Mon 09:00'],
    ['resolved', 'Tue 08:00'],
    ['reopened', 'Fri 10:00'],
    ['resolved', 'next Mon 09:00'],
  ] as const;
  const given = async () => {
    await home.put(lake.tickets, [cameBack]);
    await home.put(
      lake.ticketFlow,
      steps.map(([kind, time], seq) => ({ ticket_id: 'back', kind, at_s: at(time), seq })),
    );
  };
  it('knows the resolution that was undone later', async () => {
    await given();
    const week = { newest, period: period('2026-W39') };
    expect(await home.value(fdr24h, { ...week, as_of: 'Thu 00:00' })).toMatchObject({ status: 'known', value: 1 });
    expect(await home.value(fdr24h, { ...week, as_of: 'Sat 00:00' })).toMatchObject({ status: 'known', value: 0 });
    expect(await home.value(fdr24h, { ...week, as_of: newest })).toMatchObject({ status: 'known', value: 0 });
    expect(await home.value(dtsP50, { ...week, as_of: 'Thu 00:00' })).toMatchObject({ value: 23 * 3600, n: 1 });
    expect(await home.value(dtsP50, { ...week, as_of: 'Sat 00:00' })).toEqual({
      status: 'no_data',
      reason: 'empty_population',
    });
    expect(await home.value(resolutionRatePeriod, { ...week, as_of: 'Sat 00:00' })).toMatchObject({ value: 0 });
  });
  it('does not know a reopening that came later, nor a reply', async () => {
    await given();
    const ripe = { period: period('2026-W39'), newest: '2026-10-20T00:00:00Z' };
    expect(await home.value(reopenRate, { ...ripe, as_of: '2026-10-10T00:00:00Z' })).toMatchObject({ value: 1 });
    expect(await home.value(fcr, { ...ripe, as_of: '2026-10-10T00:00:00Z' })).toMatchObject({ value: 0 });
    expect(await home.value(reopenRate, { newest, as_of: 'Thu 00:00' })).toMatchObject({
      status: 'immature',
      unripe: 1,
      provisional: null,
      from_s: at('next Tue 08:00'),
    });
    expect(await home.value(frtP50, { newest, as_of: 'Mon 09:30' })).toMatchObject({ status: 'no_data' });
    expect(await home.extras(frtP50, { newest, as_of: 'Mon 09:30' })).toMatchObject({
      waiting: 1,
      longest_wait_s: 1800,
    });
  });
  it('counts the backlog of that instant; an event at the end belongs to the next period', async () => {
    await given();
    const counts = async (as_of: string) => (await home.value(backlog, { newest, as_of })) as { value: number };
    expect(await counts('Mon 09:00')).toMatchObject({ value: 1 });
    expect(await counts('Wed 00:00')).toMatchObject({ value: 0 });
    expect(await counts('Sat 00:00')).toMatchObject({ value: 1 });
    expect(await home.extras(backlog, { newest, as_of: 'Sat 00:00' })).toMatchObject({
      opening: 0,
      created: 1,
      reopened: 1,
      resolved: 1,
      closing: 1,
    });
    expect(await home.value(backlog, { newest, as_of: newest, period: period('2026-W40') })).toMatchObject({
      value: 0,
    });
  });
  it('says in its explanation what it can know, and only there', async () => {
    await given();
    const words = async (as_of: string) =>
      Object.fromEntries((await explain(home.ask(backlog), home.context({ newest, as_of }))).definition);
    expect((await words('Sat 00:00'))['Looks back']).toMatch(/hand-offs.*are those of then.*of the latest version/);
    expect(await words(newest)).not.toHaveProperty('Looks back');
  });
  it('still counts a ticket that was deleted later', async () => {
    await home.tickets([
      ticket({ removed: 'Fri 09:00', deleted_s: at('Fri 09:00'), is_counted: false, status: 'deleted' }),
    ]);
    expect(await home.value(issuesHandled, { newest, as_of: 'Thu 00:00' })).toMatchObject({ value: 1 });
    expect(await home.value(issuesHandled, { newest, as_of: newest })).toMatchObject({ value: 0 });
    expect(await home.extras(issuesHandled, { newest, as_of: newest })).toMatchObject({
      left_out_deleted: 1,
      left_out_spam: 0,
    });
  });
});

describe('"all"', () => {
  it('has every ticket, one of before 1970 too, in counts and durations alike', async () => {
    await home.tickets([
      ticket({ created: '1960-01-01T00:00:00Z', resolved: 'Mon 12:00' }),
      ticket({ created: 'Mon 09:00', resolved: 'Mon 12:00' }),
      ticket({ created: '1969-12-31T23:59:59Z' }),
    ]);
    const all = { period: period('all'), newest };
    expect(await home.value(ticketVolume, all)).toMatchObject({ value: 3 });
    expect(await home.value(dtsP50, all)).toMatchObject({ n: 2 });
    expect(await home.value(backlog, all)).toMatchObject({ value: 1 });
    expect(await home.extras(backlog, all)).toMatchObject({ opening: 0, created: 3, resolved: 2 });
  });
});
