import { describe, expect, it } from 'vitest';
import { helpScout } from '../../../shared/connectors/helpdesks/help-scout.ts';
import { readPage } from '../../support/read-page.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

// Fields, nulls and spellings as in the vendor's published examples (developer.helpscout.com/mailbox-api) and the payloads of its own
// client library; the words and numbers are our own.
const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'desk',
  connector: 'help-scout',
  app_id: 'app',
  app_secret: '${env:SECRET}',
  start: '2026-01-01',
  mappings: { fields: { product: 'Account Type' } },
};
const links = { self: { href: 'https://api.helpscout.net/v2/x' }, page: { href: '...{?page}', templated: true } };
const thread = (id: number, type: string, createdAt: string, more: object = {}) => ({
  id,
  type,
  status: 'nochange',
  state: 'published',
  action: { type: 'manual-workflow', text: 'You ran a workflow', associatedEntities: {} },
  body: 'Secret words',
  source: { type: 'email', via: 'customer' },
  customer: { id: 472, first: 'Somebody', last: 'Else', photoUrl: 'https://example.com/a.png', email: 'x@example.com' },
  createdBy: { id: 472, type: 'customer', first: 'Somebody', last: 'Else', email: 'x@example.com' },
  savedReplyId: 0,
  to: [],
  cc: ['y@example.com'],
  bcc: [],
  createdAt,
  openedAt: null,
  _embedded: { attachments: [] },
  _links: { createdByUser: { href: '...' } },
  ...more,
});
const staff = { id: 256, type: 'user', first: 'Mr', last: 'Robot', email: 'none@example.com' };
const conversation = (id: number, threads: readonly unknown[], more: object = {}) => ({
  id,
  number: 15473,
  threads: threads.length,
  type: 'email',
  folderId: 493,
  status: 'closed',
  state: 'published',
  subject: 'Secret words',
  preview: 'Secret words',
  mailboxId: 85,
  assignee: { id: 256, first: 'Mr', last: 'Robot', email: 'none@example.com' },
  createdBy: { id: 472, type: 'customer', email: 'x@example.com' },
  createdAt: '2026-09-01T14:39:56Z',
  closedBy: 17,
  closedByUser: { id: 17, type: 'user', first: 'A', last: 'B', email: 'a@example.com' },
  closedAt: '2026-09-01T16:43:24Z',
  userUpdatedAt: '2026-09-01T16:43:24Z',
  customerWaitingSince: { time: '2026-09-01T14:39:56Z', friendly: '20 hours ago', latestReplyFrom: 'customer' },
  source: { type: 'email', via: 'customer' },
  tags: [{ id: 9150, color: '#929499', tag: 'vip' }],
  cc: ['bear@example.com'],
  bcc: [],
  primaryCustomer: { id: 472, type: 'customer', first: 'Somebody', email: 'x@example.com' },
  snooze: { snoozedBy: 4, snoozedUntil: '2026-09-10T00:00:00Z', unsnoozeOnCustomerReply: true },
  nextEvent: { time: '2026-09-10T00:00:00Z', eventType: 'snooze', userId: 4 },
  customFields: [{ id: 6688, name: 'Account Type', value: '33077', text: 'Administrator' }],
  _embedded: { threads },
  _links: links,
  ...more,
});
const mail = [
  thread(16, 'forwardparent', '2026-09-01T16:30:00Z', { createdBy: staff, to: ['vendor@example.com'] }),
  thread(15, 'lineitem', '2026-09-01T16:20:00Z', { status: 'closed', body: null, createdBy: staff, assignedTo: staff }),
  thread(14, 'lineitem', '2026-09-01T16:10:00Z', {
    body: null,
    createdBy: { id: 0, type: 'system' },
    assignedTo: { id: 900, type: 'team', first: 'Second', last: 'Line' },
  }),
  thread(13, 'message', '2026-09-01T16:00:00Z', { createdBy: staff, assignedTo: { id: 1, first: 'Anyone', last: '' } }),
  thread(12, 'customer', '2026-09-01T14:39:56Z', { status: 'active', assignedTo: null }),
];
const chat = [
  thread(23, 'beaconchat', '2026-09-02T10:05:00Z', { createdBy: staff, assignedTo: staff, status: 'active' }),
  thread(22, 'chat', '2026-09-02T10:00:00Z', { status: 'active' }),
];
const page = (name: string, rows: readonly unknown[]): Said => ({
  body: {
    ...(rows.length === 0 ? {} : { _embedded: { [name]: rows } }),
    _links: links,
    page: { size: 25, totalElements: rows.length, totalPages: 1, number: 1 },
  },
});
const bare = {
  id: 7003,
  // nothing else that is not needed: no assignee, no source, no tags, empty waiting
  createdAt: '2026-09-03T00:00:00Z',
  status: 'pending',
  type: 'phone',
  customerWaitingSince: {},
  _embedded: {},
};
const http = scriptedHttp(({ url, method }): Said => {
  const { pathname, searchParams: query } = new URL(url);
  if (method === 'POST')
    return { body: { token_type: 'bearer', access_token: 'access-1', expires_in: 172800, refresh_token: null } };
  switch (pathname) {
    case '/v2/mailboxes':
      return page('mailboxes', [
        {
          id: 85,
          name: 'Support',
          slug: '47204a026903ce6d',
          email: 'help@example.com',
          createdAt: '2026-01-01T00:00:00Z',
          updatedAt: '2026-01-01T00:00:00Z',
          _links: links,
        },
      ]);
    case '/v2/teams':
      return page('teams', [
        {
          id: 900,
          name: 'Second line',
          createdAt: '2026-01-01T00:00:00Z',
          updatedAt: '2026-01-01T00:00:00Z',
          timezone: 'UTC',
          photoUrl: '',
          mention: 'second',
          initials: 'SL',
        },
      ]);
    case '/v2/users':
      return page('users', [
        {
          id: 256,
          firstName: 'Mr',
          lastName: 'Robot',
          email: 'none@example.com',
          role: 'owner',
          timezone: 'America/New_York',
          type: 'user',
          alternateEmails: [],
          jobTitle: null,
          photoUrl: null,
          createdAt: '2026-01-01T03:18:33Z',
          updatedAt: '2026-01-01T20:18:33Z',
        },
      ]);
    case '/v3/system-users':
      return page('system_users', [
        {
          id: 155250,
          type: 'system_user',
          firstName: 'AI Agent',
          lastName: '',
          initials: 'AA',
          email: null,
          mention: null,
          timezone: 'UTC',
          role: 'user',
          photoUrl: null,
          createdAt: '2026-04-22T15:17:33Z',
          updatedAt: '2026-04-22T15:17:33Z',
        },
      ]);
    case '/v2/customers':
      return page('customers', [
        {
          id: 472,
          firstName: 'Somebody',
          lastName: 'Else',
          gender: 'Unknown',
          organization: 'Acme, Inc',
          organizationId: 29,
          photoType: 'twitter',
          background: null,
          age: null,
          createdAt: '2026-01-01T00:00:00Z',
          updatedAt: '2026-01-02T00:00:00Z',
          _embedded: {
            emails: [{ id: 1, value: 'x@example.com', type: 'home' }],
            phones: [],
            chats: [],
            social_profiles: [],
            websites: [],
            properties: [],
          },
          _links: links,
        },
        { id: 473, firstName: null, createdAt: '2026-01-01T00:00:00Z', _embedded: { emails: [] } },
      ]);
    case '/v2/reports/happiness/ratings':
      return {
        body: {
          facets: {},
          results: [
            {
              number: 15473,
              threadid: 13,
              threadCreatedAt: '2026-09-01T16:00:00Z',
              id: 7001,
              type: 'email',
              ratingId: 3,
              ratingCustomerId: 472,
              ratingComments: 'Secret',
              ratingCreatedAt: '2026-09-02T12:26:53Z',
              ratingCustomerName: 'Somebody',
              ratingUserId: 256,
              ratingUserName: 'Mr Robot',
            },
            {
              number: 15474,
              threadid: 23,
              id: 7002,
              ratingId: 1,
              ratingCustomerId: null,
              ratingCreatedAt: '2026-09-02T12:30:00Z',
              ratingUserId: null,
            },
          ],
          page: 1,
          count: 2,
          pages: 1,
        },
      };
    case '/v2/conversations/7002/threads':
      return page('threads', [{ ...chat[0], body: 'Secret words in full' }, chat[1]]);
    case '/v2/conversations':
      return query.has('modifiedSince')
        ? page('conversations', [
            conversation(7001, mail, { threads: 3 }),
            conversation(7002, chat, {
              type: 'chat',
              status: 'active',
              source: { type: 'beacon-v2', via: 'customer' },
              closedAt: null,
              closedBy: null,
              assignee: { id: 1 },
            }),
            bare,
          ])
        : page('conversations', [{ id: 7001 }, { id: 7002 }, { id: 7003 }]);
    default:
      return { status: 404, body: { logRef: 'abc', message: 'Not Found', _embedded: { errors: [] } } };
  }
});

