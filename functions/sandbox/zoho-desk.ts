import { idsOf, numberOf } from '../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../shared/sandbox/model.ts';
import { demoSecret, robotNumber } from '../../shared/sandbox/sources.ts';
import { notFound, ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from './server.ts';
import { actionsOf, stateAt, type TicketState } from './state.ts';

const ids = idsOf['zoho-desk'];
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
const accessToken = 'sandbox-session';
const orgId = '700001';

const stamp = (at_s: number): string => new Date(at_s * 1000).toISOString();
const agentId = (party: Party): string => (party === 'bot' ? ids.person(robotNumber) : ids.person(numberOf(party)));
const person = (party: Party): unknown =>
  party === 'system'
    ? { type: 'System', name: 'System' }
    : party.startsWith('c')
      ? { id: ids.contact(numberOf(party)), type: 'END_USER' }
      : { id: agentId(party), type: 'AGENT' };

/**
 * Zoho Desk over the made-up organisation: ids of nineteen digits, an organisation header, searches by time of change that end at an
 * offset of five thousand, history, conversation and time by ticket, deleted tickets only in the recycle bin.
 */
export function zohoDeskSite(org: Organisation): Site {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const child =
    (rows: (ticket: Ticket, now_s: number) => readonly unknown[]) =>
    (request: SandboxRequest, now_s: number, [id = '']: readonly string[]): SandboxAnswer => {
      const ticket = byId.get(id);
      return ticket ? page(request, rows(ticket, now_s)) : notFound(request.path);
    };
  const site = routed(
    [
      ['GET', /^\/api\/v1\/tickets\/search$/, (request, now_s) => search(request, org, now_s)],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/History$/, child((ticket, now_s) => historyOf(ticket, now_s))],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/conversations$/, child(conversationsOf)],
      ['GET', /^\/api\/v1\/tickets\/(\d+)\/timeEntry$/, child(timeOf)],
      ['GET', /^\/api\/v1\/teams$/, () => ok({ teams: org.groups.map(({ n, name }) => ({ id: ids.group(n), name })) })],
      [
        'GET',
        /^\/api\/v1\/agents$/,
        (request) =>
          page(request, [
            ...org.people.map(({ n, email }) => ({ id: ids.person(n), emailId: email, status: 'ACTIVE' })),
            { id: ids.person(robotNumber), emailId: 'assistant@northwind.example' },
          ]),
      ],
      [
        'GET',
        /^\/api\/v1\/contacts$/,
        (request, now_s) =>
          page(
            request,
            org.contacts
              .filter(({ created_s }) => created_s <= now_s)
              .map((contact) => ({
                id: ids.contact(contact.n),
                accountId: ids.account(Number(contact.account.slice(1))),
                email: contact.email,
                createdTime: stamp(contact.created_s),
              })),
          ),
      ],
      [
        'GET',
        /^\/api\/v1\/recycleBin$/,
        (request, now_s) =>
          page(
            request,
            org.tickets.flatMap((ticket) => deletedAt(stateAt(ticket, now_s))),
          ),
      ],
      [
        'GET',
        /^\/api\/v1\/customerHappiness$/,
        (request, now_s) =>
          page(
            request,
            org.tickets.flatMap((ticket) => happinessOf(ticket, now_s)),
          ),
      ],
    ],
    (path) => ({ status: 404, body: { errorCode: 'URL_NOT_FOUND', message: `The URL ${path} is not found` } }),
  );
  return {
    vendor: 'zoho-desk',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { errorCode: 'TOO_MANY_REQUESTS', message: 'You have exceeded the limit' },
    }),
    handle: (request, now_s) => {
      if (request.method === 'POST' && request.path === '/oauth/v2/token')
        return new URLSearchParams(request.body).get('refresh_token') === demoSecret.value
          ? ok({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 })
          : ok({ error: 'invalid_code' });
      if (request.headers.authorization !== `Zoho-oauthtoken ${accessToken}`)
        return {
          status: 401,
          body: { errorCode: 'INVALID_OAUTH', message: 'The OAuth Token you provided is invalid.' },
        };
      if (request.headers.orgid !== orgId)
        return { status: 422, body: { errorCode: 'UNPROCESSABLE_ENTITY', message: 'orgId is missing' } };
      return site(request, now_s);
    },
  };
}

function page(request: SandboxRequest, rows: readonly unknown[]): SandboxAnswer {
  const from = Number(request.query.get('from') ?? 0);
  const limit = Math.min(100, Number(request.query.get('limit') ?? 10));
  if (from > 4999)
    return { status: 422, body: { errorCode: 'UNPROCESSABLE_ENTITY', message: 'from is beyond the limit' } };
  return ok({ data: rows.slice(from, from + limit), count: rows.length });
}

function search(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const [low = 0, high = now_s] = (request.query.get('modifiedTimeRange') ?? '')
    .split(',')
    .map((text) => Date.parse(text) / 1000);
  const sign = request.query.get('sortBy') === '-modifiedTime' ? -1 : 1;
  const states = org.tickets
    .flatMap((ticket) => stateAt(ticket, now_s) ?? [])
    .filter((state) => state.updated_s >= low && state.updated_s <= high && state.deleted?.spam !== false)
    .sort((a, b) => sign * (a.updated_s - b.updated_s || a.ticket.n - b.ticket.n));
  return page(request, states.map(ticketJson));
}

