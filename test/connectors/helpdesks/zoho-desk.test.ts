import { describe, expect, it } from 'vitest';
import { zohoDesk } from '../../../shared/connectors/helpdesks/zoho-desk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'desk',
  connector: 'zoho-desk',
  org_id: '700001',
  client_id: '1000.ABC',
  client_secret: '${env:SECRET}',
  refresh_token: '${env:REFRESH}',
  start: '2026-01-01',
  mappings: {
    escalation: { tags: ['engineering'] },
    outbound_tags: ['proactive'],
    test_tags: ['test'],
    bots: ['4218000002000000099'],
  },
};
/** Beyond 2^53: a number would lose its tail. */
const id = '4218000001000001007';
const found = (n: number, modifiedTime: string) => ({
  id: `42180000010000${String(n).padStart(5, '0')}`,
  modifiedTime,
});
const ticket = (more: object = {}) => ({
  id,
  ticketNumber: '1007',
  subject: 'Secret words',
  status: 'Open',
  statusType: 'Open',
  priority: 'High',
  channel: 'Email',
  contactId: '4218000003000000012',
  createdTime: '2026-09-01T08:00:00.000Z',
  modifiedTime: '2026-09-03T12:00:00.000Z',
  ...more,
});
const nothing: Said = { status: 204, body: '' };

/** Everything is empty, as 204, but what a test knows better. */
function desk(known: (path: string, query: URLSearchParams) => Said | undefined) {
  return scriptedHttp(({ url, method }) => {
    const { pathname, searchParams } = new URL(url);
    if (method === 'POST') return { body: { access_token: 'access-1', expires_in: 3600 } };
    return known(pathname.replace('/api/v1', ''), searchParams) ?? nothing;
  });
}
const pulled = (http: ReturnType<typeof desk>, more: object = {}) =>
  pulledSource(zohoDesk, { ...source, ...more }, http, {
    now_s,
    secrets: { SECRET: 's-123456', REFRESH: 'r-123456' },
  });
/** One ticket with these children. */
const oneTicket = (children: Readonly<Record<string, readonly unknown[]>>, fields: object = {}) =>
  desk((path, query) => {
    if (path === '/tickets/search' && query.has('modifiedTimeRange')) return { body: { data: [ticket()] } };
    if (path === `/tickets/${id}`) return { body: ticket(fields) };
    const list = children[path.replace(`/tickets/${id}/`, '')];
    return list === undefined || query.get('from') !== '0' ? undefined : { body: { data: list } };
  });
const entry = (eventName: string, eventTime: unknown, eventInfo: readonly unknown[], type = 'Agent') => ({
  eventName,
  eventTime,
  actor: { id: type === 'Agent' ? '4218000002000000007' : '4218000003000000012', name: 'Jo', type },
  eventInfo,
});
const turned = (propertyName: string, previousValue: unknown, updatedValue: unknown) => ({
  propertyName,
  propertyValue: { previousValue, updatedValue },
});

/** Without the word on whether a ticket is spam. */
const isHistory = ({ event_id }: { readonly event_id?: string }): boolean => event_id?.startsWith('spam.') !== true;

describe('zoho desk requests', () => {
  it('carry a token of its own scheme and the organisation, and keep the secrets for the token', async () => {
    const http = desk(() => undefined);
    expect(failures(await pulled(http).pull())).toEqual([]);
    const [token, first] = http.requests;
    expect([token?.url, token?.headers.orgId]).toEqual(['https://accounts.zoho.com/oauth/v2/token', undefined]);
    expect(first?.headers).toMatchObject({ authorization: 'Zoho-oauthtoken access-1', orgId: '700001' });
    expect(http.requests.slice(1).some(({ url }) => url.includes('123456'))).toBe(false);
  });

  it('R9: ask for tickets by modification time, oldest first', async () => {
    const http = desk(() => undefined);
    await pulled(http).pull();
    const { pathname, searchParams } = new URL(
      http.requests.find(({ url }) => url.includes('/tickets/search') && url.includes('modified'))!.url,
    );
    expect([pathname, Object.fromEntries(searchParams)]).toEqual([
      '/api/v1/tickets/search',
      {
        modifiedTimeRange: '2026-01-01T00:00:00.000Z,2026-10-06T04:00:00.000Z',
        sortBy: 'modifiedTime',
        from: '0',
        limit: '100',
      },
    ]);
  });

  it('take a refusal of a token that comes as 200 for what it is', async () => {
    const http = scriptedHttp(() => ({ body: { error: 'invalid_code' } }));
    expect(failures(await pulled(http).pull())[0]).toMatch(/^agents: CredentialsError: .*gives no access token/);
  });
});

