import { describe, expect, it } from 'vitest';
import { helpScout } from '../../../shared/connectors/helpdesks/help-scout.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'desk',
  connector: 'help-scout',
  app_id: 'app',
  app_secret: '${env:SECRET}',
  start: '2026-01-01',
  mappings: { outbound_tags: ['proactive'], bots: ['99'] },
};
/** HAL: an empty page has no _embedded. */
const page = (name: string, rows: readonly unknown[], number = 1, totalPages = 1): Said => ({
  body: {
    ...(rows.length === 0 ? {} : { _embedded: { [name]: rows } }),
    page: { size: 50, totalElements: rows.length, totalPages, number },
  },
  headers: { date: new Date(now_s * 1000).toUTCString() },
});
const thread = (id: number, type: string, clock: string, more: object = {}) => ({
  id,
  type,
  status: 'nochange',
  state: 'published',
  body: 'Secret words',
  createdAt: `2026-09-01T${clock}:00Z`,
  createdBy: type === 'customer' ? { id: 700, type: 'customer' } : { id: 7, type: 'user' },
  ...more,
});
const conversation = (id: number, threads: readonly unknown[], more: object = {}) => ({
  id,
  number: id,
  threads: threads.length,
  type: 'email',
  status: 'active',
  state: 'published',
  mailboxId: 4,
  createdAt: '2026-09-01T08:00:00Z',
  userUpdatedAt: '2026-09-01T12:00:00Z',
  createdBy: { id: 700, type: 'customer' },
  source: { type: 'email', via: 'customer' },
  primaryCustomer: { id: 700 },
  _embedded: { threads },
  ...more,
});
function desk(known: (path: string, query: URLSearchParams) => Said | undefined) {
  return scriptedHttp(({ url, method }) => {
    const { pathname, searchParams } = new URL(url);
    if (method === 'POST') return { body: { access_token: 'access-1', expires_in: 172_800 } };
    const answer = known(pathname, searchParams);
    if (answer) return answer;
    return pathname.includes('/reports/') ? { body: { results: [], page: 1, pages: 1 } } : page('nothing', []);
  });
}
const pulled = (http: ReturnType<typeof desk>) =>
  pulledSource(helpScout, source, http, { now_s, secrets: { SECRET: 's-123456' } });
const changedOnly = (rows: readonly unknown[]) =>
  desk((path, query) =>
    path === '/v2/conversations' && query.get('status') === 'all' ? page('conversations', rows) : undefined,
  );

