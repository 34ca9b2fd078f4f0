import { describe, expect, it } from 'vitest';
import { deriveTicket, type FactsContext, type TicketAttributes } from '../../shared/facts/derive.ts';
import type { TicketEvent } from '../../shared/events/event.ts';
import * as lake from '../../shared/lake/tables.ts';
import {
  backlog,
  dtsMean,
  dtsP50,
  dtsP80,
  fcr,
  frtP50,
  handoffCoefficient,
  handoffRate,
  reopenRate,
  ticketVolume,
} from '../../shared/metrics/catalogue/all.ts';
import { businessSeconds } from '../../shared/time/business-time.ts';
import { calendarOf } from '../../shared/time/calendar.ts';
import { at, day, period, ticket, week39 } from '../support/lake.ts';
import { attributes, context, event, status } from '../support/facts.ts';
import { testLake } from '../support/measured.ts';

/**
 * Wrong numbers that other products show today, each with the histories that make them wrong. The answers are counted by hand from
 * the lines of the test: events become facts, facts become rows, rows become the metric.
 */
const home = testLake();
const created_s = at('Mon 09:00');
const agent = { actor: 'agent', actor_id: 'ann' } as const;
const said = (when: string, by: string) => event(at(when), 'replied', { actor: 'agent', actor_id: by });
const gave = (when: string, to: string | null) => event(at(when), 'assigned', { data: { to } });

/** Puts one derived ticket a history into the lake. */
async function lived(
  histories: readonly (readonly TicketEvent[])[],
  told: Partial<TicketAttributes> = {},
  rules: Partial<FactsContext> = {},
) {
  const derived = histories.map((events, i) =>
    deriveTicket(
      {
        attributes: attributes({ ticket_id: `t${i + 1}`, created_s, ...told }),
        events: events.map((one) => ({ ...one, ticket_id: `t${i + 1}` })),
        first_followup_s: null,
      },
      context(rules),
    ),
  );
  await home.put(
    lake.tickets,
    derived.map((one) => one.ticket),
  );
  await home.put(
    lake.ticketFlow,
    derived.flatMap((one) => one.flow),
  );
  await home.put(
    lake.ticketOwners,
    derived.flatMap((one) => one.owners),
  );
  return derived.map((one) => one.ticket);
}

describe('where others count resolutions minus one', () => {
  // dbt_zendesk 1.7.0 shows 0, 1, 0 for these three
  it('a case that was reopened and is still open has been reopened', async () => {
    const tickets = await lived([
      [status(at('Mon 10:00'), 'solved'), status(at('Mon 11:00'), 'open')],
      [status(at('Mon 10:00'), 'solved'), status(at('Mon 11:00'), 'open'), status(at('Mon 12:00'), 'solved')],
      [status(at('Mon 10:00'), 'solved'), status(at('Mon 11:00'), 'open'), status(at('Mon 12:00'), 'closed')],
    ]);
    expect(tickets.map(({ reopen_count }) => reopen_count)).toEqual([1, 1, 1]);
    expect(await home.value(reopenRate)).toMatchObject({ value: 1, numerator: 3, denominator: 3 });
  });
  it('a close after the solution is no reopening', async () => {
    await lived([[status(at('Mon 10:00'), 'solved'), status(at('Fri 10:00'), 'closed')]]);
    expect(await home.value(reopenRate)).toMatchObject({ value: 0, denominator: 1 });
    expect(await home.value(dtsP50)).toMatchObject({ value: 3600 }); // nor does the close date the resolution
  });
});