describe('a search of tickets', () => {
  /** As the helpdesk answers: both bounds outside, in order, nothing beyond the thousandth. */
  const searching = (all: readonly ReturnType<typeof found>[]) =>
    desk((path, query) => {
      const range = query.get('modifiedTimeRange');
      const own = /^\/tickets\/(\d+)$/.exec(path)?.[1];
      if (own !== undefined) return { body: ticket({ id: own }) };
      if (path !== '/tickets/search' || range === null) return undefined;
      const [low = '', high = ''] = range.split(',');
      const from = Number(query.get('from'));
      if (from > 999) return { status: 422, body: { errorCode: 'INVALID_DATA', message: 'from' } };
      const rows = all
        .filter(({ modifiedTime: at }) => at > low && at < high)
        .toSorted((a, b) => (a.modifiedTime < b.modifiedTime ? -1 : a.modifiedTime > b.modifiedTime ? 1 : 0))
        .slice(0, 1000)
        .slice(from, from + 100);
      return rows.length === 0 ? nothing : { body: { data: rows } };
    });
  const read = (http: ReturnType<typeof desk>) =>
    new Set(http.requests.flatMap(({ url }) => /\/tickets\/(\d+)\?/.exec(url)?.[1] ?? []));
  const lean = { history: false, time_entries: false, surveys: false, archived: false };

  it('R8: goes on past a thousand results by time, not by offset', async () => {
    const minute = (n: number) => new Date(Date.UTC(2026, 8, 1, 0, n)).toISOString();
    const http = searching(Array.from({ length: 1250 }, (_, n) => found(n, minute(n))));
    expect(failures(await pulled(http, lean).pull())).toEqual([]);
    expect(read(http).size).toBe(1250);
    expect(http.requests.some(({ url }) => /[?&]from=[1-9]/.test(url))).toBe(false);
  });

  it('R2: of one instant that spans pages finds all', async () => {
    const at = '2026-09-02T10:00:00.000Z';
    const http = searching([
      ...Array.from({ length: 350 }, (_, n) => found(n, at)),
      found(999, '2026-09-02T10:00:00.001Z'),
    ]);
    expect(failures(await pulled(http, lean).pull())).toEqual([]);
    expect(read(http).size).toBe(351);
  });

  it('R8: of one instant that holds more than the search gives is a CursorStuckError', async () => {
    const http = searching(Array.from({ length: 1100 }, (_, n) => found(n, '2026-09-02T10:00:00.000Z')));
    expect(failures(await pulled(http, lean).pull())[0]).toMatch(/^tickets: CursorStuckError: More than 1000 records/);
  });

  it('R1, R5: begins a quarter of an hour before the last one seen', async () => {
    const http = searching([found(1, '2026-09-02T10:00:00.000Z')]);
    const twice = pulled(http, lean);
    await twice.pull('r1');
    const before = http.requests.length;
    await twice.pull('r2');
    const again = http.requests
      .slice(before)
      .find(({ url }) => url.includes('modifiedTimeRange') && url.includes('tickets'));
    expect(new URL(again!.url).searchParams.get('modifiedTimeRange')).toMatch(/^2026-09-02T09:45:00.000Z,/);
  });
});

