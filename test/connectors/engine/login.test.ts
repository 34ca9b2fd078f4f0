import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../shared/connectors/connector.ts';
import { credentialsOf } from '../../../shared/connectors/engine/credentials.ts';
import { loginOf, type LoginPorts } from '../../../shared/connectors/engine/login.ts';
import { salesforce } from '../../../shared/connectors/helpdesks/salesforce.ts';
import { zendesk } from '../../../shared/connectors/helpdesks/zendesk.ts';
import { zohoDesk } from '../../../shared/connectors/helpdesks/zoho-desk.ts';
import { pullSource } from '../../../shared/load/pull.ts';
import { probe } from '../../../shared/operate/doctor-source.ts';
import { failures } from '../../support/pull-once.ts';
import { pullHome, type PullHome } from '../../support/pull-ports.ts';
import { scriptedHttp, type Said, type ScriptedHttp } from '../../support/scripted-http.ts';

const secrets = { S: 'client-secret', T: 'refresh-0', K: 'none' };
const desk = { id: 'desk', connector: 'zendesk', base_url: 'https://desk.example', start: '2026-01-01' };
const client = { ...desk, client_id: 'casebook', client_secret: '${env:S}' };
const fixed = { ...desk, oauth_token: '${env:T}' };
const rotating = { ...client, refresh_token: '${env:T}' };

/**
 * A Zendesk with 40 pages of tickets. An access token lives `life_s`; a refresh token is good for one use, which ends the access token
 * of before as well (developer.zendesk.com, OAuth Tokens for Grant Types). Each answer takes ten seconds.
 */
function helpdesk(life_s: number, refuses: (form: Record<string, string>) => Said | undefined = () => undefined) {
  let home: PullHome | undefined;
  const now = (): number => home?.ports.clock.now_s() ?? 0;
  let issued = 0;
  let refresh = 'refresh-0';
  const live = new Map<string, number>();
  const forms: Record<string, string>[] = [];
  const http: ScriptedHttp = scriptedHttp(({ path, headers, body, url }): Said => {
    home?.advance(10);
    if (path === '/oauth/tokens') {
      const form = JSON.parse(body ?? '{}') as Record<string, string>;
      forms.push(form);
      const refusal = refuses(form);
      if (refusal !== undefined) return refusal;
      if (form.grant_type === 'refresh_token') {
        if (form.refresh_token !== refresh)
          return { status: 400, body: { error: 'invalid_grant', error_description: 'expired or revoked' } };
        live.clear();
        refresh = `refresh-${issued + 1}`;
      }
      issued += 1;
      live.set(`Bearer access-${issued}`, now() + life_s);
      const token = { access_token: `access-${issued}`, token_type: 'bearer', expires_in: life_s };
      return { body: form.grant_type === 'refresh_token' ? { ...token, refresh_token: refresh } : token };
    }
    if ((live.get(headers.authorization ?? '') ?? 0) <= now()) return { status: 401, body: { error: 'invalid_token' } };
    if (path === '/api/v2/users/me.json') return { body: { user: { id: 1, time_zone: 'UTC' } } };
    const key = /(\w+?)(?:\/cursor)?\.json/.exec(path)?.[1] ?? '';
    const page = Number(new URL(url).searchParams.get('cursor') ?? 0) + 1;
    const isMore = key === 'tickets' && page < 40;
    return {
      body: {
        [key]: key === 'tickets' ? [{ id: page, status: 'open', created_at: '2026-01-02T00:00:00Z' }] : [],
        meta: { has_more: false },
        end_of_stream: !isMore,
        after_cursor: String(page),
        end_time: 1_780_000_000,
      },
    };
  });
  home = pullHome(http, { secrets });
  return { home, http, forms, end: (): void => live.clear() };
}

const pull = (home: PullHome, source: { id: string; connector: string }, run = 'r1', connector: Connector = zendesk) =>
  pullSource({ source: source.id, run }, home.ports, { sources: [source] }, [connector]);

