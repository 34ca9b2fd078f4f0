import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiConnector } from '../../../shared/connectors/connector.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
import type { HttpRequest } from '../../../shared/ports.ts';
import { failures, pulledSource, type PulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

interface Source {
  readonly connector: string;
  readonly [key: string]: unknown;
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const secrets = {
  SECRET: 'client-secret',
  REFRESH: 'refresh-0',
  KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const client = { client_id: 'casebook', client_secret: '${env:SECRET}' };
const refresh = { ...client, refresh_token: '${env:REFRESH}' };
const org = { connector: 'salesforce', base_url: 'https://org.example', client_id: 'casebook' };
const site = { connector: 'jira-service-management', cloud_id: 'c', projects: ['SUP'] };
const instance = { connector: 'servicenow', base_url: 'https://desk.example' };

/** Every helpdesk with a login by OAuth, by each of its grants. */
const sources = {
  'zendesk, client credentials': { connector: 'zendesk', base_url: 'https://desk.example', ...client },
  'zendesk, refresh token': { connector: 'zendesk', base_url: 'https://desk.example', ...refresh },
  'salesforce, client credentials': { ...org, client_secret: '${env:SECRET}' },
  'salesforce, JWT bearer': { ...org, user: 'reader@example.com', private_key: '${env:KEY}' },
  'servicenow, client credentials': { ...instance, ...client },
  'servicenow, password': { ...instance, ...client, user: 'reader', password: '${env:SECRET}' },
  'jira, client credentials': { ...site, ...client },
  'jira, refresh token': { ...site, ...refresh },
  'help scout, client credentials': { connector: 'help-scout', app_id: 'casebook', app_secret: '${env:SECRET}' },
  'zoho desk, refresh token': { connector: 'zoho-desk', org_id: '1', ...refresh },
} satisfies Readonly<Record<string, Source>>;

/** A page of nothing, as each helpdesk writes it. */
const lists =
  'groups custom_statuses brands users tickets ticket_events deleted_tickets satisfaction_ratings records result issues values data results teams'.split(
    ' ',
  );
const embedded = 'mailboxes teams users customers conversations threads'.split(' ');
const nothing = {
  ...Object.fromEntries(lists.map((key) => [key, []])),
  _embedded: Object.fromEntries(embedded.map((key) => [key, []])),
  page: { number: 1, totalPages: 1, totalElements: 0 },
  accountId: 'me',
  done: true,
  end_of_stream: true,
};

/** What a test changes of the helpdesk below: an answer of its own to a request that a live token let in, or to one for a token. */
interface Trouble {
  readonly says_s?: number;
  readonly clock_off_s?: number;
  readonly page?: (ordinal: number) => Said | undefined;
  readonly token?: (ordinal: number) => Said | undefined;
}

/** A helpdesk whose tokens live a minute, whatever it says of them; each answer takes 25 s. */
function pulled(source: Source, { says_s = 60, clock_off_s = 0, page, token }: Trouble = {}) {
  const connector = connectors.find(({ id }) => id === source.connector) as ApiConnector;
  let made: PulledSource | undefined;
  const now = (): number => made?.home.ports.clock.now_s() ?? 0;
  const spent: string[] = [];
  let issued = 0;
  let refused = 0;
  let ends_s = 0;
  let [pages, asked] = [0, 0];
  const answer = ({ path, method, headers, body }: HttpRequest & { path: string }): Said => {
    made?.home.advance(25);
    if (method === 'POST' && /token(?:\.do|s)?$/.test(path)) {
      const own = token?.(++asked);
      if (own !== undefined) return own;
      const used = /refresh_token\W+(refresh-\d+)/.exec(body ?? '')?.[1];
      if (used !== undefined) spent.push(used);
      issued += 1;
      ends_s = now() + 60;
      const next = used === undefined ? {} : { refresh_token: `refresh-${issued}` };
      return { body: { access_token: `access-${issued}`, expires_in: says_s, ...next } };
    }
    if (headers.authorization?.endsWith(` access-${issued}`) !== true || now() >= ends_s) {
      refused += 1;
      return { status: 401, body: {} };
    }
    pages += 1;
    return page?.(pages) ?? { body: /\/(?:users\/search|status)\b/.test(path) ? [] : nothing };
  };
  const http = scriptedHttp((request) => {
    const said = answer(request);
    const date = new Date((now() + clock_off_s) * 1000).toUTCString();
    return 'fails' in said ? said : { ...said, headers: { date, ...said.headers } };
  });
  made = pulledSource(connector, { id: 'desk', ...source }, http, { secrets });
  const { pull, home } = made;
  return { pull, home, told: () => ({ issued, refused, spent, pages }) };
}
const grants = Object.entries(sources);
const once = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

describe('tokens that live for a minute', () => {
  it.each(grants)('last through a whole backfill: %s', async (_, source) => {
    const { pull, told } = pulled(source);
    expect(failures(await pull('r1'))).toEqual([]);
    expect(failures(await pull('r2'))).toEqual([]);
    const { issued, refused, spent } = told();
    expect(issued).toBeGreaterThan(4);
    expect(refused).toBe(0);
    expect(once(spent)).toBe(true);
  });

  it.each(grants)('and end without a word between two pages: %s', async (_, source) => {
    const { pull, told } = pulled(source, { says_s: 86_400 });
    expect(failures(await pull('r1'))).toEqual([]);
    const { refused, issued, spent } = told();
    expect(refused).toBeGreaterThan(0);
    expect(issued).toBe(refused + 1);
    expect(once(spent)).toBe(true);
  });

  it.each(grants)('and end again while one page is asked for again: %s', async (_, source) => {
    // each page is out of order three times, and asks to wait longer than a token lives
    const page = (ordinal: number): Said | undefined =>
      ordinal % 4 === 0 ? undefined : { status: 503, headers: { 'retry-after': '90' }, body: {} };
    const { pull, told } = pulled(source, { says_s: 86_400, page });
    expect(failures(await pull('r1'))).toEqual([]);
    expect(told().refused).toBeGreaterThan(3);
    expect(once(told().spent)).toBe(true);
  });

  it.each(grants)('outlast a token endpoint that is out of order or asks to wait: %s', async (_, source) => {
    const token = (ordinal: number): Said | undefined =>
      [{ status: 503, body: '<html>' }, { status: 429, headers: { 'retry-after': '200' } }, undefined][ordinal % 3];
    const { pull, home } = pulled(source, { token });
    expect(failures(await pull('r1'))).toEqual([]);
    expect(home.slept_s()).toBeGreaterThan(400);
  });

  it.each(grants)('lose nothing that was read when the grant is withdrawn: %s', async (_, source) => {
    let withdrawn = true;
    const token = (ordinal: number): Said | undefined =>
      withdrawn && ordinal > 1 ? { status: 400, body: { error: 'invalid_grant' } } : undefined;
    const { pull, home, told } = pulled(source, { token });
    const first = await pull('r1');
    expect(failures(first)[0]).toMatch(/gives no access token .*\(400, invalid_grant\)\. \S/);
    const kept = [...home.objects.keys()];
    expect(kept.length).toBeGreaterThanOrEqual(told().pages);
    withdrawn = false;
    expect(failures(await pull('r2'))).toEqual([]);
    expect([...home.objects.keys()]).toEqual(expect.arrayContaining(kept));
    expect(home.objects.size).toBeGreaterThan(kept.length);
  });

  it.each(grants.flatMap(([name, source]) => [3600, -3600].map((off) => [name, off, source] as const)))(
    'do not depend on the clock: %s, off by %i s',
    async (_, clock_off_s, source) => {
      const { pull, told } = pulled(source, { clock_off_s });
      expect(failures(await pull('r1'))).toEqual([]);
      expect(told().refused).toBe(0);
    },
  );

  it.each(grants)('say that an account was renamed while it was read: %s', async (_, source) => {
    const moved: Said = { status: 301, headers: { location: 'https://renamed.example/' }, body: '' };
    const [texts, tokens] = await Promise.all(
      [{ page: (ordinal: number) => (ordinal > 1 ? moved : undefined) }, { token: () => moved }].map(async (trouble) =>
        failures(await pulled(source, trouble).pull('r1')),
      ),
    );
    expect(texts?.[0]).toMatch(/leads to https:\/\/renamed\.example\..* renamed, correct its address in the source/);
    expect(tokens?.[0]).toMatch(/leads to https:\/\/renamed\.example: .* renamed, correct its address in the source/);
  });
});
