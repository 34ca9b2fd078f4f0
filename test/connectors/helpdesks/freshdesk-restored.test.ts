import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../shared/config/read.ts';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { load } from '../../../shared/load/load.ts';
import { loadDeps } from '../../../shared/load/load-deps.ts';
import { pullSource } from '../../../shared/load/pull.ts';
import { temporaryHome, type TemporaryHome } from '../../support/home.ts';
import { scriptedHttp } from '../../support/scripted-http.ts';

const text = `
organisation: { name: Example, time_zone: UTC }
sources:
  - { id: desk, connector: freshdesk, domain: example, api_key: "\${env:KEY}", start: 2026-01-01, activities: false }
`;
const configuration = readConfiguration(text, 'casebook.yaml', {
  connectors: { freshdesk: freshdesk.configuration },
  metrics: [],
  reports: [],
});
const ticket = (updated_at: string) => ({
  id: 7,
  status: 2,
  created_at: '2026-09-01T08:00:00Z',
  updated_at,
  stats: {},
});

describe('a freshdesk ticket', () => {
  let home: TemporaryHome;
  /** The list that shows it, and since when. */
  let shown: { readonly filter: string | null; readonly updated_at: string };
  const http = scriptedHttp(({ url }) => {
    const { pathname, searchParams: query } = new URL(url);
    const isShown = pathname === '/api/v2/tickets' && query.get('filter') === shown.filter;
    return { body: isShown ? [ticket(shown.updated_at)] : [] };
  });
  beforeEach(async () => {
    home = await temporaryHome({ secrets: { KEY: 'k-123456' } });
  });
  afterEach(() => home.close());

  it.each(['deleted', 'spam'])('that was %s and came back counts again', async (filter) => {
    const ports = { ...home.ports, http };
    const seen: unknown[] = [];
    for (const [run, where, updated_at] of [
      ['r1', null, '2026-09-02T10:00:00Z'],
      ['r2', filter, '2026-09-03T10:00:00Z'],
      ['r3', null, '2026-09-04T10:00:00Z'],
      ['r4', filter, '2026-09-05T10:00:00Z'],
    ] as const) {
      shown = { filter: where, updated_at };
      await pullSource({ source: 'desk', run, takeOver: true }, ports, configuration, [freshdesk]);
      await load({ source: 'desk', run }, loadDeps({ ports, configuration, connectors: [freshdesk] }));
      const { rows } = await home.ports.warehouse.query('test', 'SELECT status, is_counted FROM tickets');
      seen.push(rows[0]);
    }
    expect(seen).toEqual([
      ['open', true],
      [filter, false],
      ['open', true],
      [filter, false],
    ]);
  });
});
