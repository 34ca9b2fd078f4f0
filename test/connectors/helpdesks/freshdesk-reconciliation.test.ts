import { describe, expect, it } from 'vitest';
import { remember } from '../../../shared/connectors/engine/vanished.ts';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const day_s = 86_400;
const source = {
  id: 'desk',
  connector: 'freshdesk',
  domain: 'example',
  api_key: '${env:KEY}',
  start: '2026-01-01',
  activities: false,
};
const ticket = (id: number, more: object = {}) => ({
  id,
  status: 2,
  priority: 1,
  source: 1,
  created_at: '2026-09-01T08:00:00Z',
  updated_at: '2026-09-02T10:00:00Z',
  stats: {},
  ...more,
});
function desk(listed: readonly { id: number; updated_at: string }[], known: Readonly<Record<string, Said>> = {}) {
  return scriptedHttp(({ url, path }) => {
    const { pathname, searchParams: query } = new URL(url);
    const own = known[pathname.replace('/api/v2', '')];
    if (own) return own;
    if (!path.startsWith('/api/v2/tickets?') || query.has('filter')) return { body: [] };
    return { body: listed.filter(({ updated_at }) => updated_at >= query.get('updated_since')!) };
  });
}
const pulled = (http: ReturnType<typeof desk>, more: object = {}) =>
  pulledSource(freshdesk, { ...source, ...more }, http, { now_s, secrets: { KEY: 'k-123456' } });
const compares = (result: Awaited<ReturnType<ReturnType<typeof pulled>['pull']>>) =>
  result.streams.flatMap(({ name, compares: made }) =>
    made.map(({ check_name, vendor_count, from_s = null, to_s }) => [
      name,
      check_name,
      vendor_count,
      from_s === null ? null : new Date(from_s * 1000).toISOString(),
      new Date((to_s ?? 0) * 1000).toISOString(),
    ]),
  );

describe('freshdesk counts and lists', () => {
  it('compares the search over whole days, thirty of them, and the list of everything', async () => {
    const http = desk([ticket(1), ticket(2)], { '/search/tickets': { body: { results: [], total: 4321 } } });
    const result = await pulled(http).pull();
    expect(failures(result)).toEqual([]);
    expect(compares(result)).toEqual([
      ['tickets', 'search_count', 4321, '2026-09-05T00:00:00.000Z', '2026-10-05T00:00:00.000Z'],
      ['ticket_ids', 'id_list', 2, null, '2026-10-05T03:00:00.000Z'],
    ]);
    const asked = http.requests.find(({ url }) => url.includes('/search/'))!;
    expect(new URL(asked.url).searchParams.get('query')).toBe(
      `"created_at:>'2026-09-05' AND created_at:<'2026-10-04'"`,
    );
  });

  it('counts nothing before the start', async () => {
    const http = desk([], { '/search/tickets': { body: { results: [], total: 3 } } });
    const result = await pulled(http, { start: '2026-10-01' }).pull();
    expect(compares(result)).toEqual([
      ['tickets', 'search_count', 3, '2026-10-01T00:00:00.000Z', '2026-10-05T00:00:00.000Z'],
    ]);
    const today = await pulled(desk([]), { start: '2026-10-05' }).pull();
    expect(compares(today)).toEqual([]);
  });

  it('lists once a week, and then reads the conversations of open tickets again: a reply may leave its ticket alone', async () => {
    const http = desk([ticket(1), ticket(2, { status: 5 }), ticket(3, { status: 7 }), ticket(4, { status: '4' })]);
    const one = pulled(http);
    await one.pull('r1');
    one.home.advance(6 * day_s);
    let before = http.requests.length;
    await one.pull('r2');
    const conversations = () =>
      http.requests.slice(before).flatMap(({ url }) => /tickets\/(\d+)\/conversations/.exec(url)?.[1] ?? []);
    // within the overlap of the cursor
    expect(conversations()).toEqual(['1', '2', '3', '4']);
    one.home.advance(day_s);
    before = http.requests.length;
    const result = await one.pull('r3');
    expect(conversations()).toEqual(['1', '2', '3', '4', '1', '3']);
    expect(compares(result).at(-1)?.slice(0, 3)).toEqual(['ticket_ids', 'id_list', 4]);
  });
});