describe('a zoho desk ticket', () => {
  it('keeps all nineteen digits of its ids, and finds its account wherever it is', async () => {
    for (const fields of [
      { accountId: '4218000005000000003' },
      { contact: { id: '4218000003000000012', account: { id: '4218000005000000003' } } },
    ]) {
      const one = pulled(oneTicket({}, fields));
      expect(failures(await one.pull())).toEqual([]);
      expect((await one.loaded()).tables.ticket_attributes).toMatchObject([
        { ticket_id: id, requester_id: '4218000003000000012', account_id: '4218000005000000003', priority: 'p2' },
      ]);
    }
  });

  it('has a status of its own account at least by its type, and the name is listed as unmapped', async () => {
    const one = pulled(oneTicket({}, { status: 'Parked', statusType: 'On Hold' }));
    await one.pull();
    const { tables } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([{ status: 'pending_third_party', status_raw: 'Parked' }]);
    expect(tables.field_mappings).toContainEqual(expect.objectContaining({ raw_value: 'Parked', is_mapped: false }));
  });

  it('tells its history: times in milliseconds, newest first, changes and first values alike', async () => {
    const http = oneTicket({
      History: [
        entry('TicketUpdated', '2026-09-03T12:00:00.000Z', [turned('Status', 'Open', 'Closed')], 'Workflow'),
        entry('TicketUpdated', '2026-09-01T09:00:00.007Z', [turned('Status', 'New', 'Open')]),
        entry('TicketUpdated', '2026-09-01T09:00:00.000Z', [
          turned('Case Owner', null, { id: '4218000002000000007', name: 'Jo', type: 'Agent' }),
        ]),
        entry('TagsAdded', 1_788_252_000_000, [{ propertyName: 'Tags', propertyValue: ['engineering', 'test'] }]),
        entry(
          'TicketCreated',
          '2026-09-01T08:00:00.000Z',
          [{ propertyName: 'Status', propertyValue: 'New' }],
          'Contact',
        ),
      ],
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    const { events } = await one.loaded();
    expect(
      events
        .filter(isHistory)
        .map(({ kind, at_s, actor, data }) => [kind, at_s - 1_788_249_600, actor, data.to ?? null]),
    ).toEqual([
      ['created', 0, null, null],
      ['status', 0, 'customer', 'new'],
      ['field', 2400, 'agent', 'engineering'],
      ['escalated', 2400, 'agent', 'development'],
      ['field', 2400, 'agent', 'test'],
      ['field', 2400, 'agent', '1'],
      ['assigned', 3600, 'agent', '4218000002000000007'],
      ['status', 3600, 'agent', 'open'],
      ['status', 187_200, 'automation', 'closed'],
    ]);
  });

  it('is the same history at every reading, whatever its people are called by then', async () => {
    let name = 'Jo';
    const http = desk((path, query) => {
      if (path === '/tickets/search' && query.has('modifiedTimeRange')) return { body: { data: [ticket()] } };
      if (path === `/tickets/${id}`) return { body: ticket() };
      if (!path.endsWith('/History')) return undefined;
      const owner = turned('Case Owner', null, { id: '4218000002000000007', name, type: 'Agent' });
      const one = entry('TicketUpdated', '2026-09-01T09:00:00.000Z', [owner]);
      return { body: { data: [{ ...one, actor: { ...one.actor, name } }] } };
    });
    const twice = pulled(http);
    await twice.pull('r1');
    name = 'Jo Married';
    await twice.pull('r2');
    expect((await twice.loaded()).events.filter(({ kind }) => kind === 'assigned')).toHaveLength(1);
  });

  it('says who was merged into whom from either side, and which bug it hangs on', async () => {
    const into = { propertyName: 'Ticket Id', propertyValue: { id: '4218000001000001001', type: 'Ticket' } };
    const from = { propertyName: 'Tickets', propertyValue: [{ id: '4218000001000001002', type: 'Ticket' }] };
    const http = oneTicket({
      History: [
        entry('TicketMergedChild', '2026-09-03T12:00:00.000Z', [into]),
        entry('TicketMergedMaster', '2026-09-02T12:00:00.000Z', [from]),
        entry('BugLinked', '2026-09-02T11:00:00.000Z', [{ propertyName: 'Bug', propertyValue: 'ENG-7' }]),
      ],
    });
    const one = pulled(http);
    await one.pull();
    const { events } = await one.loaded();
    expect(events.flatMap(({ kind, ticket_id, data }) => (kind === 'merged' ? [[ticket_id, data.into]] : []))).toEqual([
      ['4218000001000001002', id],
      [id, '4218000001000001001'],
    ]);
    expect(events.filter(({ kind }) => kind === 'linked').map(({ data }) => data)).toEqual([
      { type: 'engineering', target: 'ENG-7' },
    ]);
  });

  it('counts messages by who wrote them: drafts and the question itself are none, comments are notes unless public', async () => {
    const at = (clock: string) => `2026-09-01T${clock}:00.000Z`;
    const jo = { id: '4218000002000000007', type: 'AGENT' };
    const robot = { id: '4218000002000000099', type: 'AGENT' };
    const customer = { id: '4218000003000000012', type: 'END_USER' };
    const http = oneTicket({
      conversations: [
        { id: '9', type: 'thread', direction: 'out', status: 'DRAFT', createdTime: at('14:00'), author: jo },
        { id: '8', type: 'comment', commentedTime: at('13:00'), isPublic: true, commenter: jo, content: 'seen by all' },
        { id: '7', type: 'comment', commentedTime: at('12:00'), isPublic: false, commenter: jo, content: 'psst' },
        { id: '6', type: 'thread', direction: 'in', createdTime: at('11:00'), author: customer, summary: 'Hm' },
        {
          id: '5',
          type: 'thread',
          direction: 'out',
          createdTime: at('10:00'),
          author: jo,
          summary: 'x /kb/articles/a-1',
        },
        { id: '4', type: 'thread', direction: 'out', createdTime: at('09:00'), author: robot, summary: 'Hello' },
        { id: '3', type: 'thread', direction: 'in', createdTime: at('08:30'), author: null, summary: 'who am I' },
        {
          id: '2',
          type: 'thread',
          direction: 'in',
          isDescriptionThread: true,
          createdTime: at('08:00'),
          author: customer,
        },
      ],
      timeEntry: [
        { id: '1', ownerId: jo.id, hoursSpent: '1', minutesSpent: 2, secondsSpent: '3', executedTime: at('15:00') },
      ],
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    const { events } = await one.loaded();
    expect(
      events.filter(isHistory).map(({ kind, actor, data }) => [kind, actor, data.kb_links ?? data.worked_s ?? null]),
    ).toEqual([
      ['created', null, null],
      ['replied', 'customer', null],
      ['replied', 'automation', null],
      ['replied', 'agent', 1],
      ['replied', 'customer', null],
      ['noted', 'agent', null],
      ['replied', 'agent', null],
      ['worked', 'agent', 3723],
    ]);
  });

  it('that the company opened is outbound: its description went out', async () => {
    const one = pulled(
      oneTicket({
        conversations: [
          {
            id: '2',
            type: 'thread',
            direction: 'out',
            isDescriptionThread: true,
            createdTime: '2026-09-01T08:00:00.000Z',
          },
        ],
      }),
    );
    await one.pull();
    expect((await one.loaded()).events.some(({ data }) => data.is_outbound === '1')).toBe(true);
  });

  it('without its history is what it shows, and closes when it says', async () => {
    const http = oneTicket({}, { status: 'Closed', statusType: 'Closed', closedTime: '2026-09-02T00:00:00.000Z' });
    const one = pulled(http, { history: false });
    await one.pull();
    const { tables, events } = await one.loaded();
    expect(http.requests.some(({ url }) => url.includes('/History'))).toBe(false);
    expect(tables.ticket_attributes).toMatchObject([
      {
        fact_source: 'snapshot',
        has_given_resolved: true,
        given_resolved_s: Date.parse('2026-09-02T00:00:00Z') / 1000,
      },
    ]);
    expect(events.filter(isHistory).map(({ kind }) => kind)).toEqual(['created', 'snapshot']);
  });

  it('R12: whose history is forbidden is said, and stops nothing', async () => {
    const one = pulled(
      desk((path, query) => {
        if (path === '/tickets/search' && query.has('modifiedTimeRange')) return { body: { data: [ticket()] } };
        if (path === `/tickets/${id}`) return { body: ticket() };
        return path.endsWith('/History') ? { status: 403, body: '<html></html>' } : undefined;
      }),
    );
    const result = await one.pull();
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'tickets')?.rejects).toMatchObject([
      { item_id: id, reason: 'history: 403' },
    ]);
    expect((await one.loaded()).tables.ticket_attributes).toHaveLength(1);
  });
});

describe('zoho desk tickets that go away', () => {
  it('R14: were open yesterday and are in no search today: spam is read by its id, what is gone for good is buried', async () => {
    let day = 1;
    const http = desk((path, query) => {
      if (path === '/tickets/search' && query.has('status'))
        return day === 1
          ? { body: { data: [1, 2, 3].map((n) => ({ id: String(n), createdTime: `2026-09-0${n}T00:00:00.000Z` })) } }
          : { body: { data: [{ id: '3', createdTime: '2026-09-03T00:00:00.000Z' }] } };
      if (path === '/tickets/1') return { body: ticket({ id: '1', isSpam: true }) };
      return path === '/tickets/2' ? { status: 404, body: {} } : undefined;
    });
    const one = pulled(http);
    await one.pull('r1');
    one.home.advance(86_400);
    day = 2;
    expect(failures(await one.pull('r2'))).toEqual([]);
    const { tables, events } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([{ ticket_id: '1', status: 'spam', is_spam: true }]);
    expect(events.map(({ ticket_id, kind, data }) => [ticket_id, kind, data.to ?? null])).toEqual([
      ['1', 'created', null],
      ['1', 'status', 'spam'],
      ['2', 'deleted', null],
    ]);
  });

  it('take the word back when they are no spam after all', async () => {
    let isSpam = true;
    let modifiedTime = '2026-09-03T12:00:00.000Z';
    const http = desk((path, query) => {
      if (path === '/tickets/search' && query.has('modifiedTimeRange'))
        return { body: { data: [ticket({ modifiedTime })] } };
      return path === `/tickets/${id}` ? { body: ticket({ isSpam, modifiedTime }) } : undefined;
    });
    const one = pulled(http);
    const word = async () =>
      (await one.loaded()).events
        .filter(({ event_id }) => event_id === `spam.${id}`)
        .map(({ kind, data }) => [kind, data.to]);
    await one.pull('r1');
    expect(await word()).toEqual([['status', 'spam']]);
    isSpam = false;
    modifiedTime = '2026-09-04T12:00:00.000Z';
    await one.pull('r2');
    expect(await word()).toEqual([['field', null]]);
    expect((await one.loaded()).tables.ticket_attributes).toMatchObject([{ status: 'open', is_spam: false }]);
  });

  it('R14: lie in the recycle bin: read from the newest back to what was seen, other things left out', async () => {
    const binned = (n: number, deletedTime: string, type: unknown = ['Tickets']) => ({
      id: String(n),
      deletedTime,
      type,
    });
    const bin = Array.from({ length: 130 }, (_, n) =>
      binned(n, new Date(Date.UTC(2026, 8, 30) - n * 3_600_000).toISOString()),
    );
    const http = desk((path, query) =>
      path === '/recycleBin'
        ? {
            body: {
              data: [binned(900, '2026-10-01T00:00:00.000Z', ['Contacts']), ...bin]
                .slice(Number(query.get('from')))
                .slice(0, 100),
            },
          }
        : undefined,
    );
    const one = pulled(http);
    await one.pull('r1');
    expect((await one.loaded()).events.filter(({ kind }) => kind === 'deleted')).toHaveLength(130);
    const before = http.requests.length;
    await one.pull('r2');
    // a day of overlap lies within the first page
    expect(http.requests.slice(before).filter(({ url }) => url.includes('/recycleBin'))).toHaveLength(1);
  });

  it('are archived: read once, department by department', async () => {
    const http = desk((path, query) => {
      if (path === '/departments') return { body: { data: [{ id: '71' }, { id: '72' }] } };
      if (path !== '/tickets/archivedTickets') return path === '/tickets/5' ? { body: ticket({ id: '5' }) } : undefined;
      return query.get('departmentId') === '72' ? { body: { data: [{ id: '5' }] } } : undefined;
    });
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([]);
    expect((await one.loaded()).tables.ticket_attributes).toMatchObject([{ ticket_id: '5' }]);
    await one.pull('r2');
    const asked = http.requests.flatMap(({ url }) => new URL(url).searchParams.get('departmentId') ?? []);
    expect(asked).toEqual(['71', '72']);
  });
});

describe('zoho desk ratings', () => {
  it('are good, okay or bad, by the time they were given', async () => {
    const rated = (n: number, rating: string) => ({
      id: String(n),
      ticketId: id,
      rating,
      ratedTime: '2026-09-04T00:00:00.000Z',
    });
    const http = desk((path) =>
      path === '/customerHappiness'
        ? { body: { data: [rated(1, 'GOOD'), rated(2, 'OK'), rated(3, 'bad'), rated(4, 'splendid')] } }
        : undefined,
    );
    const one = pulled(http);
    await one.pull();
    const asked = http.requests.find(({ url }) => url.includes('customerHappiness'))!;
    expect(new URL(asked.url).searchParams.get('startTime')).toBe(String(Date.parse('2026-01-01T00:00:00Z')));
    expect((await one.loaded()).tables.surveys?.map(({ score, label }) => [score, label])).toEqual([
      [3, 'good'],
      [2, 'neutral'],
      [1, 'bad'],
      [null, null],
    ]);
  });
});
