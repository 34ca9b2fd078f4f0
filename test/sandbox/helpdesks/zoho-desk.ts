import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import {
  jitter,
  ok,
  routed,
  type SandboxAnswer,
  type SandboxRequest,
  type Site,
} from '../../../functions/sandbox/server.ts';
import { actionsOf, stateAt, type TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf['zoho-desk'];
/** Names that this account gave its statuses, and which of the three types each one is of. */
const statuses: Readonly<Record<Status, readonly [name: string, type: string]>> = {
  new: ['New', 'Open'],
  open: ['Open', 'Open'],
  pending_customer: ['Waiting on Customer', 'On Hold'],
  pending_third_party: ['On Hold', 'On Hold'],
  solved: ['Resolved', 'Closed'],
  closed: ['Closed', 'Closed'],
};
const priorities = { p1: 'Urgent', p2: 'High', p3: 'Medium', p4: 'Low' } as const;
const channels = { email: 'Email', web: 'Web', chat: 'Chat', phone: 'Phone' } as const;
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', request: 'Request' } as const;
const orgId = '700001';
/** An access token is good for so many requests here; for an hour there. */
const tokenLife = 700;
const day_s = 86_400;
const department = { id: '4218000009000000001', name: 'Northwind Support', isEnabled: true };

const stamp = (at_s: number): string => new Date(at_s * 1000).toISOString();
const agentId = (party: Party): string => ids.person(party === 'bot' ? robotNumber : numberOf(party));
const noContent: SandboxAnswer = { status: 204, body: '' };
const failed = (status: number, errorCode: string, message: string): SandboxAnswer => ({
  status,
  body: { errorCode, message },
});

/**
 * Zoho Desk over the made-up organisation: access tokens that expire, an organisation header, ids of nineteen digits, an empty list as
 * 204 without a body; searches that end at a thousand results, show no custom fields and know neither spam nor deleted tickets;
 * conversation and history newest first, history in milliseconds and without ids, tags nowhere but in it; deleted tickets in a bin
 * that forgets after 60 days.
 */
export function zohoDeskSite(org: Organisation): Site {
  let issued = 0;
  let used = 0;
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const readable =
    (answer: (request: SandboxRequest, state: TicketState, now_s: number) => SandboxAnswer) =>
    (request: SandboxRequest, now_s: number, [id = '']: readonly string[]): SandboxAnswer => {
      const ticket = byId.get(id);
      const state = ticket && stateAt(ticket, now_s);
      return state === undefined || state.deleted?.spam === false
        ? failed(404, 'URL_NOT_FOUND', 'The URL you requested could not be found.')
        : answer(request, state, now_s);
    };
  const child = (rows: (ticket: Ticket, now_s: number) => readonly unknown[], most = 100) =>
    readable((request, { ticket }, now_s) => page(request, rows(ticket, now_s), most));
  const site = routed(
    [
      ['GET', /^\/api\/v1\/tickets\/search$/, (request, now_s) => ticketSearch(request, org, now_s)],
      ['GET', /^\/api\/v1\/ticketsCount$/, (request, now_s) => ticketsCount(request, org, now_s)],
      ['GET', /^\/api\/v1\/myinfo$/, () => ok({ id: '1', emailId: 'metrics@northwind.example', timeZone: org.zone })],
      ['GET', /^\/api\/v1\/contacts\/search$/, (request, now_s) => contactSearch(request, org, now_s)],
      ['GET', /^\/api\/v1\/tickets\/archivedTickets$/, (request) => page(request, [])],
      ['GET', /^\/api\/v1\/tickets\/(\d+)$/, readable((_, state) => ok(ticketJson(state)))],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/History$/, child(historyOf, 50)],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/conversations$/, child(conversationsOf)],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/timeEntry$/, child(timeOf)],
      ['GET', /^\/api\/v1\/recycleBin$/, (request, now_s) => page(request, binAt(org, now_s))],
      ['GET', /^\/api\/v1\/customerHappiness$/, (request, now_s) => page(request, ratingsAt(request, org, now_s))],
      ['GET', /^\/api\/v1\/departments$/, (request) => page(request, [department])],
      ['GET', /^\/api\/v1\/teams$/, () => ok({ teams: org.groups.map(({ n, name }) => ({ id: ids.group(n), name })) })],
      ['GET', /^\/api\/v1\/agents$/, (request) => page(request, agentsOf(org))],
    ],
    (path) => failed(404, 'URL_NOT_FOUND', `The URL ${path} is not found`),
  );
  return {
    vendor: 'zoho-desk',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { errorCode: 'TOO_MANY_REQUESTS', message: 'You have exceeded the limit' },
    }),
    handle: (request, now_s) => {
      if (request.method === 'POST' && request.path === '/oauth/v2/token') {
        const form = new URLSearchParams(request.body);
        // a refusal of a token is a 200 as well
        if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== demoSecret.value)
          return ok({ error: 'invalid_code' });
        if (form.get('client_secret') !== demoSecret.value) return ok({ error: 'invalid_client' });
        issued++;
        used = 0;
        return ok({ access_token: `1000.made-up.${issued}`, token_type: 'Bearer', expires_in: 3600 });
      }
      used++;
      if (request.headers.authorization !== `Zoho-oauthtoken 1000.made-up.${issued}` || used > tokenLife)
        return failed(401, 'INVALID_OAUTH', 'The OAuth Token you provided is invalid.');
      if (request.headers.orgid !== orgId) return failed(422, 'UNPROCESSABLE_ENTITY', 'orgId is missing');
      return site(request, now_s);
    },
  };
}

