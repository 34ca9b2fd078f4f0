import { day_s, isoOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import {
  notFound,
  ok,
  routed,
  type SandboxAnswer,
  type SandboxRequest,
  type Site,
} from '../../../functions/sandbox/server.ts';
import { actionsOf, stateAt, type TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf['help-scout'];
const statuses: Readonly<Record<Status, string>> = {
  new: 'active',
  open: 'active',
  pending_customer: 'pending',
  pending_third_party: 'pending',
  solved: 'closed',
  closed: 'closed',
};
const accessToken = 'sandbox-session';
/** So many threads come with a conversation; the rest has to be asked for. */
const shownThreads = 8;

const userId = (party: Party): number =>
  party === 'bot' ? Number(ids.person(robotNumber)) : Number(ids.person(numberOf(party)));
const by = (party: Party): unknown =>
  party === 'system'
    ? { id: 0, type: 'system' }
    : party.startsWith('c')
      ? { id: Number(ids.contact(numberOf(party))), type: 'customer' }
      : { id: userId(party), type: 'user' };

/**
 * Help Scout over the made-up organisation: HAL pages of 50 in the order asked for, only a few threads with each conversation, one
 * finished status, no time of change in the record, and conversations that were merged or deleted are gone.
 */
export function helpScoutSite(org: Organisation): Site {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const site = routed([
    ['GET', /^\/v2\/conversations$/, (request, now_s) => conversations(request, org, now_s)],
    [
      'GET',
      /^\/v2\/conversations\/(\d+)$/,
      (request, now_s, [id = '']) => {
        const ticket = byId.get(id);
        const state = ticket && stateAt(ticket, now_s);
        if (state === undefined || state.deleted?.spam === false) return notFound(request.path);
        // a merged one leads to where it went
        if (state.merged_into !== null) {
          const location = `${request.origin}/v2/conversations/${ids.ticket(state.merged_into)}`;
          return { status: 301, headers: { location }, body: '' };
        }
        return ok(conversationJson(state, now_s, (request.query.get('embed') ?? '').includes('threads')));
      },
    ],
    [
      'GET',
      /^\/v2\/conversations\/(\d+)\/threads$/,
      (request, now_s, [id = '']) => {
        const ticket = byId.get(id);
        return ticket ? page(request, threadsOf(ticket, now_s), 'threads') : notFound(request.path);
      },
    ],
    [
      'GET',
      /^\/v2\/mailboxes$/,
      (request) =>
        page(
          request,
          org.groups.map(({ n, name }) => ({
            id: Number(ids.group(n)),
            name,
            updatedAt: isoOf(org.start_s - 400 * day_s),
          })),
          'mailboxes',
        ),
    ],
    ['GET', /^\/v2\/teams$/, (request) => page(request, [], 'teams')],
    [
      'GET',
      /^\/v3\/system-users$/,
      () => ok({ _embedded: { system_users: [] }, page: { size: 50, totalElements: 0, totalPages: 1, number: 1 } }),
    ],
    ['GET', /^\/v2\/users\/me$/, () => ok({ id: 1, role: 'owner', timezone: org.zone })],
    [
      'GET',
      /^\/v2\/users$/,
      (request) =>
        page(
          request,
          [
            ...org.people.map((person) => ({
              id: Number(ids.person(person.n)),
              email: person.email,
              role: 'user',
              updatedAt: isoOf(org.start_s - 400 * day_s),
            })),
            {
              id: userId('bot'),
              email: 'assistant@northwind.example',
              role: 'user',
              updatedAt: isoOf(org.start_s - 400 * day_s),
            },
          ],
          'users',
        ),
    ],
    [
      'GET',
      /^\/v2\/customers$/,
      (request, now_s) =>
        page(
          request,
          org.contacts
            .filter(({ created_s }) => created_s <= now_s && created_s >= since(request))
            .map((contact) => ({
              id: Number(ids.contact(contact.n)),
              organizationId: Number(ids.account(Number(contact.account.slice(1)))),
              createdAt: isoOf(contact.created_s),
              updatedAt: isoOf(contact.created_s),
              _embedded: { emails: [{ id: contact.n, value: contact.email, type: 'work' }] },
            })),
          'customers',
        ),
    ],
    ['GET', /^\/v2\/reports\/happiness\/ratings$/, (request, now_s) => ratings(request, org, now_s)],
  ]);
  return {
    vendor: 'help-scout',
    throttle: () => ({
      status: 429,
      headers: {
        'x-ratelimit-retry-after': '1',
        'x-ratelimit-limit-minute': '400',
        'x-ratelimit-remaining-minute': '0',
      },
      body: { message: 'Rate limit exceeded' },
    }),
    handle: (request, now_s) => {
      if (request.method === 'POST' && request.path === '/v2/oauth2/token')
        return new URLSearchParams(request.body).get('client_secret') === demoSecret.value
          ? ok({ token_type: 'bearer', access_token: accessToken, expires_in: 172_800 })
          : { status: 401, body: { error: 'invalid_client' } };
      if (request.headers.authorization !== `Bearer ${accessToken}`)
        return { status: 401, body: { error: 'invalid_token' } };
      return site(request, now_s);
    },
  };
}

const since = (request: SandboxRequest): number => {
  const text = request.query.get('modifiedSince');
  return text === null ? -Infinity : Date.parse(text) / 1000;
};

function page(request: SandboxRequest, rows: readonly unknown[], name: string, size = 50): SandboxAnswer {
  const number = Number(request.query.get('page') ?? 1);
  const own = rows.slice((number - 1) * size, number * size);
  return ok({
    ...(own.length === 0 ? {} : { _embedded: { [name]: own } }),
    _links: { self: { href: request.path } },
    page: { size, totalElements: rows.length, totalPages: Math.ceil(rows.length / size), number },
  });
}

function conversations(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const from = since(request);
  const sign = request.query.get('sortOrder') === 'asc' ? 1 : -1;
  const wanted = request.query.get('status') ?? 'active';
  const isWanted = ({ status, deleted }: TicketState): boolean =>
    wanted === 'all' ||
    (deleted === null && (wanted === 'open' ? statuses[status] !== 'closed' : statuses[status] === wanted));
  const at = (state: TicketState): number =>
    request.query.get('sortField') === 'createdAt' ? state.ticket.created_s : state.updated_s;
  const states = org.tickets
    .flatMap((ticket) => stateAt(ticket, now_s) ?? [])
    .filter((state) => state.updated_s >= from && state.merged_into === null && state.deleted?.spam !== false)
    .filter(isWanted)
    .filter(isFound(request.query.get('query')))
    .sort((a, b) => sign * (at(a) - at(b) || a.ticket.n - b.ticket.n));
  const withThreads = (request.query.get('embed') ?? '').includes('threads');
  return page(
    request,
    states.map((state) => conversationJson(state, now_s, withThreads)),
    'conversations',
    25,
  );
}

/** Of the query language: a range of creation times, both ends inside, without spam. */
function isFound(query: string | null): (state: TicketState) => boolean {
  const range = /^\(createdAt:\[(\S+) TO (\S+)\] AND NOT status:"spam"\)$/.exec(query ?? '');
  if (range === null) return () => query === null;
  const [low = 0, high = 0] = range.slice(1).map((text) => Date.parse(text) / 1000);
  return ({ ticket: { created_s }, deleted }) => deleted === null && created_s >= low && created_s <= high;
}

function conversationJson(state: TicketState, now_s: number, withThreads: boolean): unknown {
  const { ticket } = state;
  const threads = threadsOf(ticket, now_s);
  const field = (id: number, name: string, value: string | null): unknown => ({ id, name, value, text: value });
  const tags = [...state.tags, ...(ticket.is_outbound ? ['proactive'] : [])];
  return {
    id: Number(ids.ticket(ticket.n)),
    number: ticket.n,
    // line items are threads that do not count
    threads: threads.filter(({ type }) => type !== 'lineitem').length,
    type: ticket.channel === 'chat' || ticket.channel === 'phone' ? ticket.channel : 'email',
    folderId: 1,
    status: state.deleted?.spam === true ? 'spam' : statuses[state.status],
    state: 'published',
    subject: ticket.subject,
    mailboxId: state.group === null ? null : Number(ids.group(state.group)),
    assignee: state.owner === null ? null : { id: userId(state.owner), type: 'user' },
    createdBy: by(ticket.history[0]?.by ?? 'system'),
    createdAt: isoOf(ticket.created_s),
    closedAt: state.status === 'solved' || state.status === 'closed' ? isoOf(state.updated_s) : null,
    userUpdatedAt: isoOf(state.updated_s),
    customerWaitingSince: {},
    source: { type: ticket.channel === 'web' ? 'web' : 'email', via: 'customer' },
    tags: tags.map((tag, i) => ({ id: i + 1, color: '#ccc', tag })),
    primaryCustomer: { id: Number(ids.contact(ticket.contact.n)), type: 'customer' },
    customFields: [
      field(1, 'Category', ticket.category),
      field(2, 'Subcategory', ticket.subcategory),
      field(3, 'Product', ticket.product),
      field(4, 'Region', ticket.region),
      field(5, 'Language', ticket.language),
      field(6, 'Root cause', ['solved', 'closed'].includes(state.status) ? ticket.root_cause : null),
    ],
    ...(withThreads ? { _embedded: { threads: threads.slice(0, shownThreads) } } : {}),
  };
}

interface Thread {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Every action is a thread: a message, a note, or a line item that only changes status or owner. Newest first. */
function threadsOf(ticket: Ticket, now_s: number): readonly Thread[] {
  let owner: Party | null = null;
  let status: Status = 'new';
  const threads: Thread[] = [];
  actionsOf(ticket.history).forEach(({ at_s, by: who, items }, i) => {
    if (at_s > now_s) return;
    const before = status;
    const ownerBefore = owner;
    for (const one of items) {
      if (one.kind === 'status') status = one.to;
      else if (one.kind === 'assigned') owner = one.to;
    }
    const texts = items.filter((one) => one.kind === 'created' || one.kind === 'replied' || one.kind === 'noted');
    const changed = statuses[before] !== statuses[status] || i === 0 ? statuses[status] : 'nochange';
    const base = {
      state: 'published',
      source: { type: 'web', via: who.startsWith('c') ? 'customer' : 'user' },
      assignedTo: owner === null ? null : { id: userId(owner), type: 'user' },
      createdBy: by(who),
      createdAt: isoOf(at_s),
    };
    texts.forEach((one, place) => {
      const isLast = place === texts.length - 1;
      const links =
        one.kind === 'replied'
          ? one.articles.map((key) => ` https://docs.northwind.example/article/${key}`).join('')
          : '';
      threads.push({
        ...base,
        createdBy: by(one.by),
        id: ticket.n * 1000 + threads.length,
        type: one.by.startsWith('c') ? 'customer' : one.kind === 'noted' ? 'note' : 'message',
        action: { type: 'default' },
        status: isLast ? changed : 'nochange',
        body: one.text + links,
      });
    });
    if (texts.length === 0 && (changed !== 'nochange' || owner !== ownerBefore))
      threads.push({
        ...base,
        id: ticket.n * 1000 + threads.length,
        type: 'lineitem',
        action: { type: 'default', text: 'changed' },
        status: changed,
      });
  });
  return threads.reverse();
}

function ratings(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const [start, end] = ['start', 'end'].map((name) => Date.parse(request.query.get(name) ?? '') / 1000);
  const results = org.tickets.flatMap((ticket) =>
    ticket.history.flatMap((one) =>
      one.kind === 'rated' && one.at_s <= Math.min(now_s, end ?? now_s) && one.at_s >= (start ?? 0)
        ? [
            {
              id: Number(ids.ticket(ticket.n)),
              number: ticket.n,
              threadid: ticket.n * 1000,
              ratingId: one.good ? 1 : 3,
              ratingCustomerId: Number(ids.contact(ticket.contact.n)),
              ratingUserId: one.person === null ? null : userId(one.person),
              ratingCreatedAt: isoOf(one.at_s),
            },
          ]
        : [],
    ),
  );
  const number = Number(request.query.get('page') ?? 1);
  return ok({
    results: results.slice((number - 1) * 50, number * 50),
    page: number,
    count: results.length,
    pages: Math.ceil(results.length / 50),
  });
}
