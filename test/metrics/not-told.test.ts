import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { explain, toJson } from '../../shared/metrics/evaluate.ts';
import { at, period, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const {
  backlog,
  channelsUsed,
  customersServed,
  dtsP50,
  fcr,
  fdr24h,
  frtP50,
  issuesHandled,
  handoffRate,
  reopenRate,
  cycleTime,
  supportReach,
  ticketVolume,
} = catalogue;
const solved = (fields = {}) =>
  ticket({ first_resolved: 'Tue 09:00', resolved: 'Tue 09:00', replies_to_resolution: 1, reply_count: 1, ...fields });
const home = testLake();

describe('a fact that the source did not tell', () => {
  it('is in neither part; how many cases that were is counted beside the number', async () => {
    await home.tickets([
      solved(),
      solved({ replies_to_resolution: 3 }),
      solved({ replies_to_resolution: 0, tells_person_replies: false }),
    ]);
    const [answer] = await home.all(fcr);
    expect(answer).toMatchObject({ value: { numerator: 1, denominator: 2 }, not_told: 1 });
  });
  it('that dates the number counts by the creation', async () => {
    await home.tickets([solved(), ticket({ tells_resolution: false }), ticket()]);
    const [answer] = await home.all(dtsP50);
    expect(answer).toMatchObject({ value: { status: 'known', n: 1, value: 86_400 }, not_told: 1 });
  });
  it('of every case is no data, with the fact as its reason', async () => {
    await home.tickets([solved({ tells_reopenings: false }), solved({ tells_reopenings: false })]);
    const [answer] = await home.all(reopenRate);
    expect(answer).toMatchObject({ value: { status: 'no_data', reason: 'not_told:reopen_count' }, not_told: 2 });
  });
  it('of most cases is no data, too; how many are enough is a policy', async () => {
    await home.tickets([solved(), solved({ tells_resolution: false }), solved({ tells_resolution: false })]);
    const [answer] = await home.all(fdr24h);
    expect(answer).toMatchObject({ value: { status: 'no_data', reason: 'not_told:resolution' }, not_told: 2 });
    const [lenient] = await home.all(fdr24h, { configuration: { policies: { least_told_share: 0.3 } } });
    expect(lenient).toMatchObject({ value: { denominator: 1 }, not_told: 2 });
  });
  it('of who asked leaves no number of customers where most cases are of nobody known', async () => {
    const ofNobody = { account_id: null, requester_id: null };
    await home.tickets([ticket({ ...ofNobody }), ticket({ ...ofNobody }), ticket({ account_id: 'a' })]);
    const [answer] = await home.all(customersServed);
    expect(answer?.value).toEqual({ status: 'no_data', reason: 'no_input:accounts' });
    await home.tickets([ticket({ ...ofNobody }), ticket({ account_id: 'a' }), ticket({ account_id: 'b' })]);
    const [most] = await home.all(customersServed);
    expect(most).toMatchObject({ value: { status: 'known', value: 3 }, extras: { tickets_without_customer: 3 } });
    const [none] = await home.all(channelsUsed);
    expect(none).toMatchObject({ value: { status: 'no_data', reason: 'empty_population' }, not_told: 6 });
  });
  it('of what a distinct count counts is left out of it, also where a creation is not told', async () => {
    await home.put(lake.knowledgeEvents, [
      { event_id: '1', article_id: 'k', at_s: at('Mon 09:00'), kind: 'read', visitor_id: 'v' },
      { event_id: '2', article_id: 'k', at_s: at('Mon 09:00'), kind: 'read' },
    ]);
    const known = ['a', 'b', 'c', 'd', 'e', null].map((account_id) =>
      ticket({ account_id, channel: account_id === 'a' ? null : 'chat' }),
    );
    await home.tickets(known);
    const [reached, direct, digital] = await home.all(supportReach);
    // cases of nobody known are one customer together, as in the design; a read of nobody is none
    expect(reached).toMatchObject({ value: { value: 7 }, extras: { reads_of_nobody_known: 1 } });
    expect(direct).toMatchObject({ segment: { part: 'direct' }, value: { value: 6 } });
    expect(digital).toMatchObject({ segment: { part: 'digital' }, value: { value: 1 } });
    await home.tickets([
      ticket({ created: null, updated_s: at('Tue 09:00'), tells_creation: false, account_id: null }),
    ]);
    const [served] = await home.all(customersServed);
    expect(served).toMatchObject({ value: { value: 6 }, not_told: 1 });
    const [channels] = await home.all(channelsUsed);
    expect(channels).toMatchObject({ value: { value: 1 }, not_told: 2 });
  });
  it('of when cases came in makes no period before they changed one without cases', async () => {
    const unborn = (updated: string | null) =>
      ticket({
        created: null,
        updated_s: updated === null ? null : at(updated),
        tells_creation: false,
        channel: 'chat',
      });
    await home.tickets([unborn('next Tue 09:00'), unborn(null)]);
    for (const metric of [ticketVolume, issuesHandled, customersServed, fdr24h]) {
      const [answer] = await home.all(metric);
      expect(answer, metric.id).toMatchObject({ value: { reason: 'not_told:creation' }, not_told: 2 });
    }
    // most cases tell it: a few that do not are no reason to doubt a quiet week, and give it no segments
    await home.tickets(['next Tue 09:00', 'next Wed 09:00', 'next Thu 09:00'].map((created) => ticket({ created })));
    const quiet = await home.all(ticketVolume);
    expect(quiet).toMatchObject([{ value: { status: 'known', value: 0 } }]);
    await home.tickets([ticket({ channel: 'phone' })]);
    const cut = await home.all(ticketVolume, { by: ['channel'] });
    expect(cut.map(({ segment, value }) => [segment.channel, value.status])).toEqual([['phone', 'known']]);
  });
  it('is counted in each segment by itself, also where nothing is left', async () => {
    await home.tickets([solved({ channel: 'email' }), solved({ channel: 'chat', tells_resolution: false })]);
    const found = await home.all(fdr24h, { by: ['channel'] });
    expect(found.map(({ segment, value, not_told }) => [segment.channel, value.status, not_told])).toEqual([
      ['chat', 'no_data', 1],
      ['email', 'known', undefined],
    ]);
  });
  it('leaves out who may be finished, because their status has no meaning', async () => {
    const unclear = ticket({
      status: 'other',
      status_raw: 'Erledigt',
      tells_resolution: false,
      data_quality: '["unclear_status"]',
    });
    await home.tickets([ticket({ status: 'open', status_raw: 'Offen' }), solved({ status: 'solved' }), unclear]);
    expect(await home.all(backlog)).toMatchObject([{ value: { value: 1 }, not_told: 1, extras: { closing: 1 } }]);
    expect(await home.all(fdr24h)).toMatchObject([{ value: { denominator: 2 }, not_told: 1 }]);
    expect(await home.all(issuesHandled)).toMatchObject([{}, {}, { segment: { part: 'resolved' }, not_told: 1 }]);
    const [after] = await home.all(backlog, {
      period: period('2026-W40'),
    });
    expect(after).toMatchObject({ extras: { opening: 1 }, not_told: 1 });
  });
  it('leaves the waiting out: nobody knows whether they were answered', async () => {
    await home.tickets([ticket(), ticket({ tells_first_reply: false }), ticket({ first_reply: 'Mon 10:00' })]);
    expect(await home.extras(frtP50)).toMatchObject({ waiting: 1 });
  });
  it('changes no number where everything is told, nor does a row from before the fact had a column', async () => {
    const told = { tells_resolution: true, tells_person_replies: true, tells_reopenings: true };
    await home.tickets([solved(told), solved({ replies_to_resolution: 2 })]);
    const [answer] = await home.all(fcr);
    expect(answer?.value).toMatchObject({ numerator: 1, denominator: 2 });
    expect(answer).not.toHaveProperty('not_told');
  });
  it('never turns a number into another one than that of the told cases', async () => {
    const cases = [solved(), solved({ resolved: 'Wed 09:00', handoff_count: 2 }), solved({ resolved: 'Thu 09:00' })];
    const hidden = { tells_resolution: false, tells_reopenings: false, tells_person_replies: false };
    const metrics = [dtsP50, fdr24h, fcr, reopenRate];
    await home.tickets(cases);
    const before = await Promise.all(metrics.map((metric) => home.value(metric)));
    await home.tickets([solved({ resolved: 'Fri 09:00', replies_to_resolution: 0, ...hidden })]);
    expect(await Promise.all(metrics.map((metric) => home.value(metric)))).toEqual(before);
  });
});

describe('a count without the times of what it counts', () => {
  const counts = {
    tells_person_replies: false,
    tells_reopenings: false,
    replies_to_resolution: null,
    is_bot_only: false,
  };
  const told = (reply_count: number | null, reopen_count: number | null) =>
    solved({
      ...counts,
      reply_count,
      reopen_count,
      tells_reply_count: reply_count !== null,
      tells_reopen_count: reopen_count !== null,
    });
  it('is enough for first contact and for what came back, and the numbers say so', async () => {
    await home.tickets([told(1, 0), told(0, 0), told(2, 0), told(1, 1), told(null, null)]);
    const [first] = await home.all(fcr);
    expect(first).toMatchObject({ value: { numerator: 2, denominator: 4 }, not_told: 1, doubts: ['counted_in_all'] });
    const [back] = await home.all(reopenRate);
    expect(back).toMatchObject({ value: { numerator: 1, denominator: 4 }, not_told: 1, doubts: ['counted_in_all'] });
  });
  it('is enough for no number that needs each reply', async () => {
    await home.tickets([told(1, 0), told(2, 1)]);
    const [replies] = await home.all(catalogue.repliesToResolve);
    expect(replies).toMatchObject({ value: { status: 'no_data', reason: 'not_told:person_replies' }, not_told: 2 });
  });
  it('says nothing of an instant before the case changed last', async () => {
    await home.tickets([
      { ...told(1, 1), updated_s: at('next Fri 09:00') },
      { ...told(1, 0), updated_s: at('Tue 10:00') },
    ]);
    const [back] = await home.all(reopenRate, { as_of: 'next Wed 09:00', newest: 'next Sun 09:00' });
    expect(back).toMatchObject({ value: { numerator: 0, denominator: 1 }, not_told: 1 });
  });
  it('leaves numbers alone where all is told one by one', async () => {
    await home.tickets([solved(), solved({ reply_count: 5, reopen_count: 1 })]);
    const [first] = await home.all(fcr);
    expect(first).toMatchObject({ value: { numerator: 2, denominator: 2 } });
    expect(first).not.toHaveProperty('doubts');
  });
});

describe('cases of which nobody knows whether robots alone handled them', () => {
  it('count, and the number says so; not where people are told, or where cases of robots count anyway', async () => {
    const unknown = { is_bot_only: null, tells_assignments: false };
    await home.tickets([solved(unknown), solved({ is_bot_only: false, tells_assignments: false }), solved()]);
    const [answer] = await home.all(fdr24h);
    expect(answer?.doubts).toEqual(['robots_unknown']);
    const [included] = await home.all(fdr24h, { configuration: { policies: { bot_only: 'include' } } });
    expect(included).not.toHaveProperty('doubts');
  });
});

describe('a time that cannot be', () => {
  const impossible = () => solved({ resolved: 'last Fri 09:00', first_resolved: 'last Fri 09:00' });
  it('is in no part of a rate and in no percentile; the number is to be read with care', async () => {
    await home.tickets([impossible(), solved({ created: 'Mon 12:00', resolved: 'Mon 13:00' })]);
    const [rate] = await home.all(fdr24h);
    expect(rate).toMatchObject({
      value: { numerator: 1, denominator: 1 },
      doubts: ['impossible_time'],
      extras: { impossible_time: 1 },
    });
    expect(await home.value(dtsP50)).toMatchObject({ n: 1, value: 3600 });
  });
  it('that is not even kept is counted where its case would be, by the creation', async () => {
    const nowhere = { resolved: undefined, first_resolved: undefined, tells_resolution: false, data_quality: '["end_before_creation"]' }; // prettier-ignore
    const unanswered = { first_reply: undefined, tells_first_reply: false, data_quality: '["reply_before_creation"]' };
    await home.tickets([
      solved(nowhere),
      ...Array.from({ length: 4 }, () => solved(unanswered)),
      ...Array.from({ length: 9 }, () => solved()),
    ]);
    for (const metric of [fdr24h, dtsP50]) {
      const [answer] = await home.all(metric);
      expect(answer).toMatchObject({ not_told: 1, doubts: ['impossible_time'], extras: { impossible_time: 1 } });
    }
    const [replies] = await home.all(frtP50);
    expect(replies).toMatchObject({ not_told: 4, doubts: ['impossible_time'], extras: { impossible_time: 4 } });
  });
  it('of the work alone, too', async () => {
    await home.tickets([solved({ started: 'Wed 09:00' }), solved({ started: 'Mon 09:00' })]);
    const [answer] = await home.all(cycleTime);
    expect(answer).toMatchObject({ value: { n: 1 }, doubts: ['impossible_time'] });
  });
});

describe('the JSON of an answer', () => {
  it('has not_told and doubts always, and the interval of a percentile', async () => {
    await home.tickets([...Array.from({ length: 8 }, () => solved()), solved({ tells_handoffs: false })]);
    const [answer] = await home.all(dtsP50);
    expect(toJson(answer!)).toMatchObject({ not_told: 0, doubts: [], interval: [86_400, 86_400] });
  });
  it('and explain says what was not told', async () => {
    await home.tickets([solved(), solved({ tells_resolution: false })]);
    const { steps } = await explain(home.ask(fdr24h), home.context());
    expect(steps).toContainEqual(['not told by the source', 1]);
    expect(handoffRate.needs).toEqual(['handoffs', 'resolution']);
  });
});
