import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SandboxAnswer, SandboxRequest } from '../../functions/sandbox/server.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import type { PullResult } from '../../shared/connectors/pull-result.ts';
import { pullSource } from '../../shared/load/pull.ts';
import type { Http } from '../../shared/ports.ts';
import { defaultEnd_s as end_s, organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret, sourceLines } from '../../shared/sandbox/sources.ts';
import { bySource, sandboxed, type Sandboxed } from '../sandbox/helpdesks/all.ts';
import { pullHome, type PullHome } from '../support/pull-ports.ts';
import { loaded } from '../support/rows-of.ts';

/** What goes wrong at the side of the account, tried on all helpdesks alike (issue "Helpdesks in the present tense", bad input). */
const org = organisation({ months: 1, tickets_per_week: 2 });
const origin = 'http://127.0.0.1:9';
const secrets = { [demoSecret.name]: demoSecret.value };
const day_s = 86_400;

type Fault = (request: SandboxRequest, ordinal: number) => SandboxAnswer | undefined;
const isLogin = ({ path }: SandboxRequest): boolean => /oauth|token/.test(path);
const refusal: SandboxAnswer = { status: 401, body: { error: 'unauthorized' } };
const revoked: SandboxAnswer = { status: 400, body: { error: 'invalid_grant', error_description: 'revoked' } };

/** The helpdesk without a network; what it was asked is kept. */
function served(vendor: Sandboxed, fault: Fault = () => undefined) {
  const site = bySource[vendor](org);
  const asked: URL[] = [];
  const http: Http = {
    send: ({ method, url, headers, body = '' }) => {
      const to = new URL(url);
      asked.push(to);
      const request: SandboxRequest = {
        method,
        path: decodeURIComponent(to.pathname),
        query: to.searchParams,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body,
        origin,
      };
      const answer = fault(request, asked.length) ?? site.handle(request, end_s);
      const bytes = new TextEncoder().encode(
        typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
      );
      return Promise.resolve({
        status: answer.status,
        headers: { 'content-type': 'application/json', date: new Date(end_s * 1000).toUTCString(), ...answer.headers },
        body: bytes,
      });
    },
  };
  return { http, asked };
}

describe.each(sandboxed)('%s', (vendor) => {
  const connector = connectors.find(({ id }) => id === vendor);
  if (connector?.kind !== 'api') throw new Error(`${vendor} has no API`);
  const source = parse(sourceLines(org, vendor, 'desk', origin).join('\n')) as { id: string; connector: string };
  let told: readonly string[];
  let paths: readonly string[];

  const homeOf = (http: Http, now_s = end_s): PullHome => pullHome(http, { now_s, secrets });
  const pull = (home: PullHome, run: string): Promise<PullResult> =>
    pullSource({ source: 'desk', run, takeOver: true }, home.ports, { sources: [source] }, [connector]);
  /** The same home, asking somebody else. */
  const asking = (home: PullHome, http: Http): PullHome => ({ ...home, ports: { ...home.ports, http } });
  /** What is known of tickets: every event with its data, every attribute. */
  const known = async (home: PullHome): Promise<readonly string[]> => {
    const { events, tables } = await loaded(home, connector.bind(source).normalise);
    return [...events, ...(tables['ticket_attributes'] ?? [])].map((each) => JSON.stringify(each)).sort();
  };
  const errorsOf = ({ streams }: PullResult): readonly string[] => streams.flatMap(({ error }) => error ?? []);

  beforeAll(async () => {
    const calm = served(vendor);
    const home = homeOf(calm.http);
    expect(errorsOf(await pull(home, 'r1'))).toEqual([]);
    told = await known(home);
    paths = [...new Set(calm.asked.map(({ pathname }) => pathname))].filter((path) => !/\d{2,}|oauth|token/.test(path));
    expect(told.length).toBeGreaterThan(10);
  });

  it('says in one sentence that the grant is refused, and loses nothing when it is given again', async () => {
    const refusing = served(vendor, (request) => (isLogin(request) ? revoked : refusal));
    const home = homeOf(refusing.http);
    const errors = errorsOf(await pull(home, 'r1'));
    expect(new Set(errors.map((error) => error.split(':')[0]))).toEqual(new Set(['CredentialsError']));
    expect(errors.filter((error) => error.includes('\n'))).toEqual([]);
    const { auth } = connector.bind(source).site;
    if (auth.kind === 'oauth' && auth.form['refresh_token'] !== undefined)
      expect(errors[0]).toContain('was used elsewhere: make a new one for this source alone');
    // no more than twice for each stream: a lock-out would be worse than the refusal
    expect(refusing.asked.length).toBeLessThanOrEqual(2 * errors.length);
    expect(errorsOf(await pull(asking(home, served(vendor).http), 'r2'))).toEqual([]);
    expect(await known(home)).toEqual(told);
  });

  it('goes on with every other stream where the scope of one is missing', async () => {
    for (const path of paths) {
      const home = homeOf(
        served(vendor, (request) => (request.path === path ? { status: 403, body: { error: 'forbidden' } } : undefined))
          .http,
      );
      const { streams, rejects } = await pull(home, 'r1');
      const stopped = streams.filter(({ error, complete }) => error !== null || !complete);
      // several streams may ask at one address: each names it, in one line
      for (const { error } of stopped) {
        expect(error).toContain(path);
        expect(error).toMatch(/^\w+: [^\n]+$/);
      }
      // refused, left out as the plan has it, or one child less: never without a word
      expect(stopped.length + rejects + home.lines.filter((line) => line.includes('403')).length, path).toBeGreaterThan(
        0,
      );
    }
  });

  it('goes on with another token where one ends between two pages', async () => {
    for (const at of [2, 7]) {
      const ending = served(vendor, (request, ordinal) => (ordinal === at && !isLogin(request) ? refusal : undefined));
      const home = homeOf(ending.http);
      expect(errorsOf(await pull(home, 'r1')), `request ${at}`).toEqual([]);
      expect(await known(home)).toEqual(told);
    }
  });

  it('sends nothing to another host when the account was renamed, says so, and keeps what was read', async () => {
    const away = { status: 301, headers: { location: 'https://renamed.example.com/elsewhere' }, body: '' };
    for (const from of [1, 4]) {
      const moved = served(vendor, (_, ordinal) => (ordinal >= from ? away : undefined));
      const home = homeOf(moved.http);
      const errors = errorsOf(await pull(home, 'r1'));
      expect(moved.asked.filter(({ origin: own }) => own !== origin)).toEqual([]);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors)
        expect(error).toMatch(/^\w+: [^\n]*https:\/\/renamed\.example\.com[^\n]*renamed[^\n]*$/);
      expect(errorsOf(await pull(asking(home, served(vendor).http), 'r2'))).toEqual([]);
      expect(await known(home)).toEqual(told);
    }
  });

  it.each([-40 * day_s, -2 * day_s, 2 * day_s])('loses no row to a clock that is %d s off', async (off_s) => {
    const home = homeOf(served(vendor).http, end_s + off_s);
    expect(errorsOf(await pull(home, 'r1'))).toEqual([]);
    home.advance(-off_s);
    expect(errorsOf(await pull(home, 'r2'))).toEqual([]);
    const ids = (rows: readonly string[]): readonly unknown[] =>
      rows.map((row) => {
        const { ticket_id, event_id, kind } = JSON.parse(row) as Readonly<Record<string, unknown>>;
        return [ticket_id, event_id, kind];
      });
    expect(ids(await known(home))).toEqual(ids(told));
  });
});
