import { describe, expect, it } from 'vitest';
import { zohoDesk } from '../../../shared/connectors/helpdesks/zoho-desk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

// Fields, nulls, types and spellings as in the vendor's OpenAPI files (github.com/zoho/zohodesk-oas) and published examples; the words
// and numbers are our own. An id is text, or a number beyond 2^53: @1007 becomes such a number.
const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'desk',
  connector: 'zoho-desk',
  org_id: '700001',
  client_id: '1000.ABC',
  client_secret: '${env:SECRET}',
  refresh_token: '${env:REFRESH}',
  start: '2026-01-01',
  mappings: { fields: { product: 'cf_model' } },
};
const id = '4218000001000001007';
const agent = '4218000002000000007';
const listed = {
  modifiedTime: '2026-09-03T12:00:00.000Z',
  subCategory: null,
  statusType: 'Closed',
  subject: 'Secret words',
  departmentId: '4218000009000000001',
  dueDate: '2026-09-02T00:00:00.000Z',
  channel: 'Web',
  onholdTime: null,
  language: 'English',
  source: { appName: null, extId: null, permalink: null, type: 'SYSTEM', appPhotoURL: null },
  resolution: null,
  sharedDepartments: [{ id: '1', name: 'Other', type: 'READ_ONLY' }],
  closedTime: '2026-09-03T12:00:00.000Z',
  approvalCount: '0',
  isOverDue: 'true',
  isTrashed: false,
  contact: { lastName: 'Else', firstName: 'Some', id: '4218000003000000012', isSpam: false, type: null, account: null },
  createdTime: '2026-09-01T08:00:00.000Z',
  id: '@1007',
  isResponseOverdue: false,
  customerResponseTime: '2026-09-01T08:00:00.000Z',
  productId: null,
  contactId: '4218000003000000012',
  threadCount: '2',
  secondaryContacts: [],
  priority: null,
  classification: null,
  commentCount: '1',
  taskCount: '0',
  accountId: null,
  phone: null,
  webUrl: 'https://desk.example.com/support/x/ShowHomePage.do#Cases/dv/1',
  isSpam: false,
  status: 'Resolved by partner',
  ticketNumber: '101',
  sentiment: null,
  customFields: { Model: 'X-200' },
  isArchived: false,
  description: null,
  timeEntryCount: '2',
  channelRelatedInfo: null,
  responseDueDate: null,
  isDeleted: false,
  modifiedBy: agent,
  email: null,
  layoutDetails: { id: '5', layoutName: 'Default' },
  channelCode: null,
  cf: { cf_model: 'X-200', cf_empty: null, cf_picks: ['a', 'b'] },
  slaId: '7',
  layoutId: '5',
  assigneeId: agent,
  createdBy: agent,
  teamId: null,
  tagCount: '0',
  attachmentCount: '0',
  isEscalated: false,
  category: null,
  team: null,
  assignee: { photoURL: null, firstName: '', lastName: 'jade', id: agent, email: 'agent@example.com' },
  entitySkills: [],
};
const entry = (eventName: string, eventTime: unknown, eventInfo: unknown, actor: unknown) => ({
  actor,
  eventInfo,
  eventTime,
  eventName,
  source: null,
  actorInfo: [{ propertyName: 'Portal', propertyType: 'Text', propertyValue: 'Secret', systemProperty: true }],
});
const property = (propertyName: string, propertyType: string, propertyValue: unknown) => ({
  propertyName,
  propertyType,
  systemProperty: true,
  propertyValue,
});
const person = { name: 'Somebody', id: agent, type: 'Agent' };
const history = [
  entry('NotificationSent', '2026-09-03T12:00:01.000Z', null, { name: 'System', id: null, type: 'NotificationRule' }),
  entry(
    'BlueprintTransitionPerformed',
    '2026-09-03T12:00:00.000Z',
    [
      property('Transition', 'Text', 'Close'),
      property('Status', 'ValueTransition', { previousValue: 'Open', updatedValue: 'Resolved by partner' }),
    ],
    person,
  ),
  entry(
    'TicketUpdated',
    1_788_253_200_000,
    [
      property('Case Owner', 'ValueTransition', { previousValue: null, updatedValue: { ...person, id: '@agent' } }),
      property('Due Date', 'ValueTransition', { previousValue: null, updatedValue: '2026-09-10T00:00:00.000Z' }),
    ],
    null,
  ),
  entry(
    'TicketCreated',
    '2026-09-01T08:00:00.000Z',
    [
      property('Department', 'Entity', { name: 'Primary', id: '4218000009000000001', type: 'Department' }),
      property('Email', 'Text', 'x@example.com'),
      property('Status', 'Text', 'Open'),
      property('Priority', 'Enum', null),
    ],
    { name: 'Some Else', id: '4218000003000000012', type: 'Contact' },
  ),
];
const conversations = [
  {
    id: '9',
    type: 'comment',
    modifiedTime: null,
    isPublic: false,
    commenterId: agent,
    commenter: { photoURL: null, firstName: '', lastName: 'jade', id: agent, email: 'a@example.com', type: 'AGENT' },
    commentedTime: '2026-09-01T11:00:00.000Z',
    content: 'zsu[@user:1]zsu psst',
    contentType: 'html',
    encodedContent: '',
    attachments: [],
    mention: [],
  },
  {
    id: '8',
    type: 'thread',
    channel: 'EMAIL',
    direction: 'out',
    status: 'PENDING',
    visibility: 'public',
    isDescriptionThread: null,
    isForward: false,
    isContentTruncated: false,
    fullContentURL: null,
    summary: 'Secret',
    contentType: 'text/html',
    createdTime: '2026-09-01T10:00:00.000Z',
    author: { photoURL: null, firstName: '', lastName: 'jade', id: agent, email: 'a@example.com', type: 'AGENT' },
    to: '"x"<x@example.com>',
    cc: null,
    bcc: '',
    responderId: agent,
    attachmentCount: '0',
    attachments: null,
    actions: [],
    plainText: 'Secret words',
    content: null,
  },
  {
    id: '7',
    type: 'thread',
    channel: 'WEB',
    direction: 'in',
    status: 'SUCCESS',
    visibility: 'public',
    isDescriptionThread: true,
    createdTime: '2026-09-01T08:00:00.000Z',
    author: { id: null, type: ['END_USER'], firstName: 'Some' },
  },
];
const time = (own: string, more: object) => ({
  id: own,
  ownerId: agent,
  owner: { id: agent, name: 'Somebody' },
  parent: { ticketNumber: '101', subject: 'Secret', id: '@1007', type: ['TICKETS'] },
  secondsSpent: '21',
  minutesSpent: '23',
  hoursSpent: '3',
  executedTime: 1_788_260_400_000,
  createdTime: 1_788_260_400_828,
  modifiedTime: null,
  isTrashed: 'false',
  isBillable: true,
  fixedCost: null,
  billingType: 'FIXED_COST_FOR_TICKETS',
  ...more,
});
const lists: Readonly<Record<string, unknown>> = {
  '/agents': {
    data: [
      {
        id: agent,
        emailId: 'agent@example.com',
        firstName: '',
        lastName: 'jade',
        extn: '',
        isConfirmed: true,
        langCode: 'en_US',
        mobile: '',
        countryCode: 'en_US',
        associatedDepartmentIds: ['4218000009000000001'],
        photoURL: null,
        associatedChatDepartmentIds: [],
        timeZone: 'Asia/Calcutta',
        roleId: '3',
        rolePermissionType: 'Admin',
        profileId: '4',
        status: 'ACTIVE',
        name: 'jade',
        phone: '',
        aboutInfo: '',
        zuid: '105',
      },
      { id: '@light', emailId: null, rolePermissionType: 'LightAgent', associatedDepartmentIds: null },
    ],
  },
  '/teams': {
    teams: [
      {
        id: '77',
        name: 'Second line',
        description: '',
        departmentId: '4218000009000000001',
        agents: [agent],
        subordinates: false,
        derivedAgents: [agent],
      },
    ],
  },
  '/departments': {
    data: [
      {
        id: '4218000009000000001',
        name: 'Primary',
        isEnabled: true,
        nameInCustomerPortal: 'Primary',
        sanitizedName: 'primary',
        chatStatus: 'NOT_CREATED',
        associatedAgentIds: [agent],
        isAssignToTeamEnabled: true,
        hasLogo: false,
        isDefault: true,
        creatorId: agent,
        createdTime: '2026-01-01T00:00:00.000Z',
        isVisibleInCustomerPortal: true,
      },
    ],
  },
  '/contacts/search': {
    data: [
      {
        id: '4218000003000000012',
        lastName: 'Else',
        firstName: null,
        email: 'x@example.com',
        phone: null,
        accountId: null,
        account: null,
        ownerId: agent,
        type: null,
        isSpam: false,
        createdTime: '2026-01-01T00:00:00.000Z',
        modifiedTime: '2026-01-01T00:00:00.000Z',
        zohoCRMContact: null,
        customFields: {},
        cf: {},
      },
    ],
    count: 1,
  },
  '/recycleBin': {
    data: [
      {
        id: '4218000001000001009',
        displayName: 'Secret',
        type: ['Tickets'],
        departmentId: '1',
        deletedById: agent,
        deletedTime: '2026-09-20T00:00:00.000Z',
        deletedBy: { id: agent, name: 'x' },
      },
      { id: '4218000001000001010', deletedTime: '2026-09-21T00:00:00.000Z' },
    ],
  },
  '/customerHappiness': {
    data: [
      {
        id: '31',
        ticketId: '@1007',
        contactId: '4218000003000000012',
        agentId: null,
        assigneeId: agent,
        rating: 'GOOD',
        feedback: null,
        source: 'PORTAL',
        ratedTime: '2026-09-04T00:00:00.000Z',
        threadId: '8',
        contact: { firstName: 'Some' },
      },
    ],
  },
  [`/tickets/${id}`]: listed,
  [`/tickets/${id}/History`]: { data: history },
  [`/tickets/${id}/conversations`]: { data: conversations },
  [`/tickets/${id}/timeEntry`]: {
    data: [
      time('1', {}),
      time('2', { isTrashed: 'true' }),
      time('3', { executedTime: null, hoursSpent: 0, minutesSpent: 1, secondsSpent: null }),
    ],
  },
  '/ticketsCount': { count: '1' },
};
const http = scriptedHttp(({ url, method }): Said => {
  const { pathname, searchParams: query } = new URL(url);
  if (method === 'POST')
    return {
      body: {
        access_token: 'access-1',
        scope: 'Desk.tickets.READ',
        api_domain: 'https://www.zohoapis.com',
        token_type: 'Bearer',
        expires_in: 3600,
      },
    };
  const path = pathname.replace('/api/v1', '');
  const body =
    path === '/tickets/search' && query.has('modifiedTimeRange') ? { data: [listed], count: 1 } : lists[path];
  if (body === undefined || (query.get('from') ?? '0') !== '0') return { status: 204, body: '' };
  return {
    body: JSON.stringify(body)
      .replaceAll('"@1007"', id)
      .replaceAll('"@agent"', agent)
      .replaceAll('"@light"', '4218000002000000008'),
  };
});