describe('where others count hand-offs by commenters', () => {
  it('one person alone hands nothing over, however many comment', async () => {
    await lived([
      [gave('Mon 09:01', 'ann'), said('Mon 09:10', 'ann'), status(at('Mon 10:00'), 'solved', agent)],
      [gave('Mon 09:01', 'ann'), said('Mon 09:10', 'bob'), said('Mon 09:20', 'cid'), status(at('Mon 10:00'), 'solved')],
    ]);
    expect(await home.value(handoffRate)).toMatchObject({ value: 0, numerator: 0, denominator: 2 });
  });
  it('A, B and A again are two, where first and last owner look alike; A, nobody, A are none', async () => {
    const solved = status(at('Mon 12:00'), 'solved', agent);
    const tickets = await lived([
      [gave('Mon 09:01', 'ann'), gave('Mon 10:00', 'bob'), gave('Mon 11:00', 'ann'), solved],
      [gave('Mon 09:01', 'ann'), gave('Mon 10:00', null), gave('Mon 11:00', 'ann'), solved],
    ]);
    expect(tickets.map(({ handoff_count }) => handoff_count)).toEqual([2, 0]);
    expect(await home.value(handoffRate)).toMatchObject({ value: 0.5 });
    expect(await home.value(handoffCoefficient)).toMatchObject({ value: 1, numerator: 2, denominator: 2 });
  });
});

describe('where others stop counting business time after 52 weeks', () => {
  const office = calendarOf('office', {
    time_zone: 'UTC',
    hours: { 'mon-fri': ['09:00-17:00'] },
    holidays: [],
    versions: [],
  });
  const rules: Partial<FactsContext> = {
    teamOf: () => 'emea',
    calendarOf: () => 'office',
    businessSeconds: (_id, from_s, to_s) => businessSeconds(office, from_s, to_s),
  };
  it('a case of two years has the working hours of two years', async () => {
    let working = 0;
    for (let one = day('2024-09-23'); one < day('2026-09-21'); one++) if ((one + 3) % 7 < 5) working += 8 * 3600;
    expect(working / (8 * 3600)).toBe(520); // 104 weeks of five days
    const [old] = await lived(
      [[status(at('Mon 09:00'), 'solved', agent)]],
      { created_s: at('2024-09-23T09:00:00Z') },
      rules,
    );
    expect(old).toMatchObject({ resolve_business_s: working, resolve_s: 728 * 86_400 });
    expect(await home.extras(dtsP50)).toMatchObject({ business_p50_s: working });
  });
  it('a case solved outside the hours took zero, which is a time: it stays in the population', async () => {
    const early = { created_s: at('Mon 06:00') };
    await lived(
      [
        [status(at('Mon 07:00'), 'solved', agent)],
        [status(at('Mon 08:00'), 'solved', agent)],
        [status(at('Mon 10:00'), 'solved', agent)],
      ],
      early,
      rules,
    );
    expect(await home.value(dtsP50)).toMatchObject({ n: 3, value: 7200 });
    expect(await home.extras(dtsP50)).toMatchObject({ business_p50_s: 0, business_p80_s: 2160 }); // of 0, 0 and 3600
  });
});

describe('where others average averages', () => {
  it('a percentile of the whole is computed from every case, not from the percentiles of its parts', async () => {
    const minutes = { email: [10, 20, 30, 40, 1000], phone: [1, 1, 1, 1, 2] };
    await home.tickets(
      Object.entries(minutes).flatMap(([channel, all]) =>
        all.map((one) => ticket({ channel, resolved: new Date((created_s + one * 60) * 1000).toISOString() })),
      ),
    );
    const parts = await home.byOne(dtsP80, 'channel');
    expect(parts).toEqual({ email: 60 * (40 + 0.2 * 960), phone: 60 * (1 + 0.2) });
    // 1 1 1 1 2 10 20 30 40 1000: rank 0.8 * 9 = 7.2, so 30 + 0.2 * 10
    expect(await home.value(dtsP80)).toMatchObject({ value: 60 * 32, n: 10 });
    expect((parts.email as number) + (parts.phone as number)).not.toBe(2 * 60 * 32);
  });
  it('a mean of the whole is the sum over the number, not the mean of two means', async () => {
    await home.tickets([
      ticket({ channel: 'email', resolved: 'Mon 10:00' }),
      ticket({ channel: 'email', resolved: 'Mon 10:00' }),
      ticket({ channel: 'phone', resolved: 'Mon 13:00' }),
    ]);
    expect(await home.byOne(dtsMean, 'channel')).toEqual({ email: 3600, phone: 4 * 3600 });
    expect(await home.value(dtsMean)).toMatchObject({ value: 2 * 3600 });
  });
  it('a person who resolved nothing has no time, not a time of zero', async () => {
    await home.tickets([ticket({ resolved: 'next Tue 10:00' })]);
    expect(await home.value(dtsMean)).toEqual({ status: 'no_data', reason: 'empty_population' });
  });
});

