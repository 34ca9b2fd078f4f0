import { describe, expect, it } from 'vitest';
import { doubtIds } from '../../shared/knowledge/doubt.ts';
import { surveys } from '../../shared/lake/tables.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { doubtRules } from '../../shared/metrics/doubt-rules.ts';
import { toJson } from '../../shared/metrics/evaluate.ts';
import { doubtHolds } from '../../shared/run/measure.ts';
import { at, period, ticket } from '../support/lake.ts';
import { testLake, type Options } from '../support/measured.ts';

const { backlog, csat, dtsP50, frtP50, issuesHandled, evaluationRate } = catalogue;
const home = testLake();
type Fields = Parameters<typeof ticket>[0];
/** `n` cases, an hour apart from Monday on; odd ones first. */
const cases = (odd: number, n: number, isOdd: Fields, usual: Fields) =>
  Array.from({ length: n }, (_, i) => ticket({ ...(i < odd ? isOdd : usual) }));
const doubtsOf = async (metric: Metric, options: Options = {}): Promise<readonly string[]> => {
  const [answer] = await home.all(metric, options);
  return (toJson(answer!).doubts as readonly string[]) ?? [];
};
const zero = { resolved: 'Mon 09:00', first_resolved: 'Mon 09:00' };
const day = { resolved: 'Tue 09:00', first_resolved: 'Tue 09:00' };

describe('a reason not to trust a number', () => {
  it('stands beside it when more than half of twenty cases or more are odd, and not at half', async () => {
    await home.tickets(cases(11, 21, zero, day));
    expect(await doubtsOf(dtsP50)).toEqual(['resolved_at_once']);
    await home.tickets(cases(0, 1, zero, day));
    expect(await doubtsOf(dtsP50)).toEqual([]);
  });
  it('needs twenty cases', async () => {
    await home.tickets(cases(19, 19, zero, day));
    expect(await doubtsOf(dtsP50)).toEqual([]);
  });
  it('is that times are days, and no share within hours is told of them', async () => {
    const ofDays = { ...day, tells_time_of_day: false };
    await home.tickets(cases(1, 25, ofDays, day));
    expect(await doubtsOf(dtsP50)).toEqual([]);
    await home.tickets(cases(30, 30, { ...zero, tells_time_of_day: false }, {}));
    expect(await doubtsOf(dtsP50)).toEqual(['days_only']);
    const [share] = await home.all(catalogue.fdr24h);
    expect(toJson(share!)).toMatchObject({ status: 'no_data', reason: 'not_told:time_of_day', not_told: 31 });
  });
  it('is of the segment it was found in', async () => {
    await home.tickets([
      ...cases(30, 30, { ...zero, channel: 'chat' }, {}),
      ...cases(0, 40, {}, { ...day, channel: 'email' }),
    ]);
    const found = await home.all(dtsP50, { by: ['channel'] });
    expect(found.map(({ segment, doubts }) => [segment.channel, doubts])).toEqual([
      ['chat', ['resolved_at_once']],
      ['email', undefined],
    ]);
    expect(await doubtsOf(dtsP50)).toEqual([]);
  });
  it('touches the numbers that depend on it, and no other', async () => {
    await home.tickets(cases(25, 25, { first_reply: 'Mon 09:00:19' }, {}));
    expect(await doubtsOf(frtP50)).toEqual(['answered_at_once']);
    expect(await doubtsOf(issuesHandled)).toEqual([]);
  });
  it('is no part of a history: only the asked period is looked at', async () => {
    await home.tickets(cases(25, 25, zero, day));
    const [answer] = await home.all(dtsP50, { period: period('2026-W38') });
    expect(answer?.doubts).toBeUndefined();
  });
});

