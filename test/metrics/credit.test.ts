import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  backlog,
  dtsP50,
  escalationRate,
  fdr24h,
  frtP50,
  ticketVolume,
  goodRate,
} from '../../shared/metrics/catalogue/all.ts';
import { at, period, ticket, week39 } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
const post = (person: string, team: string, from: string, to: string | null, source = '*') => ({
  helpdesk_source: source,
  helpdesk_person_id: person,
  person_id: `roster-${person}`,
  team,
  level: 'P3',
  from_s: at(from),
  to_s: to === null ? null : at(to),
});
const early = '2026-01-01T00:00:00Z';

describe('the team of a case', () => {
  it('is that of the resolver at the moment of resolution, also after a move', async () => {
    await home.put(lake.memberships, [
      post('anna', 'emea', early, 'Wed 00:00'),
      post('anna', 'apac', 'Wed 00:00', null),
    ]);
    await home.tickets([
      ticket({ created: 'Mon 09:00', resolved: 'Tue 09:00', resolved_by: 'anna' }),
      ticket({ created: 'Mon 09:00', resolved: 'Wed 00:00', resolved_by: 'anna' }),
      ticket({ created: 'Mon 09:00', resolved: 'Thu 09:00', resolved_by: 'anna' }),
    ]);
    expect(await home.byOne(ticketVolume, 'team')).toEqual({ emea: 1, apac: 2 });
    expect(await home.byOne(dtsP50, 'team')).toEqual({ emea: 86_400, apac: (54_000 + 86_400 + 86_400 * 3) / 2 });
  });
  it('is that of the owner at the end of the period while it is open', async () => {
    await home.put(lake.memberships, [post('anna', 'emea', early, null), post('bob', 'apac', early, null)]);
    const open = ticket({ created: 'Mon 09:00' });
    await home.tickets([open]);
    const stay = { ticket_id: open.ticket_id, owner_kind: 'person' };
    await home.put(lake.ticketOwners, [
      { ...stay, person_id: 'anna', started_s: at('Mon 09:00'), ended_s: at('next Tue 09:00') },
      { ...stay, person_id: 'bob', started_s: at('next Tue 09:00'), ended_s: null },
    ]);
    expect(await home.byOne(fdr24h, 'team')).toEqual({ emea: 0 });
    expect(await home.byOne(backlog, 'team')).toEqual({ emea: 1 });
    expect(await home.byOne(backlog, 'team', { period: period('2026-W40') })).toEqual({ apac: 1 });
    expect(await home.byOne(backlog, 'person')).toEqual({ 'roster-anna': 1 });
  });
  it('of somebody who left keeps the owner’s name, though not the team', async () => {
    await home.put(lake.memberships, [
      post('anna', 'emea', early, 'Wed 00:00'),
      post('bob', 'apac', 'Fri 00:00', null),
      post('eve', 'emea', early, 'Tue 00:00'),
      { ...post('eve', 'apac', 'Thu 00:00', 'Fri 00:00'), person_id: 'roster-adam' }, // the account was handed on
    ]);
    const owned = ['anna', 'bob', 'eve', 'stranger'].map(
      (person) => [person, ticket({ created: 'Mon 09:00' })] as const,
    );
    await home.tickets(owned.map(([, one]) => one));
    await home.put(
      lake.ticketOwners,
      owned.map(([person, { ticket_id }]) => ({
        ticket_id,
        owner_kind: 'person',
        person_id: person,
        started_s: at('Mon 09:00'),
      })),
    );
    const names = { 'roster-anna': 1, 'roster-bob': 1, 'roster-adam': 1, stranger: 1 };
    expect(await home.byOne(backlog, 'person')).toEqual(names);
    expect(await home.byOne(backlog, 'team')).toEqual({ apac: 1, unknown: 3 });
    expect(await home.byOne(escalationRate, 'person')).toEqual({
      'roster-anna': 0,
      'roster-bob': 0,
      'roster-adam': 0,
      stranger: 0,
    });
    const before = { period: period('2026-09-21..2026-09-24') };
    expect(await home.byOne(backlog, 'person', before)).toEqual({
      'roster-anna': 1,
      'roster-bob': 1, // joins on Friday
      'roster-eve': 1,
      stranger: 1,
    });
    expect(await home.value(backlog, { where: { person: 'roster-anna' } })).toMatchObject({ value: 1 });
  });
  it('of whom was rated after leaving keeps the name, and of who resolves without a post does not', async () => {
    await home.put(lake.memberships, [post('anna', 'emea', early, 'Wed 00:00')]);
    const one = ticket({ created: 'Mon 09:00', resolved: 'Thu 09:00', resolved_by: 'anna' });
    await home.tickets([one]);
    await home.put(lake.surveys, [
      {
        kind: 'csat',
        label: 'good',
        answered_s: at('Fri 09:00'),
        ticket_source: 'helpdesk',
        survey_id: 's1',
        ticket_id: one.ticket_id,
      },
    ]);
    expect(await home.byOne(goodRate, 'person')).toEqual({ 'roster-anna': 1 });
    expect(await home.byOne(dtsP50, 'person')).toEqual({ anna: 3 * 86_400 });
  });
  it('is that of the first replier for first response times', async () => {
    await home.put(lake.memberships, [post('anna', 'emea', early, null), post('bob', 'apac', early, null)]);
    await home.tickets([
      ticket({ first_reply: 'Mon 09:10', first_reply_by: 'bob', resolved: 'Mon 10:00', resolved_by: 'anna' }),
    ]);
    expect(await home.byOne(frtP50, 'team')).toEqual({ apac: 600 });
    expect(await home.byOne(dtsP50, 'team')).toEqual({ emea: 3600 });
  });
  it('is that of the rated person, who may be named by the roster’s own id', async () => {
    await home.put(lake.memberships, [post('anna', 'emea', early, null), post('bob', 'apac', early, null)]);
    const rated = [ticket({ resolved_by: 'bob' }), ticket({ resolved_by: 'bob' })];
    await home.tickets(rated);
    const answer = { kind: 'csat', label: 'good', answered_s: at('Wed 09:00'), ticket_source: 'helpdesk' };
    await home.put(lake.surveys, [
      { ...answer, survey_id: 's1', ticket_id: rated[0]!.ticket_id, person_id: 'roster-anna' },
      { ...answer, survey_id: 's2', ticket_id: rated[1]!.ticket_id },
    ]);
    expect(await home.byOne(goodRate, 'team')).toEqual({ apac: 1, emea: 1 });
  });
  it('is that of the configuration for whom the roster does not know, and unknown without one', async () => {
    await home.put(lake.memberships, [post('anna', 'emea', early, null)]);
    await home.tickets([ticket({ team: 'apac', resolved: 'Tue 09:00', resolved_by: 'stranger' }), ticket()]);
    expect(await home.byOne(ticketVolume, 'team')).toEqual({ apac: 1, unknown: 1 });
  });
  it('counts a case once though a person has two posts, or one for a source and one for all', async () => {
    await home.put(lake.memberships, [
      post('anna', 'emea', early, null),
      post('anna', 'apac', 'Mon 00:00', null),
      post('anna', 'americas', early, null, 'helpdesk'),
    ]);
    await home.tickets([ticket({ resolved: 'Tue 09:00', resolved_by: 'anna' })]);
    expect(await home.byOne(ticketVolume, 'team')).toEqual({ americas: 1 });
    expect(await home.value(ticketVolume, { where: { team: 'americas' } })).toMatchObject({ value: 1 });
    expect(await home.value(ticketVolume, { where: { team: 'emea' } })).toMatchObject({ value: 0 });
  });
});

describe('the band of a customer', () => {
  it('is the one in force when the case came in, from midnight in the company’s zone', async () => {
    const row = { account_id: 'a', started_day: 0 };
    const changed = Date.UTC(2026, 8, 23) / 86_400_000;
    await home.put(lake.accounts, [
      { ...row, band: 'silver', from_day: 0, to_day: changed },
      { ...row, band: 'gold', from_day: changed, to_day: null },
    ]);
    await home.tickets([
      ticket({ created: '2026-09-22T21:59:59Z', account_id: 'a' }),
      ticket({ created: '2026-09-22T22:00:00Z', account_id: 'a' }),
      ticket({ created: 'Tue 09:00', account_id: 'other' }),
    ]);
    const berlin = { organisation: { time_zone: 'Europe/Berlin' } };
    expect(await home.byOne(ticketVolume, 'account_band', { configuration: berlin })).toEqual({
      silver: 1,
      gold: 1,
      unknown: 1,
    });
    expect(week39.zone).toBe('UTC');
  });
});
