import { describe, expect, it } from 'vitest';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { failures, pulledSource, type PulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = { id: 'desk', connector: 'freshdesk', domain: 'example', api_key: '${env:KEY}', start: '2026-01-01' };
const ticket = (id: number, updated_at: string, more: object = {}) => ({
  id,
  subject: 'Secret words',
  status: 2,
  priority: 1,
  source: 1,
  type: null,
  requester_id: 83,
  responder_id: null,
  group_id: null,
  tags: [],
  custom_fields: {},
  created_at: '2026-09-01T08:00:00Z',
  updated_at,
  stats: {},
  ...more,
});

/** The ticket list with its real manners: inclusive bound, ascending order, pages of 100, a Link header while there is more. */
function desk(tickets: readonly { id: number; updated_at: string }[], extra: Readonly<Record<string, Said>> = {}) {
  return scriptedHttp(({ url, path }) => {
    const { pathname, searchParams: query } = new URL(url);
    const known = Object.entries(extra).find(([prefix]) => path.startsWith(`/api/v2${prefix}`))?.[1];
    if (known) return known;
    if (pathname !== '/api/v2/tickets' || query.has('filter')) return { body: [] };
    const since = query.get('updated_since')!;
    const page = Number(query.get('page'));
    const rows = tickets
      .filter(({ updated_at }) => updated_at >= since)
      .toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : a.updated_at > b.updated_at ? 1 : a.id - b.id));
    return {
      body: rows.slice((page - 1) * 100, page * 100),
      headers: {
        date: new Date(now_s * 1000).toUTCString(),
        ...(rows.length > page * 100 ? { link: '<x>; rel="next"' } : {}),
      },
    };
  });
}
const pulled = (http: ReturnType<typeof desk>, more: object = {}) =>
  pulledSource(freshdesk, { ...source, ...more }, http, { now_s, secrets: { KEY: 'k-123456' } });

describe('freshdesk tickets', () => {
  it('R9: are asked for by update time, ascending, with their times', async () => {
    const http = desk([]);
    await pulled(http).pull();
    expect(http.requests.find(({ url }) => url.includes('/tickets?'))?.url).toBe(
      'https://example.freshdesk.com/api/v2/tickets?updated_since=2026-01-01T00%3A00%3A00Z&order_by=updated_at&order_type=asc&include=stats%2Crequester&per_page=100&page=1',
    );
  });

  it('R2: of one second that spans pages are all read, and none is skipped by adding a second', async () => {
    const tickets = Array.from({ length: 350 }, (_, i) => ticket(i + 1, '2026-09-02T10:00:00Z'));
    const desk350 = pulled(desk([...tickets, ticket(999, '2026-09-02T10:00:01Z')]), { activities: false });
    const result = await desk350.pull();
    expect(failures(result)).toEqual([]);
    expect((await desk350.loaded()).tables.ticket_attributes).toHaveLength(351);
  });

  it('R8: beyond 300 pages of one second are a CursorStuckError', async () => {
    const full = Array.from({ length: 100 }, (_, i) => ticket(i + 1, '2026-09-02T10:00:00Z'));
    const http = scriptedHttp(({ url }) =>
      url.includes('/tickets?') && !url.includes('filter') ? { body: full } : { body: [] },
    );
    const result = await pulled(http, { activities: false }).pull();
    expect(failures(result)[0]).toMatch(/^tickets: CursorStuckError: More than 30000 tickets/);
  });

  it('R10: that move while they are read push no other one over the edge of a page', async () => {
    const all = Array.from({ length: 250 }, (_, i) =>
      ticket(i + 1, new Date(Date.UTC(2026, 8, 2, 0, i)).toISOString().replace('.000', '')),
    );
    let pages = 0;
    const http = scriptedHttp(({ url, path }) => {
      if (!path.startsWith('/api/v2/tickets?') || path.includes('filter')) return { body: [] };
      const query = new URL(url).searchParams;
      // after the first page somebody answers the oldest tickets: they move to the end, the others move up
      if (pages++ === 1) for (let i = 0; i < 50; i++) all[i] = { ...all[i]!, updated_at: '2026-09-03T00:00:00Z' };
      const rows = all
        .filter(({ updated_at }) => updated_at >= query.get('updated_since')!)
        .toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
      const page = Number(query.get('page'));
      return { body: rows.slice((page - 1) * 100, page * 100) };
    });
    const moving = pulled(http, { activities: false });
    await moving.pull();
    expect((await moving.loaded()).tables.ticket_attributes).toHaveLength(250);
  });

  it('R1, R5: are asked for again from two minutes before the last one seen', async () => {
    const http = desk([ticket(1, '2026-09-02T10:00:00Z')]);
    const twice = pulled(http);
    await twice.pull('r1');
    const before = http.requests.length;
    await twice.pull('r2');
    const again = http.requests.slice(before).find(({ url }) => url.includes('/tickets?'));
    expect(new URL(again!.url).searchParams.get('updated_since')).toBe('2026-09-02T09:58:00Z');
  });
});