function page(request: SandboxRequest, rows: readonly unknown[], most = 100): SandboxAnswer {
  const from = Number(request.query.get('from') ?? 0);
  const limit = Number(request.query.get('limit') ?? 10);
  if (!(limit >= 1 && limit <= most))
    return failed(422, 'INVALID_DATA', `The data is invalid: limit, between 1 and ${most}.`);
  const data = rows.slice(from, from + limit);
  return data.length === 0 ? noContent : ok({ data });
}

/** A search shows a thousand results, and both ends of a range are outside of it. */
function found(request: SandboxRequest, rows: readonly unknown[]): SandboxAnswer {
  if (Number(request.query.get('from') ?? 0) > 999)
    return failed(422, 'INVALID_DATA', 'The data is invalid: from, between 0 and 999.');
  return page(request, rows.slice(0, 1000));
}
function within(request: SandboxRequest, range: string): (at_s: number) => boolean {
  const [low = NaN, high = NaN] = (request.query.get(range) ?? '').split(',').map((text) => Date.parse(text));
  return (at_s) => !(at_s * 1000 <= low) && !(at_s * 1000 >= high);
}

function ticketSearch(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const isModified = within(request, 'modifiedTimeRange');
  const isCreated = within(request, 'createdTimeRange');
  const kinds: Readonly<Record<string, string>> = { '${OPEN}': 'Open', '${ONHOLD}': 'On Hold', '${CLOSED}': 'Closed' };
  const wanted = (request.query.get('status') ?? '').split(',').flatMap((one) => kinds[one] ?? []);
  const byCreation = request.query.get('sortBy') === 'createdTime';
  const states = org.tickets
    .flatMap((ticket) => stateAt(ticket, now_s) ?? [])
    .filter((state) => isModified(state.updated_s) && isCreated(state.ticket.created_s) && state.deleted === null)
    .filter(({ status }) => wanted.length === 0 || wanted.includes(statuses[status][1]))
    .map((state) => [byCreation ? state.ticket.created_s : state.updated_s, state] as const)
    .sort(([a, x], [b, y]) => a - b || x.ticket.n - y.ticket.n);
  return found(
    request,
    states.map(([, state]) => listedJson(state)),
  );
}

/** As a number or as text, as the vendor's schema has it. */
function ticketsCount(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const isCreated = within(request, 'createdTimeRange');
  const count = org.tickets.filter((ticket) => {
    const state = stateAt(ticket, now_s);
    return state !== undefined && isCreated(ticket.created_s) && state.deleted === null;
  }).length;
  return ok({ count: count % 2 === 0 ? count : String(count) });
}

function contactSearch(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const isModified = within(request, 'modifiedTimeRange');
  return found(
    request,
    org.contacts
      .filter(({ created_s }) => created_s <= now_s && isModified(created_s))
      .sort((a, b) => a.created_s - b.created_s || a.n - b.n)
      .map((contact) => ({
        id: ids.contact(contact.n),
        accountId: ids.account(numberIn(contact.account)),
        email: contact.email,
        createdTime: stamp(contact.created_s),
        modifiedTime: stamp(contact.created_s),
      })),
  );
}
const numberIn = (account: string): number => Number(account.slice(1));