describe('help scout conversations', () => {
  it('are asked for in every status, newest first, with their threads', async () => {
    const http = changedOnly([]);
    expect(failures(await pulled(http).pull())).toEqual([]);
    const asked = http.requests.find(({ url }) => url.includes('/v2/conversations?') && url.includes('status=all'))!;
    expect(Object.fromEntries(new URL(asked.url).searchParams)).toEqual({
      status: 'all',
      embed: 'threads',
      modifiedSince: '2026-01-01T00:00:00Z',
      sortField: 'modifiedAt',
      sortOrder: 'desc',
      page: '1',
    });
    expect(asked.headers.authorization).toBe('Bearer access-1');
  });

  it('go on behind a page without any, as long as the numbers say that there are more', async () => {
    const rows = [[conversation(1, [])], [], [conversation(3, [])]];
    const http = desk((path, query) => {
      const number = Number(query.get('page'));
      return path === '/v2/conversations' && query.get('modifiedSince') === '2026-01-01T00:00:00Z'
        ? page('conversations', rows[number - 1] ?? [], number, 3)
        : undefined;
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    const found = (await one.loaded()).tables.ticket_attributes ?? [];
    expect(found.map(({ ticket_id }) => ticket_id)).toEqual(['1', '3']);
  });

  it('R1, R4: begin again ten minutes before the last walk began, by the server’s clock', async () => {
    const http = changedOnly([]);
    const twice = pulled(http);
    await twice.pull('r1');
    const before = http.requests.length;
    await twice.pull('r2');
    const again = http.requests.slice(before).find(({ url }) => url.includes('status=all'))!;
    expect(new URL(again.url).searchParams.get('modifiedSince')).toBe('2026-10-05T03:50:00Z');
  });

  it('are all there when one changes between two pages, which moves it in front of the walk', async () => {
    const [first, moved, last] = [5, 6, 7].map((id) => conversation(id, [thread(id * 10, 'customer', '08:00')]));
    const walks: string[] = [];
    const http = desk((path, query) => {
      if (path !== '/v2/conversations' || !query.has('modifiedSince')) return undefined;
      walks.push(`since ${query.get('modifiedSince')} page ${query.get('page')}`);
      // Conversation 6 was on the second page; it changes after the first was read.
      if (query.get('modifiedSince') === '2026-01-01T00:00:00Z')
        return query.get('page') === '1' ? page('conversations', [first], 1, 2) : page('conversations', [last], 2, 2);
      return page('conversations', [moved]);
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    expect(walks).toEqual([
      'since 2026-01-01T00:00:00Z page 1',
      'since 2026-01-01T00:00:00Z page 2',
      'since 2026-10-05T03:59:00Z page 1',
    ]);
    expect(new Set((await one.loaded()).events.map(({ ticket_id }) => ticket_id))).toEqual(new Set(['5', '6', '7']));
  });

  it('wait as long as the helpdesk says in its own header', async () => {
    let asked = 0;
    const http = desk((path) =>
      path === '/v2/users' && asked++ === 0
        ? { status: 429, headers: { 'x-ratelimit-retry-after': '7' }, body: {} }
        : undefined,
    );
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    expect(one.home.slept_s()).toBe(7);
  });

  it('begin with the question, which is no reply; line items only move status and owner; drafts are nothing', async () => {
    const threads = [
      thread(16, 'message', '13:00', { state: 'draft' }),
      thread(15, 'lineitem', '12:00', { status: 'closed', assignedTo: { id: 8 }, body: null }),
      thread(14, 'message', '11:00', { createdBy: { id: 99, type: 'user' } }),
      thread(13, 'note', '10:30'),
      thread(12, 'customer', '10:00', { status: 'active' }),
      thread(11, 'message', '09:00', { status: 'pending', assignedTo: { id: 7 }, body: 'x /article/12-how' }),
      thread(10, 'customer', '08:00', { status: 'active' }),
    ];
    const one = pulled(changedOnly([conversation(5, threads, { threads: 5 })]));
    expect(failures(await one.pull())).toEqual([]);
    const { events } = await one.loaded();
    expect(
      events
        .filter(({ kind }) => kind !== 'snapshot' && kind !== 'field')
        .map(({ kind, at_s, actor, data }) => [
          kind,
          new Date(at_s * 1000).toISOString().slice(11, 16),
          actor,
          data.to ?? data.kb_links ?? null,
        ]),
    ).toEqual([
      ['created', '08:00', 'customer', null],
      ['status', '08:00', 'customer', 'open'],
      ['assigned', '09:00', 'agent', '7'],
      ['replied', '09:00', 'agent', 1],
      ['status', '09:00', 'agent', 'pending_customer'],
      ['replied', '10:00', 'customer', null],
      ['status', '10:00', 'customer', 'open'],
      ['noted', '10:30', 'agent', null],
      ['replied', '11:00', 'automation', null],
      ['assigned', '12:00', 'agent', '8'],
      ['status', '12:00', 'agent', 'solved'],
    ]);
  });

  it('R11: of which not all threads came are read to the last page; line items make up for no message', async () => {
    const threads = Array.from({ length: 60 }, (_, i) =>
      thread(100 + i, i === 0 ? 'customer' : 'message', `09:${String(59 - i).padStart(2, '0')}`),
    );
    const all = [...threads]
      .map((each, i) => ({ ...each, createdAt: new Date(Date.UTC(2026, 8, 1, 8, i)).toISOString() }))
      .reverse();
    const lineItems = Array.from({ length: 70 }, (_, i) => thread(900 + i, 'lineitem', '20:00', { body: null }));
    const shown = [...lineItems, ...all.slice(0, 10)];
    const http = desk((path, query) => {
      if (path === '/v2/conversations' && query.get('status') === 'all')
        return page('conversations', [conversation(5, shown, { threads: 60 })]);
      if (path !== '/v2/conversations/5/threads') return undefined;
      const number = Number(query.get('page') ?? 1);
      return page('threads', all.slice((number - 1) * 50, number * 50), number, 2);
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    expect((await one.loaded()).events.filter(({ kind }) => kind === 'replied')).toHaveLength(59);
  });
});

describe('help scout conversations that go away', () => {
  it('say of a merge when it was, in the one that stays', async () => {
    const line = (id: number, action: object) =>
      thread(id, 'lineitem', '11:00', { body: null, assignedTo: { id: 8 }, action });
    const { pull, loaded } = pulled(
      changedOnly([
        conversation(4, [
          line(41, { type: 'merged', text: 'Merged', associatedEntities: { originalConversation: 2, user: 7 } }),
          line(42, { type: 'merged', text: 'Merged', associatedEntities: { conversation: 4 } }),
          line(43, { type: 'manual-workflow', text: 'You ran a workflow', associatedEntities: { workflow: 12 } }),
          line(44, { type: 'merged', text: 'Merged', associatedEntities: [] }),
        ]),
      ]),
    );
    expect(failures(await pull())).toEqual([]);
    const merges = (await loaded()).events.filter(({ kind }) => kind === 'merged');
    expect(merges.map(({ ticket_id, at_s, data, actor_id }) => [ticket_id, at_s, data.into, actor_id])).toEqual([
      ['2', Date.parse('2026-09-01T11:00:00Z') / 1000, '4', '7'],
    ]);
  });

  it('R14: were open yesterday and are not today: deleted ones are buried, merged ones say into what, the rest is read', async () => {
    let day = 1;
    const http = desk((path, query) => {
      if (path === '/v2/conversations' && query.get('status') === 'open')
        return page('conversations', day === 1 ? [1, 2, 3, 4].map((id) => ({ id })) : [{ id: 4 }]);
      if (path === '/v2/conversations/1') return { status: 404, body: {} };
      if (path === '/v2/conversations/2')
        return { status: 301, headers: { location: 'https://api.helpscout.net/v2/conversations/4' }, body: '' };
      if (path === '/v2/conversations/4') return { body: conversation(4, []) };
      return path === '/v2/conversations/3' ? { body: conversation(3, [], { status: 'spam' }) } : undefined;
    });
    const one = pulled(http);
    await one.pull('r1');
    one.home.advance(86_400);
    day = 2;
    expect(failures(await one.pull('r2'))).toEqual([]);
    const { tables, events } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([{ ticket_id: '3', status: 'spam', is_spam: true }]);
    expect(
      events.flatMap(({ ticket_id, kind, data }) =>
        ['created', 'snapshot', 'field'].includes(kind) ? [] : [[ticket_id, kind, data.into ?? data.to ?? null]],
      ),
    ).toEqual([
      ['1', 'deleted', null],
      ['2', 'merged', '4'],
      ['3', 'status', 'spam'],
    ]);
  });

  it('ask nobody else, wherever a merged one is said to be', async () => {
    let day = 1;
    const http = desk((path, query) => {
      if (path === '/v2/conversations' && query.get('status') === 'open')
        return page('conversations', day === 1 ? [{ id: 2 }] : []);
      return path === '/v2/conversations/2'
        ? { status: 301, headers: { location: 'https://elsewhere.example/v2/conversations/4' }, body: '' }
        : undefined;
    });
    const one = pulled(http);
    await one.pull('r1');
    one.home.advance(86_400);
    day = 2;
    expect(failures(await one.pull('r2'))[0]).toMatch(/^open_conversations: \w+Error: /);
    expect(http.requests.filter(({ url }) => url.includes('elsewhere'))).toEqual([]);
  });
});

describe('system users', () => {
  const user = { id: 155_250, type: 'user', email: 'ai@example.com', updatedAt: '2026-04-22T15:17:33Z' };
  const seen = async (systemUsers: Said) => {
    const { pull, loaded } = pulled(
      desk((path, query) => {
        if (path === '/v3/system-users') return systemUsers;
        if (path === '/v2/users') return page('users', [user, { ...user, id: 7 }]);
        const said = thread(11, 'message', '09:00', { createdBy: { id: 155_250, type: 'system_user' } });
        return path === '/v2/conversations' && query.get('status') === 'all'
          ? page('conversations', [conversation(1, [thread(10, 'customer', '08:00'), said])])
          : undefined;
      }),
    );
    expect(failures(await pull())).toEqual([]);
    const { tables, events } = await loaded();
    return {
      people: tables.people?.map(({ person_id, is_bot }) => [person_id, is_bot]),
      replies: events.filter(({ kind }) => kind === 'replied').map(({ actor }) => actor),
    };
  };
  it('are robots, whatever the list of users calls them', async () => {
    expect(await seen(page('system_users', [{ ...user, type: 'system_user', email: null }]))).toEqual({
      people: [
        ['155250', true],
        ['7', false],
      ],
      replies: ['automation'],
    });
  });
  it('are not known where the account has no such list: what is said of a thread still is', async () => {
    expect(await seen({ status: 404, body: {} })).toEqual({
      people: [
        ['155250', false],
        ['7', false],
      ],
      replies: ['automation'],
    });
  });
});