describe('where others always count none without a reply', () => {
  it('whom no person has answered is waiting, also after a robot wrote', async () => {
    await lived([[], [event(at('Mon 09:00'), 'replied', { actor: 'automation' })], [said('Mon 09:30', 'ann')]]);
    expect(await home.value(frtP50)).toMatchObject({ n: 1, value: 1800 });
    expect(await home.extras(frtP50)).toMatchObject({ waiting: 2, longest_wait_s: week39.end_s - created_s });
  });
});

describe('where others keep deleted and merged cases', () => {
  it('they leave the counts and the backlog, and stay in its walk', async () => {
    await lived([
      [],
      [event(at('Tue 09:00'), 'deleted')],
      [event(at('Wed 09:00'), 'merged', { data: { into: 't1' } })],
    ]);
    expect(await home.value(ticketVolume)).toMatchObject({ value: 1 });
    expect(await home.value(backlog)).toMatchObject({ value: 1 });
    expect(await home.extras(backlog)).toMatchObject({ opening: 0, created: 3, removed: 2, resolved: 0 });
  });
});

describe('where others credit the current owner', () => {
  it('a reply is of who replied, a solution of who solved', async () => {
    await lived([
      [
        gave('Mon 09:01', 'ann'),
        said('Mon 09:10', 'ann'),
        gave('Mon 10:00', 'bob'),
        status(at('Mon 11:00'), 'solved', { actor: 'agent', actor_id: 'bob' }),
        gave('Mon 12:00', 'cid'),
      ],
    ]);
    const early = at('2026-01-01T00:00:00Z');
    await home.put(
      lake.memberships,
      ['ann', 'bob', 'cid'].map((id) => ({
        helpdesk_source: '*',
        helpdesk_person_id: id,
        person_id: `roster-${id}`,
        team: 'emea',
        from_s: early,
        to_s: null,
      })),
    );
    expect(await home.byOne(frtP50, 'person')).toEqual({ 'roster-ann': 600 });
    expect(await home.byOne(dtsP50, 'person')).toEqual({ 'roster-bob': 7200 });
  });
});

describe('where others date a response by the question', () => {
  it('a day shows the answers of that day, so no day changes later', async () => {
    await home.tickets([ticket({ created: 'Mon 09:00', first_reply: 'Wed 09:00' })]);
    const [monday, wednesday] = ['2026-09-21..2026-09-22', '2026-09-23..2026-09-24'].map(period);
    expect(await home.value(frtP50, { period: monday! })).toEqual({ status: 'no_data', reason: 'empty_population' });
    expect(await home.value(frtP50, { period: wednesday! })).toMatchObject({ value: 2 * 86_400 });
  });
  it('a case without a second message of the customer has a resolution time all the same', async () => {
    await lived([[said('Mon 09:10', 'ann'), status(at('Mon 09:20'), 'solved', agent)]]);
    expect(await home.value(dtsP50)).toMatchObject({ value: 1200 });
  });
});

describe('where others lose follow-ups', () => {
  it('a case that came back under a new number was not settled at first contact', async () => {
    const solved = { replies_to_resolution: 1, first_resolved: 'Mon 12:00', resolved: 'Mon 12:00' };
    await home.tickets([
      ticket(solved),
      ticket({ ...solved, first_followup: 'Wed 12:00' }),
      ticket({ ...solved, first_followup: 'next Mon 12:00' }), // seven days, to the second: no longer in the window
    ]);
    expect(await home.value(fcr)).toMatchObject({ numerator: 2, denominator: 3 });
  });
});