describe('what help scout is documented to answer', () => {
  const one = pulledSource(helpScout, source, http, { now_s, secrets: { SECRET: 's-123456' } });
  const read = (async () => ({ result: await one.pull(), ...(await one.loaded()) }))();

  it('is read to its end; only what says that it is not there is refused', async () => {
    const { result, tables } = await read;
    expect(failures(result)).toEqual([]);
    // a conversation without any thread is asked for them
    expect(result.streams.flatMap(({ rejects }) => rejects.map(({ reason }) => reason))).toEqual(['threads: 404']);
    expect(tables.ingest_rejects ?? []).toEqual([]);
  });

  it('is conversations with their mailbox, owner, fields and the last time that anything happened', async () => {
    const { tables } = await read;
    expect(tables.ticket_attributes).toMatchObject([
      {
        ticket_id: '7001',
        status: 'solved',
        channel: 'email',
        group_id: '85',
        assignee_id: '256',
        product: 'Administrator',
        tags: '["vip"]',
        updated_s: Date.parse('2026-09-01T16:43:24Z') / 1000,
      },
      { ticket_id: '7002', status: 'open', channel: 'chat', assignee_id: null },
      { ticket_id: '7003', status: 'pending_customer', channel: 'phone', group_id: null, tags: '[]' },
    ]);
  });

  it('is threads of every kind: teams are no people, "anyone" is nobody, what is forwarded is no reply', async () => {
    const { events } = await read;
    const told = (ticket: string) =>
      events
        .filter(({ ticket_id, kind }) => ticket_id === ticket && !['snapshot', 'field'].includes(kind ?? ''))
        .map(({ kind, actor, data }) => [kind, actor, data.to ?? null, data.to_kind ?? null]);
    expect(told('7001')).toEqual([
      ['created', 'customer', null, null],
      ['status', 'customer', 'open', null],
      ['replied', 'agent', null, null],
      ['assigned', 'automation', 'team-900', 'group'],
      ['assigned', 'agent', '256', null],
      ['status', 'agent', 'solved', null],
      ['noted', 'agent', null, null],
    ]);
    expect(told('7002')).toEqual([
      ['created', 'customer', null, null],
      ['status', 'customer', 'open', null],
      ['assigned', 'agent', '256', null],
      ['replied', 'agent', null, null],
      ['status', 'agent', 'open', null],
    ]);
    // a chat comes cut short: its threads are asked for
    expect(events.find(({ ticket_id, kind }) => ticket_id === '7002' && kind === 'replied')?.data.text_length).toBe(20);
  });

  it('is people, teams beside mailboxes, customers and ratings', async () => {
    const { tables } = await read;
    expect(tables.groups?.map(({ group_id, name }) => [group_id, name])).toEqual([
      ['85', 'Support'],
      ['team-900', 'Second line'],
    ]);
    expect(tables.people).toMatchObject([
      { person_id: '155250', is_bot: true },
      { person_id: '256', role: 'staff', is_bot: false },
    ]);
    expect(tables.contacts?.map(({ contact_id, account_id }) => [contact_id, account_id])).toEqual([
      ['472', '29'],
      ['473', null],
    ]);
    expect(
      tables.surveys?.map(({ ticket_id, score, label, person_id }) => [ticket_id, score, label, person_id]),
    ).toEqual([
      ['7001', 3, 'bad', '256'],
      ['7002', 1, 'good', null],
    ]);
  });

  it('says the zone of its API user, and that no query depends on it', () => {
    const { zone } = helpScout.bind(source);
    expect(zone?.first.url).toBe('/v2/users/me');
    expect(zone?.read({ id: 4, timezone: 'America/New_York' }, zone.first, {})).toEqual({ zone: 'America/New_York' });
    expect(zone?.use).toBe('never_matters');
  });

  it('counts with a query over creation times, both ends inside, and lists ids in every status', async () => {
    const { result } = await read;
    const asked = http.requests.find(({ url }) => url.includes('query='))!;
    expect(Object.fromEntries(new URL(asked.url).searchParams)).toEqual({
      status: 'all',
      query: '(createdAt:[2026-01-01T00:00:00Z TO 2026-10-05T03:49:59Z] AND NOT status:"spam")',
      page: '1',
    });
    expect(
      result.streams.flatMap(({ name, compares }) =>
        compares.map(({ check_name, vendor_count }) => [name, check_name, vendor_count]),
      ),
    ).toEqual([
      ['conversations', 'search_count', 3],
      ['conversation_ids', 'id_list', 3],
    ]);
  });

  it('is line items that say what was done: moves between inboxes, and rules under the name of whoever made them', async () => {
    const did = (id: number, minute: string, type: string, entities: object, more: object = {}) =>
      thread(id, 'lineitem', `2026-09-01T15:${minute}:00Z`, {
        body: null,
        createdBy: staff,
        action: { type, text: 'Secret words', associatedEntities: entities },
        ...more,
      });
    const threads = [
      did(26, '40', 'automatic-workflow', { workflow: 5 }, { status: 'closed', assignedTo: staff }),
      did(25, '30', 'manual-workflow', { workflow: 5 }, { status: 'pending', assignedTo: staff }),
      // the last move ends where the conversation is now, the one before where the last one left
      did(24, '20', 'moved-from-mailbox', { mailbox: 84 }),
      did(23, '10', 'moved-from-mailbox', { mailbox: 83 }),
      thread(22, 'customer', '2026-09-01T14:39:56Z', { status: 'active', assignedTo: null }),
    ];
    const body = { _embedded: { conversations: [conversation(20, threads, { threads: 1 })] } };
    const { events, rejects } = await readPage(helpScout, source, 'conversations', body);
    expect(rejects).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'grouped').map(({ at_s, data }) => [at_s, data.from, data.to])).toEqual(
      [
        [Date.parse('2026-09-01T15:10:00Z') / 1000, '83', '84'],
        [Date.parse('2026-09-01T15:20:00Z') / 1000, '84', '85'],
      ],
    );
    expect(events.filter(({ kind }) => kind === 'status').map(({ actor, data }) => [data.to, actor])).toEqual([
      ['solved', 'automation'],
      ['pending_customer', 'agent'],
      ['open', 'customer'],
    ]);
  });
});
