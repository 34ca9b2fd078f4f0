import { describe, expect, it } from 'vitest';
import type { ApiConnector, Stream, ZoneCheck } from '../../shared/connectors/connector.ts';
import { zendesk } from '../../shared/connectors/helpdesks/zendesk.ts';
import { recordsIn } from '../../shared/connectors/shapes.ts';
import { probe } from '../../shared/operate/doctor-source.ts';
import { pullHome } from '../support/pull-ports.ts';
import { scriptedHttp, type Said } from '../support/scripted-http.ts';
import { toyConnector, toySecrets, toySource } from '../support/toy-connector.ts';

const now_s = 1_790_812_800;
const dated = (at_s: number) => ({ date: new Date(at_s * 1000).toUTCString() });
const things: Said = { body: { things: [{ id: 1 }] }, headers: dated(now_s) };

/** What the doctor says of a helpdesk that answers so. */
function examined(
  answer: (path: string) => Said,
  { zone, more = [] }: { readonly zone?: ZoneCheck; readonly more?: readonly Stream[] } = {},
) {
  const toy = toyConnector({}, more);
  const connector: ApiConnector = { ...toy, bind: (source) => ({ ...toy.bind(source), ...(zone && { zone }) }) };
  const http = scriptedHttp(({ path }) => answer(path));
  return probe(toySource, connector, pullHome(http, { now_s, secrets: toySecrets }).ports);
}
const textsOf = async (found: ReturnType<typeof examined>) =>
  (await found).map(({ state, text }) => `${state}: ${text}`);

const surveys: Stream = {
  name: 'surveys',
  first: () => ({ url: '/surveys' }),
  items: (body) => recordsIn(body, 'surveys'),
  rows: () => [],
};
const me = (use: ZoneCheck['use']): ZoneCheck => ({
  use,
  first: { url: '/me' },
  read: (body) => ({ zone: (body as { zone?: string }).zone ?? null }),
});

describe('the doctor, of one helpdesk', () => {
  it('says of each stream that it answers, and that the clocks agree', async () => {
    expect(await textsOf(examined(() => things))).toEqual([
      'ok: things: answers, 1 records on the first page',
      'ok: its clock agrees with ours within 120 s',
    ]);
  });
  it('names what is refused: a needed stream is a fault, a feature of a plan is a note', async () => {
    const refused = (path: string): Said => (path.startsWith('/surveys') ? { status: 403 } : things);
    expect(await textsOf(examined(refused, { more: [surveys] }))).toContain('fault: surveys: refused with 403');
    expect(await textsOf(examined(refused, { more: [{ ...surveys, optional: true }] }))).toContain(
      'note: surveys: refused with 403',
    );
  });
  it('measures how far the clocks are apart', async () => {
    expect(await textsOf(examined(() => ({ ...things, headers: dated(now_s + 600) })))).toContain(
      'note: its clock is 600 s away from ours',
    );
  });
  it.each([
    [
      { 'x-rate-limit-remaining': '390', 'x-rate-limit': '400' },
      'ok: rate limit: 390 of 400 requests are left in this window',
    ],
    [
      { 'x-ratelimit-remaining': '7', 'x-ratelimit-total': '100' },
      'note: rate limit: only 7 of 100 requests are left in this window',
    ],
    [{ 'sforce-limit-info': 'api-usage=18/5000' }, 'ok: rate limit: 4982 of 5000 requests are left in this window'],
  ])('tells the headroom of %j', async (headers, expected) => {
    const found = await textsOf(examined(() => ({ ...things, headers: { ...dated(now_s), ...headers } })));
    expect(found).toContain(expected);
  });
  it('calls wrong credentials a fault and never shows them', async () => {
    const found = await examined(() => ({ status: 401, body: `no right for ${toySecrets.TOY}` }));
    expect(found.map(({ state }) => state)).toEqual(['fault']);
    expect(JSON.stringify(found)).not.toContain(toySecrets.TOY);
  });
});