describe('freshdesk tickets that the list lacks', () => {
  const asked = (http: ReturnType<typeof desk>) =>
    http.requests.flatMap(({ url }) => /\/api\/v2(\/tickets\/(?:archived\/)?\d+)(?:\?|$)/.exec(url)?.[1] ?? []);

  it('R14: are gone only when neither the living nor the archive have them', async () => {
    const http = desk([], {
      '/tickets/1': { status: 404, body: '' },
      '/tickets/archived/1': { status: 404, body: '' },
      '/tickets/2': { status: 404, body: '' },
      '/tickets/archived/2': { body: ticket(2, { status: 5 }) },
      '/tickets/3': { body: ticket(3, { deleted: true }) },
      '/tickets/4': { body: ticket(4) },
      '/tickets/5': { status: 404, body: '' },
      // the plan has no archive that could be asked
      '/tickets/archived/5': { status: 403, body: { code: 'access_denied' } },
    });
    const one = pulled(http);
    await remember('desk', { at_s: now_s, ids: ['1', '2', '3', '4', '5'] }, one.home.ports.state);
    const result = await one.pull('r1');
    expect(failures(result)).toEqual([]);
    expect(asked(http)).toEqual([
      '/tickets/1',
      '/tickets/archived/1',
      '/tickets/2',
      '/tickets/archived/2',
      '/tickets/3',
      '/tickets/4',
      '/tickets/5',
      '/tickets/archived/5',
    ]);
    const { events } = await one.loaded();
    expect(events.filter(({ kind }) => kind === 'deleted').map(({ ticket_id }) => ticket_id)).toEqual(['1', '3']);
    expect(result.streams.flatMap(({ rejects }) => rejects.map(({ item_id, reason }) => [item_id, reason]))).toEqual([
      ['1', 'ticket: 404'],
      ['5', 'ticket: 403'],
    ]);
    // those that were asked for are no list
    expect(compares(result)).toEqual([]);
    await one.pull('r2');
    expect(asked(http)).toHaveLength(8);
  });

  it('are asked for to the last one, whatever comes between', async () => {
    const gone: Said = { status: 404, body: '' };
    const known: Record<string, Said> = {
      '/tickets/1': gone,
      '/tickets/archived/1': gone,
      '/tickets/2': { status: 400, body: { description: 'Validation failed' } },
      '/tickets/archived/2': gone,
      '/tickets/3': gone,
      '/tickets/archived/3': gone,
    };
    const one = pulled(desk([], known));
    await remember('desk', { at_s: now_s, ids: ['1', '2', '3'] }, one.home.ports.state);
    expect(failures(await one.pull('r1'))[0]).toMatch(/^ticket_ids: SourceError: .* answered 400/);
    expect(await one.home.ports.state.read('cursors/desk/vanished.json')).toBe(undefined);
    known['/tickets/2'] = gone;
    expect(failures(await one.pull('r2'))).toEqual([]);
    const { events } = await one.loaded();
    expect(events.filter(({ kind }) => kind === 'deleted').map(({ ticket_id }) => ticket_id)).toEqual(['1', '2', '3']);
  });

  it('R14: listed but never read, are read with their conversation', async () => {
    const http = desk([], {
      '/tickets/9': { body: ticket(9, { stats: { resolved_at: '2026-09-02T10:00:00Z' } }) },
      '/tickets/9/conversations': {
        body: [{ id: 1, incoming: false, private: false, user_id: 82, created_at: '2026-09-01T09:00:00Z' }],
      },
    });
    const one = pulled(http);
    await remember('desk', { at_s: now_s, ids: [], unread: ['9'] }, one.home.ports.state);
    expect(failures(await one.pull())).toEqual([]);
    const { tables, events } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([{ ticket_id: '9', status: 'open' }]);
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'replied', 'status', 'snapshot', 'field']);
  });
});