describe('freshdesk history', () => {
  it.each([
    ['This ticket is closed and merged into ticket 41', 1],
    ['Dieses Ticket wurde geschlossen und mit Ticket 41 zusammengeführt.', 1],
    ['Ce ticket est fermé et fusionné avec le ticket 41', 1],
    ['このチケットはクローズされ、チケット 41 に結合されました', 1],
    ['Order 41 is closed', 0],
    ['Merge 3 of the 41 duplicates by hand', 0],
    [`${'The customer asks to merge accounts. '.repeat(8)}41`, 0],
  ])('are merged by the note of Freshdesk, in whatever language: %s', async (body_text, merges) => {
    const note = { id: 9, private: true, source: 2, user_id: 5, body_text, created_at: '2026-09-02T10:00:00Z' };
    const { pull, loaded } = pulled(
      desk([ticket(1, '2026-09-02T10:00:00Z')], { '/tickets/1/conversations': { body: [note] } }),
      { activities: false },
    );
    await pull();
    const events = (await loaded()).events.filter(({ kind }) => kind === 'merged');
    expect(events.map(({ data }) => data.into)).toEqual(merges === 0 ? [] : ['41']);
  });

  it('know Freddy, an account like any other, by the name that Freshworks gives it', async () => {
    const agent = (id: number, name: string) => ({ id, type: 'support_agent', contact: { name }, group_ids: [] });
    const agents = [agent(1, 'Freddy AI Agent'), agent(2, 'Freddy'), agent(3, 'Freddy Mercer'), agent(4, 'Ann')];
    const { pull, loaded } = pulled(desk([], { '/agents': { body: agents } }), { activities: false });
    await pull();
    const { people = [] } = (await loaded()).tables;
    expect(people.filter(({ is_bot }) => is_bot).map(({ person_id }) => person_id)).toEqual(['1']);
  });

  it('is what the ticket dates, its messages, its time entries', async () => {
    const http = desk(
      [
        ticket(7, '2026-09-03T12:00:00Z', {
          status: 5,
          responder_id: 82,
          stats: {
            resolved_at: '2026-09-02T12:00:00Z',
            closed_at: '2026-09-03T12:00:00Z',
            status_updated_at: '2026-09-03T12:00:00Z',
          },
        }),
      ],
      {
        '/tickets/7/conversations': {
          body: [
            {
              id: 1,
              incoming: false,
              private: false,
              user_id: 82,
              body_text: 'Hello',
              created_at: '2026-09-01T09:00:00Z',
            },
            { id: 2, incoming: true, private: false, user_id: 83, body_text: 'Hi', created_at: '2026-09-01T09:30:00Z' },
            {
              id: 3,
              incoming: false,
              private: true,
              user_id: 82,
              body_text: 'psst',
              created_at: '2026-09-01T09:40:00Z',
            },
          ],
        },
        '/time_entries': {
          body: [{ id: 5, ticket_id: 7, agent_id: 82, time_spent: '01:30', created_at: '2026-09-01T10:00:00Z' }],
        },
      },
    );
    const one = pulled(http, { activities: false });
    expect(failures(await one.pull())).toEqual([]);
    const { events } = await one.loaded();
    expect(
      events.map(({ kind, at_s, actor, data }) => [
        kind,
        new Date(at_s * 1000).toISOString().slice(5, 16),
        actor,
        data.to ?? data.worked_s ?? null,
      ]),
    ).toEqual([
      ['created', '09-01T08:00', null, null],
      ['replied', '09-01T09:00', 'agent', null],
      ['replied', '09-01T09:30', 'customer', null],
      ['noted', '09-01T09:40', 'agent', null],
      ['worked', '09-01T10:00', 'agent', 5400],
      ['status', '09-02T12:00', null, 'solved'],
      ['status', '09-03T12:00', null, 'closed'],
      ['snapshot', '09-03T12:00', null, null],
      ['field', '09-03T12:00', null, null],
    ]);
  });

  it('is the daily export while it is kept: a day that is not ready is asked for again', async () => {
    const http = scriptedHttp(({ url }) => {
      const { pathname, host, searchParams: query } = new URL(url);
      if (host === 'files.example') {
        return {
          body: {
            activities_data: [
              {
                performed_at: '04-10-2026 09:33:38 +0000',
                ticket_id: 7,
                performer_type: 'user',
                performer_id: 82,
                activity: { status: 'Resolved' },
              },
              {
                performed_at: '04-10-2026 09:33:38 +0000',
                ticket_id: 7,
                performer_type: 'user',
                performer_id: 82,
                activity: { status: 'Resolved' },
              },
            ],
          },
        };
      }
      if (!pathname.endsWith('ticket_activities')) return { body: [] };
      return query.get('created_at') === '2026-10-04'
        ? { status: 404, body: '' }
        : { body: { export: [{ url: `https://files.example/${query.get('created_at')}?sig=1` }] } };
    });
    const one = pulled(http);
    const first = await one.pull('r1');
    expect(failures(first)).toEqual([]);
    const days = http.requests.flatMap(({ url }) => new URL(url).searchParams.get('created_at') ?? []);
    const files = http.requests.filter(({ url }) => url.startsWith('https://files.example'));
    expect(files.map(({ headers }) => headers.authorization)).toEqual(Array.from({ length: 28 }));
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-09-06', '2026-10-04', 29]);
    expect((await one.loaded()).events.filter(({ kind }) => kind === 'status')).toHaveLength(28 * 2);
    const before = http.requests.length;
    await one.pull('r2');
    expect(http.requests.slice(before).flatMap(({ url }) => new URL(url).searchParams.get('created_at') ?? [])).toEqual(
      ['2026-10-04'],
    );
  });

  it.each([2, 0, -3, -40])('is the whole daily export where our clock stays %i days off', async (days) => {
    const off_s = days * 86_400;
    let home: PulledSource['home'] | undefined;
    const server_s = () => (home?.ports.clock.now_s() ?? 0) - off_s;
    const listed = [
      ticket(1, '2026-09-07T10:00:00Z', { created_at: '2026-09-05T08:00:00Z' }),
      ticket(2, '2026-09-07T10:00:00Z', { created_at: '2026-09-07T08:00:00Z' }),
    ];
    const http = scriptedHttp(({ url }) => {
      const { pathname, host, searchParams: query } = new URL(url);
      const headers = { date: new Date(server_s() * 1000).toUTCString() };
      if (host === 'files.example') return { body: { activities_data: [] }, headers };
      if (pathname === '/api/v2/tickets' && !query.has('filter')) return { body: listed, headers };
      if (!pathname.endsWith('ticket_activities')) return { body: [], headers };
      const day = query.get('created_at')!;
      // none of a day that has not ended, and none of one that is not kept any more
      const dayAt = (at_s: number) => new Date(at_s * 1000).toISOString().slice(0, 10);
      return day >= dayAt(server_s()) || day < dayAt(server_s() - 29 * 86_400)
        ? { status: 404, body: '', headers }
        : { body: { export: [{ url: `https://files.example/${day}` }] }, headers };
    });
    const one = pulledSource(freshdesk, source, http, { now_s: now_s + off_s, secrets: { KEY: 'k-123456' } });
    home = one.home;
    expect(failures(await one.pull('r1'))).toEqual([]);
    const files = () => http.requests.flatMap(({ url }) => /files.example\/(.+)/.exec(url)?.[1] ?? []);
    const known = files();
    expect([known[0], known.at(-1), known.length, new Set(known).size]).toEqual(['2026-09-06', '2026-10-04', 29, 29]);
    one.home.advance(86_400);
    expect(failures(await one.pull('r2'))).toEqual([]);
    expect(files().slice(29)).toEqual(['2026-10-05']);
    // what happened before the oldest day is not known, and after it is
    const { ticket_attributes } = (await one.loaded()).tables;
    expect(ticket_attributes?.map(({ ticket_id, given_quality }) => [ticket_id, given_quality])).toEqual([
      ['1', '["short_history"]'],
      ['2', '[]'],
    ]);
  });

  it('R14: deleted and spam tickets are asked for and marked', async () => {
    const http = scriptedHttp(({ path }) => {
      if (path.includes('filter=deleted')) return { body: [ticket(1, '2026-09-02T10:00:00Z')] };
      return path.includes('filter=spam') ? { body: [ticket(2, '2026-09-02T11:00:00Z')] } : { body: [] };
    });
    const one = pulled(http);
    await one.pull();
    const { tables, events } = await one.loaded();
    expect(tables.ticket_attributes?.map(({ ticket_id, status, is_spam }) => [ticket_id, status, is_spam])).toEqual([
      ['1', 'deleted', false],
      ['2', 'spam', true],
    ]);
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'deleted', 'created', 'deleted']);
  });
});