describe('the doctor, of the API user’s time zone', () => {
  const zoneOf = async (use: ZoneCheck['use'], answer: Said) => {
    const found = await examined((path) => (path === '/me' ? answer : things), { zone: me(use) });
    return found.find(({ text }) => text.includes('zone'));
  };
  it('tells it, whatever it is, where queries do not depend on it', async () => {
    expect(await zoneOf('never_matters', { body: { zone: 'Asia/Tokyo' } })).toMatchObject({
      state: 'ok',
      text: 'the API user’s time zone is Asia/Tokyo; queries do not depend on it',
    });
    expect(await zoneOf('written_in_it', { body: { zone: 'Europe/Warsaw' } })).toMatchObject({
      state: 'ok',
      text: 'the API user’s time zone is Europe/Warsaw; queries are written in it',
    });
  });
  it.each(['UTC', 'Etc/UTC', 'GMT', '(GMT+00:00) Greenwich Mean Time'])('takes %s for UTC', async (zone) => {
    expect(await zoneOf('must_be_utc', { body: { zone } })).toMatchObject({ state: 'ok' });
  });
  it('is a fault where it has to be UTC and is not', async () => {
    const found = await zoneOf('must_be_utc', { body: { zone: 'US/Pacific' } });
    expect(found).toMatchObject({ state: 'fault', text: expect.stringContaining('(US/Pacific) is not UTC') as string });
    expect(found?.advice).toContain('Set the time zone of the API user to UTC');
  });
  it('believes what a query shows over a name, and over none', async () => {
    const shifted: ZoneCheck = { ...me('must_be_utc'), read: () => ({ zone: null, shifts: true }) };
    const found = await examined(() => things, { zone: shifted });
    expect(found).toContainEqual(expect.objectContaining({ state: 'fault' }));
  });
  it('tells a zone that is UTC in winter only, and keeps what was seen when its name is refused', async () => {
    const named = (body: unknown): ZoneCheck['read'] => {
      const last = me('must_be_utc');
      return (answer, asked, told) =>
        asked.url === '/me'
          ? { ask: { url: '/name' }, told: { shifts: false } }
          : last.read(body ?? answer, asked, told);
    };
    const london = { ...me('must_be_utc'), read: named({ zone: 'Europe/London' }) };
    expect(await examined(() => things, { zone: london })).toContainEqual(
      expect.objectContaining({ state: 'fault', text: expect.stringContaining('(Europe/London)') as string }),
    );
    const refused = { ...me('must_be_utc'), read: named(undefined) };
    expect(await examined((path) => (path === '/name' ? { status: 403 } : things), { zone: refused })).toContainEqual(
      expect.objectContaining({ state: 'ok', text: 'the API user’s time zone is UTC, as it has to be' }),
    );
  });
  it('goes on asking until it is told, but not for ever', async () => {
    const asked: string[] = [];
    const twice: ZoneCheck = {
      use: 'never_matters',
      first: { url: '/me' },
      read: (body, { url }) =>
        url === '/me' ? { ask: { url: '/users/7' } } : me('never_matters').read(body, { url }, {}),
    };
    const answer = (path: string): Said => {
      asked.push(path);
      return path === '/users/7' ? { body: { zone: 'Europe/Paris' } } : things;
    };
    expect((await examined(answer, { zone: twice })).some(({ text }) => text.includes('Europe/Paris'))).toBe(true);
    expect(asked.filter((path) => !path.startsWith('/things'))).toEqual(['/me', '/users/7']);
    const endless: ZoneCheck = { ...twice, read: () => ({ ask: { url: '/me' } }) };
    expect((await examined(() => things, { zone: endless })).at(-1)).toMatchObject({
      state: 'note',
      text: expect.stringContaining('the helpdesk goes on asking') as string,
    });
  });
  it('a refusal, silence or nonsense is a note: a pull finds out by itself', async () => {
    expect(await zoneOf('must_be_utc', { status: 403 })).toMatchObject({
      state: 'note',
      text: 'the API user’s time zone is not known: refused with 403',
    });
    expect(await zoneOf('never_matters', { body: {} })).toMatchObject({
      state: 'note',
      text: 'the API user’s time zone is not known: the helpdesk does not tell it',
    });
    expect(await zoneOf('never_matters', { body: '<html>' })).toMatchObject({ state: 'note' });
  });
});

describe('the doctor, of what a vendor ends', () => {
  const desk = { id: 'desk', connector: 'zendesk', base_url: 'https://desk.example' };
  const token = { ...desk, email: 'a@example.com', token: '${env:TOY}' };
  const said = async (source: { id: string; connector: string }, day: string) => {
    const clock_s = Date.parse(`${day}T00:00:00Z`) / 1000;
    const http = scriptedHttp(() => ({ body: {}, headers: dated(clock_s) }));
    const found = await probe(source, zendesk, pullHome(http, { now_s: clock_s, secrets: toySecrets }).ports);
    return found.filter(({ text }) => text.includes('API token')).map(({ state, text }) => `${state}: ${text}`);
  };
  it('warns from half a year before, where the configuration relies on it, and calls it a fault from the day on', async () => {
    const text = 'every API token of Zendesk (email and token)';
    expect(await said(token, '2026-10-27')).toEqual([]);
    expect(await said(token, '2026-11-30')).toEqual([`note: ${text} ends on 2027-04-30`]);
    expect(await said(token, '2027-04-30')).toEqual([`fault: ${text} ended on 2027-04-30`]);
    expect(await said({ ...desk, oauth_token: '${env:TOY}' } as typeof desk, '2027-04-30')).toEqual([]);
  });
});