/** What a search shows: neither custom fields nor the account. */
const listedJson = ({ ticket, status, priority, owner, group, updated_s }: TicketState) => ({
  id: ids.ticket(ticket.n),
  ticketNumber: String(ticket.n),
  subject: ticket.subject,
  status: statuses[status][0],
  statusType: statuses[status][1],
  priority: priorities[priority],
  channel: channels[ticket.channel],
  classification: types[ticket.type],
  category: ticket.category,
  subCategory: ticket.subcategory,
  contactId: ids.contact(ticket.contact.n),
  departmentId: department.id,
  assigneeId: owner === null ? null : agentId(owner),
  teamId: group === null ? null : ids.group(group),
  language: ticket.language,
  createdTime: stamp(ticket.created_s),
  modifiedTime: stamp(updated_s),
});

function ticketJson(state: TicketState): unknown {
  const { ticket, status, seen } = state;
  const account = ids.account(numberIn(ticket.contact.account));
  const isFinished = statuses[status][1] === 'Closed';
  const closed = seen.findLast(
    (one) => one.kind === 'status' && statuses[one.to][1] === 'Closed' && statuses[one.from][1] !== 'Closed',
  );
  return {
    ...listedJson(state),
    closedTime: isFinished && closed ? stamp(closed.at_s) : null,
    webUrl: `https://desk.northwind.example/tickets/${ticket.n}`,
    isSpam: state.deleted?.spam === true,
    isTrashed: false,
    isArchived: false,
    productId: null,
    // some know their account, all know their contact's
    ...(jitter(ticket.n, 3) === 0 ? { accountId: account } : {}),
    contact: { id: ids.contact(ticket.contact.n), email: ticket.contact.email, account: { id: account } },
    cf: {
      cf_product: ticket.product,
      cf_region: ticket.region,
      cf_root_cause: isFinished ? ticket.root_cause : null,
    },
    sourceTicket: ticket.followup_of === null ? null : { id: ids.ticket(ticket.followup_of) },
    tagCount: String(state.tags.length),
  };
}

/** Newest first. Entries of one action are some milliseconds apart. */
const historyOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  actionsOf(ticket.history.filter(({ at_s }) => at_s <= now_s))
    .flatMap(({ at_s, items }) =>
      items.flatMap((one, i) => {
        const entry = entryOf(one);
        if (entry === undefined) return [];
        const [eventName, ...eventInfo] = entry;
        const eventTime = new Date(at_s * 1000 + i * 7).toISOString();
        return [{ eventName, eventTime, actor: doer(one.by), source: null, actorInfo: [], eventInfo }];
      }),
    )
    .reverse();

const doer = (party: Party): unknown =>
  party === 'system'
    ? { id: '4218000009000000077', name: 'A rule', type: 'Workflow' }
    : party.startsWith('c')
      ? { id: ids.contact(numberOf(party)), name: 'Somebody', type: 'Contact' }
      : { id: agentId(party), name: 'Somebody', type: 'Agent' };

const property = (propertyName: string, propertyType: string, propertyValue: unknown): unknown => ({
  propertyName,
  propertyType,
  systemProperty: true,
  propertyValue,
});
const change = (name: string, previousValue: unknown, updatedValue: unknown): readonly [string, unknown] => [
  'TicketUpdated',
  property(name, 'ValueTransition', { previousValue, updatedValue }),
];
const entity = (id: string | null, type: string): unknown => (id === null ? null : { id, name: 'Something', type });
const agent = (party: Party | null): unknown => entity(party === null ? null : agentId(party), 'Agent');
const team = (n: number | null): unknown => entity(n === null ? null : ids.group(n), 'Group');

/** The name of an entry and its properties. */
function entryOf(one: History): readonly [string, ...unknown[]] | undefined {
  switch (one.kind) {
    case 'created':
      return [
        'TicketCreated',
        property('Department', 'Entity', { ...department, type: 'Department' }),
        property('Status', 'Text', 'New'),
      ];
    case 'status':
      return change('Status', statuses[one.from][0], statuses[one.to][0]);
    case 'assigned':
      return change('Case Owner', agent(one.from), agent(one.to));
    case 'grouped':
      return change('Team', team(one.from), team(one.to));
    case 'priority':
      return change('Priority', priorities[one.from], priorities[one.to]);
    case 'tagged':
      return ['TagsAdded', property('Tags', 'TextList', [one.tag])];
    case 'escalated':
      return ['TagsAdded', property('Tags', 'TextList', ['engineering'])];
    case 'merged':
      return ['TicketMergedChild', property('Ticket Id', 'Entity', entity(ids.ticket(one.into), 'Ticket'))];
    case 'replied':
      return ['ThreadAdded'];
    case 'noted':
      return ['CommentAdded'];
    case 'worked':
      return ['TimeEntryAdded', property('Time spent', 'Duration', one.seconds)];
    default:
      return undefined;
  }
}

