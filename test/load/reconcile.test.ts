import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jiraServiceManagement } from '../../shared/connectors/helpdesks/jira-service-management.ts';
import { load } from '../../shared/load/load.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { pullSource } from '../../shared/load/pull.ts';
import { reconcile } from '../../shared/load/reconcile.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';
import { scriptedHttp } from '../support/scripted-http.ts';

const text = `
organisation: { name: Example, time_zone: UTC }
sources:
  - { id: jsm, connector: jira-service-management, site: example, email: api@example.com, token: "\${env:TOKEN}", projects: [SUP], feedback: false, start: 2026-01-01 }
`;
const configuration = readConfiguration(text, 'casebook.yaml', {
  connectors: { 'jira-service-management': jiraServiceManagement.configuration },
  metrics: [],
  reports: [],
});
const connectors = [jiraServiceManagement];

describe('reconciliation', () => {
  let home: TemporaryHome;
  /** Ids that the helpdesk has, and those that its search by update time tells. */
  let exists: readonly string[] = [];
  let told: readonly string[] = [];
  const http = scriptedHttp(({ url, body }) => {
    if (/\/(?:users\/search|status)\b/.test(url)) return { body: [] };
    if (url.endsWith('/myself')) return { body: { accountId: 'me', timeZone: 'UTC' } };
    // asked for by its id, one that is on no list is not there
    const asked = /\/issue\/(\d+)\?/.exec(url)?.[1];
    if (asked !== undefined && !exists.includes(asked)) return { status: 404, body: {} };
    const isList = body?.includes('updated >=') === false;
    return {
      body: {
        issues: (isList ? exists : told).map((id) => ({
          id,
          key: `SUP-${id}`,
          fields: {
            created: '2026-09-01T10:00:00.000+0000',
            updated: '2026-09-01T10:00:00.000+0000',
            status: { name: 'Open', statusCategory: { key: 'new' } },
          },
        })),
      },
    };
  });
  beforeEach(async () => {
    home = await temporaryHome({ secrets: { TOKEN: 'tok-123456' } });
  });
  afterEach(() => home.close());

  const round = async (run: string) => {
    const ports = { ...home.ports, http };
    const deps = loadDeps({ ports, configuration, connectors });
    const pulled = await pullSource({ source: 'jsm', run, takeOver: true }, ports, configuration, connectors);
    await load({ source: 'jsm', run }, deps);
    return reconcile(pulled, jiraServiceManagement.bind(configuration.sources[0]!), ports);
  };
  const query = async (sql: string) => (await home.ports.warehouse.query('test', sql)).rows;

  it('R14: says what is missing; what vanished is marked by the next run, and repeating changes nothing', async () => {
    told = ['1', '2', '3'];
    exists = ['1', '3', '4'];
    const first = await round('r1');
    expect(first.vanished).toBe(1);
    expect(await query(`SELECT check_name, vendor_count, stored_count, missing, vanished FROM ingest_compare`)).toEqual(
      [['id_list', 3, 3, 1, 1]],
    );
    expect(await query(`SELECT ticket_id FROM tickets WHERE status = 'deleted'`)).toEqual([]);
    told = [];
    for (const run of ['r2', 'r2', 'r3']) {
      expect((await round(run)).vanished).toBe(0);
      expect(await query(`SELECT ticket_id FROM tickets WHERE status = 'deleted'`)).toEqual([['2']]);
    }
  });

  it('asks for the list once a week, and says nothing about an empty one', async () => {
    told = ['1'];
    exists = [];
    expect((await round('r1')).vanished).toBe(0);
    const before = http.requests.length;
    await round('r2');
    expect(http.requests.slice(before).filter(({ body }) => body?.includes('ORDER BY created') === true)).toEqual([]);
  });
});