describe('a login by OAuth', () => {
  it('renews tokens that live for 60 seconds through a whole backfill, before they end', async () => {
    const { home, http, forms } = helpdesk(60);
    const result = await pull(home, client);
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'tickets')?.rows).toBe(40);
    expect(forms[0]).toEqual({
      grant_type: 'client_credentials',
      client_id: 'casebook',
      client_secret: 'client-secret',
      scope: 'read',
    });
    expect(forms.length).toBeGreaterThan(5);
    expect(http.requests.filter(({ url }) => url.includes('tickets/cursor'))).toHaveLength(40);
  });

  it('goes on with another token where one ends without a word', async () => {
    const { home, end, forms } = helpdesk(1800);
    await pull(home, client);
    const before = forms.length;
    end();
    expect(failures(await pull(home, client, 'r2'))).toEqual([]);
    expect(forms.length).toBe(before + 1);
  });

  it('keeps a refresh token that changes at every use, for this call and for the next one', async () => {
    const { home, forms } = helpdesk(60);
    expect(failures(await pull(home, rotating))).toEqual([]);
    expect(failures(await pull(home, rotating, 'r2'))).toEqual([]);
    const used = forms.map(({ refresh_token }) => refresh_token);
    expect(used[0]).toBe('refresh-0');
    expect(new Set(used).size).toBe(used.length);
    expect(home.lines.join()).not.toContain('refresh-');
  });

  it('lets a doctor and a pull use one refresh token, each taking what the other one left', async () => {
    const { home } = helpdesk(1800);
    expect(failures(await pull(home, rotating))).toEqual([]);
    expect((await probe(rotating, zendesk, home.ports)).filter(({ state }) => state === 'fault')).toEqual([]);
    expect(failures(await pull(home, rotating, 'r2'))).toEqual([]);
  });

  it('says once that a refresh token was used elsewhere, and begins anew with another one', async () => {
    const { home } = helpdesk(1800, (form) =>
      form.refresh_token === 'refresh-0' ? { status: 400, body: { error: 'invalid_grant' } } : undefined,
    );
    const result = failures(await pull(home, rotating));
    expect(result[0]).toMatch(/invalid_grant.*was used elsewhere: make a new one .* set refresh_token/);
    expect(result.every((text) => !text.includes('refresh-0') && !text.includes('client-secret'))).toBe(true);
  });

  it.each([
    ['a wrong secret', { status: 401, body: { error: 'invalid_client' } }, /Check client_id and client_secret/],
    [
      'a grant that is not allowed',
      { status: 400, body: { error: 'unauthorized_client' } },
      /grant client_credentials/,
    ],
    ['a scope that is not allowed', { status: 400, body: { error: 'invalid_scope' } }, /the scope read/],
    [
      'a renamed account',
      { status: 301, headers: { location: 'https://new.example/oauth/tokens' } },
      /leads to https:\/\/new\.example: if the account was renamed/,
    ],
    ['an account that is gone', { status: 404, body: '<html>' }, /may have been renamed/],
  ] satisfies [string, Said, RegExp][])('says in one sentence what to do about %s', async (_, said, sentence) => {
    const { home, http } = helpdesk(1800, () => said);
    const texts = failures(await pull(home, client));
    expect(texts[0]).toMatch(sentence);
    expect(texts[0]?.split('\n')).toHaveLength(1);
    // one refused login is enough: further ones can lock the account
    expect(http.requests).toHaveLength(1);
  });

  it('says of a fixed token that ended which credentials do not', async () => {
    const { home } = helpdesk(1800);
    expect(failures(await pull(home, fixed))[0]).toMatch(/give the source client_id/);
  });

  it.each([
    [{}, 'no way in'],
    [{ client_id: 'a' }, 'half of one'],
    [{ refresh_token: '${env:T}', oauth_token: '${env:T}' }, 'a refresh token without its client'],
    [{ client_id: 'a', client_secret: '${env:S}', email: 'a@example.com', token: '${env:T}' }, 'two of them'],
  ])('refuses a configuration with %o: %s', (keys: object, _why: string) => {
    expect(zendesk.configuration.safeParse({ ...desk, ...keys }).success).toBe(false);
  });
});