function ticketJson(state: TicketState): unknown {
  const { ticket } = state;
  const [status, statusType] = statuses[state.status];
  return {
    id: ids.ticket(ticket.n),
    ticketNumber: String(ticket.n),
    subject: ticket.subject,
    status,
    statusType,
    priority: priorities[state.priority],
    channel: channels[ticket.channel],
    classification: types[ticket.type],
    category: ticket.category,
    subCategory: ticket.subcategory,
    contactId: ids.contact(ticket.contact.n),
    accountId: ids.account(Number(ticket.contact.account.slice(1))),
    assigneeId: state.owner === null ? null : agentId(state.owner),
    teamId: state.group === null ? null : ids.group(state.group),
    isSpam: state.deleted?.spam === true,
    language: ticket.language,
    cf: {
      cf_product: ticket.product,
      cf_region: ticket.region,
      cf_root_cause: ['solved', 'closed'].includes(state.status) ? ticket.root_cause : null,
    },
    tags: [...state.tags, ...(ticket.is_outbound ? ['proactive'] : [])].map((name, i) => ({ id: String(i), name })),
    createdTime: stamp(ticket.created_s),
    modifiedTime: stamp(state.updated_s),
    closedTime: state.status === 'closed' ? stamp(state.updated_s) : null,
    webUrl: `https://desk.northwind.example/tickets/${ticket.n}`,
  };
}

function historyOf(ticket: Ticket, now_s: number): readonly unknown[] {
  const entries: unknown[] = [];
  actionsOf(ticket.history).forEach(({ at_s, items }) => {
    if (at_s > now_s) return;
    for (const who of new Set(items.map((one) => one.by))) {
      const eventInfo = items.filter((one) => one.by === who).flatMap(infoOf);
      if (eventInfo.length > 0)
        entries.push({
          eventName: items[0]?.kind === 'created' ? 'TicketCreated' : 'TicketUpdated',
          eventTime: stamp(at_s),
          actor: person(who),
          source: 'Web',
          eventInfo,
        });
    }
  });
  return entries;
}

function infoOf(one: History): readonly unknown[] {
  const change = (propertyName: string, previousValue: unknown, updatedValue: unknown): readonly unknown[] => [
    { propertyName, propertyValue: { previousValue, updatedValue } },
  ];
  switch (one.kind) {
    case 'status':
      return change('Status', statuses[one.from][0], statuses[one.to][0]);
    case 'assigned':
      return change(
        'Case Owner',
        one.from === null ? null : { id: agentId(one.from) },
        one.to === null ? null : { id: agentId(one.to) },
      );
    case 'grouped':
      return change('Team', one.from === null ? null : { id: ids.group(one.from) }, { id: ids.group(one.to) });
    case 'priority':
      return change('Priority', priorities[one.from], priorities[one.to]);
    case 'tagged':
      return change('Tags', null, one.tag);
    case 'escalated':
      return change('Tags', null, 'engineering');
    case 'merged':
      return change('Merged Into', null, { id: ids.ticket(one.into) });
    default:
      return [];
  }
}

const conversationsOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i): readonly unknown[] => {
    if (one.at_s > now_s) return [];
    const own = ids.ticket(ticket.n).slice(0, 10) + String(ticket.n * 1000 + i).padStart(9, '0');
    if (one.kind === 'noted')
      return [
        {
          id: own,
          type: 'comment',
          isPublic: false,
          commentedTime: stamp(one.at_s),
          commenter: person(one.by),
          content: one.text,
        },
      ];
    if (one.kind !== 'created' && one.kind !== 'replied') return [];
    const links =
      one.kind === 'replied'
        ? one.articles.map((key) => ` https://desk.northwind.example/portal/en/kb/articles/${key}`).join('')
        : '';
    return [
      {
        id: own,
        type: 'thread',
        direction: one.by.startsWith('c') ? 'in' : 'out',
        visibility: 'public',
        isDescriptionThread: one.kind === 'created',
        createdTime: stamp(one.at_s),
        author: person(one.by),
        summary: one.text + links,
      },
    ];
  });

const timeOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i) =>
    one.kind === 'worked' && one.at_s <= now_s
      ? [
          {
            id: String(ticket.n * 1000 + i),
            ownerId: agentId(one.by),
            executedTime: stamp(one.at_s),
            hoursSpent: String(Math.floor(one.seconds / 3600)),
            minutesSpent: String(Math.floor(one.seconds / 60) % 60),
            secondsSpent: String(one.seconds % 60),
          },
        ]
      : [],
  );

const deletedAt = (state: TicketState | undefined): readonly unknown[] =>
  state?.deleted && !state.deleted.spam
    ? [{ id: ids.ticket(state.ticket.n), deletedTime: stamp(state.deleted.at_s), deletedBy: agentId(state.deleted.by) }]
    : [];

const happinessOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one) =>
    one.kind === 'rated' && one.at_s <= now_s
      ? [
          {
            id: `${ids.ticket(ticket.n)}9`,
            ticketId: ids.ticket(ticket.n),
            contactId: ids.contact(ticket.contact.n),
            agentId: one.person === null ? null : agentId(one.person),
            rating: one.good ? 'good' : 'bad',
            ratedTime: stamp(one.at_s),
          },
        ]
      : [],
  );