/** Newest first; the first thread of all is the description. */
const conversationsOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history
    .flatMap((one, i): readonly unknown[] => {
      if (one.at_s > now_s) return [];
      const own = ids.ticket(ticket.n).slice(0, 10) + String(ticket.n * 1000 + i).padStart(9, '0');
      if (one.kind === 'noted')
        return [
          {
            id: own,
            type: 'comment',
            isPublic: false,
            commentedTime: stamp(one.at_s),
            commenterId: agentId(one.by),
            commenter: { name: 'Somebody', type: 'AGENT' },
            content: one.text,
          },
        ];
      if (one.kind !== 'created' && one.kind !== 'replied') return [];
      const isCustomer = one.by.startsWith('c');
      const links =
        one.kind === 'replied'
          ? one.articles.map((key) => ` https://desk.northwind.example/portal/en/kb/articles/${key.toLowerCase()}`)
          : [];
      return [
        {
          id: own,
          type: 'thread',
          status: 'SUCCESS',
          direction: isCustomer ? 'in' : 'out',
          visibility: 'public',
          isDescriptionThread: one.kind === 'created',
          createdTime: stamp(one.at_s),
          author: isCustomer
            ? { id: ids.contact(numberOf(one.by)), type: 'END_USER' }
            : { id: agentId(one.by), type: 'AGENT' },
          summary: one.text + links.join(''),
        },
      ];
    })
    .reverse();

const timeOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i) =>
    one.kind === 'worked' && one.at_s <= now_s
      ? [
          {
            id: String(ticket.n * 1000 + i),
            ownerId: agentId(one.by),
            executedTime: stamp(one.at_s),
            // text and numbers, as they come
            hoursSpent: String(Math.floor(one.seconds / 3600)),
            minutesSpent: Math.floor(one.seconds / 60) % 60,
            secondsSpent: String(one.seconds % 60),
          },
        ]
      : [],
  );

const binAt = (org: Organisation, now_s: number): readonly unknown[] =>
  org.tickets
    .flatMap((ticket) => {
      const deleted = stateAt(ticket, now_s)?.deleted;
      return deleted && !deleted.spam && deleted.at_s > now_s - 60 * day_s ? [{ ticket, ...deleted }] : [];
    })
    .sort((a, b) => b.at_s - a.at_s)
    .map(({ ticket, at_s, by }) => ({
      id: ids.ticket(ticket.n),
      displayName: ticket.subject,
      type: ['Tickets'],
      departmentId: department.id,
      deletedById: agentId(by),
      deletedTime: stamp(at_s),
    }));

function ratingsAt(request: SandboxRequest, org: Organisation, now_s: number): readonly unknown[] {
  const from_s = Number(request.query.get('startTime')) / 1000;
  const to_s = Math.min(now_s, Number(request.query.get('endTime')) / 1000);
  return org.tickets.flatMap((ticket) =>
    ticket.history.flatMap((one) =>
      one.kind === 'rated' && one.at_s >= from_s && one.at_s <= to_s
        ? [
            {
              id: `${ids.ticket(ticket.n)}9`,
              ticketId: ids.ticket(ticket.n),
              contactId: ids.contact(ticket.contact.n),
              agentId: one.person === null ? null : agentId(one.person),
              rating: one.good ? 'GOOD' : 'BAD',
              ratedTime: stamp(one.at_s),
            },
          ]
        : [],
    ),
  );
}

const agentsOf = (org: Organisation): readonly unknown[] => [
  ...org.people.map(({ n, email }) => ({
    id: ids.person(n),
    emailId: email,
    status: 'ACTIVE',
    rolePermissionType: 'AgentPublic',
    associatedDepartmentIds: [department.id],
  })),
  { id: ids.person(robotNumber), emailId: 'assistant@northwind.example', status: 'ACTIVE' },
];