/** A token endpoint where a refresh token is good for one use, and two processes with one state before it. */
describe('a refresh token that two processes use', () => {
  const source = zendesk.bind(rotating);
  const endpoint = () => {
    let issued = 0;
    return scriptedHttp(({ body }) => {
      const { refresh_token } = JSON.parse(body ?? '{}') as { refresh_token: string };
      if (refresh_token !== `refresh-${issued}`) return { status: 400, body: { error: 'invalid_grant' } };
      issued += 1;
      return { body: { access_token: `access-${issued}`, expires_in: 1800, refresh_token: `refresh-${issued}` } };
    });
  };
  const tick = () => new Promise<void>((done) => setImmediate(done));
  const processOf = (home: PullHome, ports: Partial<LoginPorts> = {}) =>
    loginOf(source, credentialsOf(home.ports.secrets), { ...home.ports, ...ports });

  it('is used by one of them, and the other one waits for what the first keeps', async () => {
    const home = pullHome(endpoint(), { secrets });
    const { state } = home.ports;
    let isKept = (): void => {};
    const kept = new Promise<void>((done) => (isKept = done));
    // the first one is slow to keep what it got; the second one is refused meanwhile, and sleeps
    const slow = {
      ...state,
      write: async (...all: Parameters<typeof state.write>) => (await kept, state.write(...all)),
    };
    const pause = { random: () => 0.5, sleep: async () => (isKept(), await tick()) };
    const first = processOf(home, { state: slow }).headers();
    await tick();
    const second = processOf(home, { pause }).headers();
    const token = { authorization: 'Bearer access-1' };
    expect(await Promise.all([first, second])).toEqual([token, token]);
    expect(JSON.parse(home.kept.get('credentials/source-desk.json')?.value ?? '')).toMatchObject({
      refresh_token: 'refresh-1',
    });
  });

  it('is kept although the store does not answer at first', async () => {
    const home = pullHome(endpoint(), { secrets });
    let faults = 2;
    const write: PullHome['ports']['state']['write'] = (...all) =>
      faults-- > 0 ? Promise.reject(new Error('no answer')) : home.ports.state.write(...all);
    await processOf(home, { state: { ...home.ports.state, write } }).headers();
    expect(await processOf(home).headers()).toEqual({ authorization: 'Bearer access-1' });
  });

  it('is lost with a process that ends between use and keeping, and that is said', async () => {
    const home = pullHome(endpoint(), { secrets });
    const write = () => Promise.reject(new Error('killed'));
    await expect(processOf(home, { state: { ...home.ports.state, write } }).headers()).rejects.toThrow('killed');
    await expect(processOf(home).headers()).rejects.toThrow(
      /lost by a run that was cut off, or was used elsewhere: make a new one for this source alone and set refresh_token/,
    );
    expect(home.slept_s()).toBeLessThan(60);
  });
});

it('waits as long as Zoho gives no further token, whichever status that comes with', async () => {
  for (const status of [200, 400]) {
    const busy = { status, body: { error: 'Access Denied', error_description: 'too many requests continuously' } };
    let home: PullHome | undefined;
    const begun_s = 1_790_812_800;
    const http = scriptedHttp(({ method }): Said => {
      if (method !== 'POST') return { status: 204, body: '' };
      // ten minutes after the first request a token is given again
      return (home?.ports.clock.now_s() ?? 0) < begun_s + 600
        ? busy
        : { body: { access_token: 'access-1', expires_in: 3600 } };
    });
    home = pullHome(http, { secrets });
    const source = {
      id: 'desk',
      connector: 'zoho-desk',
      org_id: '1',
      client_id: 'a',
      client_secret: '${env:S}',
      refresh_token: '${env:T}',
    };
    expect(failures(await pull(home, source, 'r1', zohoDesk))).toEqual([]);
    expect(http.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  }
});

describe('a login by a signed statement (JWT bearer)', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const source = {
    id: 'desk',
    connector: 'salesforce',
    base_url: 'https://acme.my.salesforce.com',
    client_id: 'consumer-key',
    user: 'reader@acme.example',
    private_key: '${env:K}',
  };
  const asked = async (key: string, said: Said) => {
    const http = scriptedHttp(() => said);
    const home = pullHome(http, { secrets: { K: key } });
    const texts = failures(await pull(home, source, 'r1', salesforce));
    return { home, texts, form: new URLSearchParams(http.requests[0]?.body) };
  };

  it('signs who asks, for whom and until when, and never sends the key', async () => {
    const { home, form } = await asked(pem.replaceAll('\n', '\\n'), { status: 400, body: { error: 'invalid_grant' } });
    const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'consumer-key',
      sub: 'reader@acme.example',
      aud: 'https://login.salesforce.com',
      exp: home.ports.clock.now_s() + 180,
    });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(form.toString()).not.toContain('PRIVATE');
  });

  it('says that the clock is off where that is why', async () => {
    const date = new Date((1_790_812_800 + 900) * 1000).toUTCString();
    const { texts } = await asked(pem, { status: 400, headers: { date }, body: { error: 'invalid_grant' } });
    expect(texts[0]).toMatch(/clock is 900 s away from ours: set this machine's clock by NTP/);
  });

  it('says that a text is no key', async () => {
    expect((await asked('none', {})).texts[0]).toMatch(/private_key is no RSA private key in PEM form/);
  });
});