describe('a conversation that comes whole', () => {
  const said = (n: number) => ({
    id: n,
    incoming: false,
    private: false,
    source: 0,
    user_id: 82,
    body_text: 'x',
    created_at: '2026-09-02T08:00:00Z',
    updated_at: '2026-09-02T08:00:00Z',
  });
  const tellings = async (n: number) => {
    const all = Array.from({ length: n }, (_, i) => said(i + 1));
    const http = scriptedHttp(({ url }) => {
      const { pathname, searchParams: query } = new URL(url);
      const page = Number(query.get('page'));
      if (pathname.endsWith('/conversations')) return { body: all.slice((page - 1) * 100, page * 100) };
      const isList = pathname === '/api/v2/tickets' && !query.has('filter');
      return { body: isList ? [ticket(7, '2026-09-03T08:00:00Z')] : [] };
    });
    const { pull, loaded } = pulled(http, { activities: false });
    expect(failures(await pull())).toEqual([]);
    return (await loaded()).tellings;
  };
  it('says that it did, so that a message that is missing the next time was deleted; one of several pages does not', async () => {
    expect(await tellings(2)).toEqual(['7 conversation.']);
    expect(await tellings(0)).toEqual(['7 conversation.']);
    expect(await tellings(101)).toEqual([]);
  });
});