describe('what is looked for', () => {
  it('more than half p1, wherever priority is asked for', async () => {
    await home.tickets(cases(15, 25, { priority: 'p1' }, { priority: 'p3' }));
    const found = await home.all(issuesHandled, { by: ['priority'] });
    expect(new Set(found.flatMap(({ doubts = [] }) => doubts))).toEqual(new Set(['mostly_p1']));
    expect(await doubtsOf(issuesHandled)).toEqual([]);
  });
  it('most cases in a status without meaning', async () => {
    await home.tickets(cases(15, 25, { status: 'other' }, { status: 'open' }));
    expect(await doubtsOf(backlog)).toEqual(['mostly_other_status']);
  });
  it('a team whose match finds nobody, however long one looks', async () => {
    const teams = [
      { id: 'emea', name: 'EMEA', match: { group: ['Suport EMEA'] } },
      { id: 'apac', name: 'APAC', match: { group: ['Support APAC'] } },
      { id: 'people', name: 'By roster' },
    ];
    const asked = (team: string) => doubtsOf(issuesHandled, { where: { team }, configuration: { teams } });
    await home.tickets([ticket({ team: 'apac', created: '2025-01-01T00:00:00Z' })]);
    expect(await Promise.all(['emea', 'apac', 'people'].map(asked))).toEqual([['team_without_cases'], [], []]);
  });
  it('satisfaction of which hardly anybody spoke', async () => {
    const rated = (ticket_id: string) => ({
      survey_id: ticket_id,
      ticket_id,
      kind: 'csat',
      label: 'good',
      answered_s: at('Tue 09:00'),
    });
    await home.tickets(cases(2, 60, { ticket_id: undefined }, {}).map((one, i) => ({ ...one, ticket_id: `r${i}` })));
    await home.put(surveys, [rated('r1'), rated('r2')]);
    expect(await doubtsOf(csat)).toEqual(['few_rated']);
    expect(await doubtsOf(evaluationRate)).toEqual([]);
    await home.put(surveys, [rated('r3'), rated('r4')]);
    expect(await doubtsOf(csat)).toEqual([]);
  });
  it('one account that gives more than four of five first replies', async () => {
    const reply = { first_reply: 'Mon 10:00' };
    await home.tickets(cases(49, 60, { ...reply, first_reply_by: 'shared' }, { ...reply, first_reply_by: 'ann' }));
    const [answer] = await home.all(frtP50);
    expect(answer).toMatchObject({ doubts: ['one_author'], extras: { one_author: 'shared' } });
    expect(await doubtsOf(frtP50, { by: ['person'] })).toEqual([]);
  });
  it('an account that answers at once at any hour, until the configuration says what it is', async () => {
    const robot = (hour: number) => {
      const created = `Tue ${String(hour).padStart(2, '0')}:00`;
      return ticket({ created, first_reply: `${created}:05`, first_reply_by: 'aria' });
    };
    const person = () => ticket({ first_reply: 'Mon 10:00', first_reply_by: 'ann' });
    await home.tickets([
      ...Array.from({ length: 24 }, (_, hour) => robot(hour)),
      ...Array.from({ length: 40 }, person),
    ]);
    const [answer] = await home.all(frtP50);
    expect(answer).toMatchObject({ doubts: ['answers_like_a_robot'], extras: { answers_like_a_robot: 'aria' } });
    expect(await doubtsOf(frtP50, { more: { people: new Set(['aria']) } })).toEqual([]);
  });
  it('of somebody quick who works by day there is nothing to say but that', async () => {
    const quick = Array.from({ length: 24 }, () => ticket({ first_reply: 'Mon 09:00:05', first_reply_by: 'bob' }));
    await home.tickets(quick);
    expect(await doubtsOf(frtP50)).toEqual(['answered_at_once']);
  });
  it('fewer than half as many cases as in any of four periods before', async () => {
    const weeks = ['2026-08-25', '2026-09-01', '2026-09-08', '2026-09-15'];
    const before = weeks.flatMap((created) =>
      Array.from({ length: 21 }, () => ticket({ created: `${created}T09:00:00Z` })),
    );
    await home.tickets([...before, ...cases(0, 10, {}, {})]);
    expect(await doubtsOf(issuesHandled)).toEqual(['volume_halved']);
    await home.tickets([ticket()]);
    expect(await doubtsOf(issuesHandled)).toEqual([]);
  });
});

describe('the gate', () => {
  it('holds on the reasons that the configuration names, and says which numbers they touch', async () => {
    await home.tickets(cases(25, 25, zero, day));
    const measured = await home.all(dtsP50);
    expect(doubtHolds(measured, '2026-W39', ['resolved_at_once', 'mostly_p1'])).toEqual([
      expect.stringMatching(/^Not to be trusted \(resolved_at_once\): most cases .*; it touches dts_p50\./),
    ]);
    expect(doubtHolds(measured, '2026-W39', [])).toEqual([]);
  });
  it('knows every rule, and every rule is said in words', () => {
    expect([...Object.keys(doubtRules), 'impossible_time'].sort()).toEqual([...doubtIds].sort());
  });
});
