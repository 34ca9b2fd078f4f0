import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiConnector } from '../../../shared/connectors/connector.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
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

/** A helpdesk whose tokens live a minute, whatever it says of them; each answer takes 25 s. */
function pulled(source: Source, says_s: number) {
  const connector = connectors.find(({ id }) => id === source.connector) as ApiConnector;
  let made: PulledSource | undefined;
  const now = (): number => made?.home.ports.clock.now_s() ?? 0;
  const spent: string[] = [];
  let issued = 0;
  let refused = 0;
  let ends_s = 0;
  const http = scriptedHttp(({ path, method, headers, body }): Said => {
    made?.home.advance(25);
    if (method === 'POST' && /token(?:\.do|s)?$/.test(path)) {
      const token = /refresh_token\W+(refresh-\d+)/.exec(body ?? '')?.[1];
      if (token !== undefined) spent.push(token);
      issued += 1;
      ends_s = now() + 60;
      const next = token === undefined ? {} : { refresh_token: `refresh-${issued}` };
      return { body: { access_token: `access-${issued}`, expires_in: says_s, ...next } };
    }
    if (headers.authorization?.endsWith(` access-${issued}`) !== true || now() >= ends_s) {
      refused += 1;
      return { status: 401, body: {} };
    }
    return { body: /\/(?:users\/search|status)\b/.test(path) ? [] : nothing };
  });
  made = pulledSource(connector, { id: 'desk', ...source }, http, { secrets });
  return { pull: made.pull, told: () => ({ issued, refused, spent }) };
}

describe('tokens that live for a minute', () => {
  it.each(Object.entries(sources))('last through a whole backfill: %s', async (_, source) => {
    const { pull, told } = pulled(source, 60);
    expect(failures(await pull('r1'))).toEqual([]);
    expect(failures(await pull('r2'))).toEqual([]);
    const { issued, refused, spent } = told();
    expect(issued).toBeGreaterThan(4);
    expect(refused).toBe(0);
    expect(new Set(spent).size).toBe(spent.length);
  });

  it.each(Object.entries(sources))('and end without a word between two pages: %s', async (_, source) => {
    const { pull, told } = pulled(source, 86_400);
    expect(failures(await pull('r1'))).toEqual([]);
    const { refused, issued, spent } = told();
    expect(refused).toBeGreaterThan(0);
    expect(issued).toBe(refused + 1);
    expect(new Set(spent).size).toBe(spent.length);
  });
});