describe('what zoho desk is documented to answer', () => {
  const one = pulledSource(zohoDesk, source, http, { now_s, secrets: { SECRET: 's-123456', REFRESH: 'r-123456' } });
  const read = (async () => ({ result: await one.pull(), ...(await one.loaded()) }))();

  it('is read to its end, and nothing of it is refused', async () => {
    const { result, tables } = await read;
    expect(failures(result)).toEqual([]);
    expect(result.streams.flatMap(({ rejects }) => rejects)).toEqual([]);
    expect(tables.ingest_rejects ?? []).toEqual([]);
  });

  it('is a ticket whose id is a number of nineteen digits, with custom fields and a status of its own by its type', async () => {
    const { tables } = await read;
    expect(tables.ticket_attributes).toMatchObject([
      {
        ticket_id: id,
        number: '101',
        status: 'solved',
        status_raw: 'Resolved by partner',
        channel: 'web',
        priority: null,
        product: 'X-200',
        assignee_id: agent,
        account_id: null,
        is_spam: false,
        deleted_s: null,
      },
    ]);
  });

  it('is promises of a service level, and what is left of them', async () => {
    const { tables } = await read;
    expect(tables.sla_results).toMatchObject([
      {
        ticket_id: id,
        metric: 'resolution',
        policy_id: '7',
        due_s: Date.parse('2026-09-02T00:00:00Z') / 1000,
        is_breached: true,
      },
    ]);
  });

  it('is its history: by people, rules and nobody, with times as text and as numbers', async () => {
    const { events } = await read;
    expect(
      events
        .filter(({ event_id }) => event_id?.startsWith('history.') || event_id?.startsWith('closed.'))
        .map(({ kind, at_s, actor, data }) => [kind, new Date(at_s * 1000).toISOString().slice(5, 16), actor, data.to]),
    ).toEqual([
      ['status', '09-01T08:00', 'customer', 'open'],
      ['field', '09-01T08:00', 'customer', null],
      ['assigned', '09-01T09:00', null, agent],
      ['status', '09-03T12:00', 'agent', 'other'],
      ['status', '09-03T12:00', 'automation', 'solved'],
    ]);
  });

  it('is messages, notes and time: what lies in the bin counts nothing', async () => {
    const { events } = await read;
    expect(
      events
        .filter(({ kind }) => ['replied', 'noted', 'worked'].includes(kind))
        .map(({ event_id, kind, actor, data }) => [event_id, kind, actor, data.worked_s ?? data.text_length]),
    ).toEqual([
      ['thread.8', 'replied', 'agent', 12],
      ['comment.9', 'noted', 'agent', 20],
      ['time.1', 'worked', 'agent', 12_201],
      ['time.2', 'worked', 'agent', 0],
      ['time.3', 'worked', 'agent', 60],
    ]);
  });

  it('is people, teams, contacts, ratings and deletions', async () => {
    const { tables, events } = await read;
    expect(tables.people?.map(({ person_id, role }) => [person_id, role])).toEqual([
      [agent, 'staff'],
      ['4218000002000000008', 'light'],
    ]);
    expect(tables.groups).toMatchObject([{ group_id: '77', name: 'Second line' }]);
    expect(tables.contacts).toMatchObject([{ contact_id: '4218000003000000012', account_id: null }]);
    expect(tables.surveys).toMatchObject([{ survey_id: '31', ticket_id: id, person_id: agent, score: 3 }]);
    expect(events.filter(({ kind }) => kind === 'deleted')).toMatchObject([
      { ticket_id: '4218000001000001009', actor_id: agent },
      { ticket_id: '4218000001000001010', actor_id: null },
    ]);
  });

  it('counts the last thirty days and lists ids', async () => {
    const { result } = await read;
    const asked = http.requests.find(({ url }) => url.includes('/ticketsCount'))!;
    expect(new URL(asked.url).searchParams.get('createdTimeRange')).toMatch(
      /^2026-09-05T03:[\d:.]+Z,2026-10-05T03:[\d:.]+Z$/,
    );
    expect(
      result.streams.flatMap(({ name, compares }) =>
        compares.map(({ check_name, vendor_count }) => [name, check_name, vendor_count]),
      ),
    ).toEqual([
      ['tickets', 'search_count', 1],
      ['ticket_ids', 'id_list', 1],
    ]);
  });

  it('says the zone of its API user, and that no query depends on it', () => {
    const { zone } = zohoDesk.bind(source);
    expect(zone?.first.url).toBe('/myinfo');
    expect(zone?.read({ id: agent, timeZone: 'Asia/Calcutta', emailId: 'x' }, zone.first, {})).toEqual({
      zone: 'Asia/Calcutta',
    });
    expect(zone?.use).toBe('never_matters');
  });
});
