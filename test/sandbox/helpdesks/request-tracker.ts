import { day_s, isoOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import { ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from '../../../functions/sandbox/server.ts';
import { stateAt, type TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf['request-tracker'];
const statuses: Readonly<Record<Status, string>> = {
  new: 'new',
  open: 'open',
  pending_customer: 'stalled',
  pending_third_party: 'waiting',
  solved: 'resolved',
  closed: 'closed',
};
const priorities = { p1: '90', p2: '60', p3: '30', p4: '10' } as const;
const fieldIds = {
  Category: '1',
  Subcategory: '2',
  Product: '3',
  Channel: '4',
  Region: '5',
  Language: '6',
  'Root cause': '7',
  CSAT: '8',
  Tags: '9',
} as const;

const userNumber = (party: Party): string =>
  party === 'system'
    ? '1'
    : party === 'bot'
      ? ids.person(robotNumber)
      : party.startsWith('c')
        ? ids.contact(numberOf(party))
        : ids.person(numberOf(party));
const userName = (party: Party): string => (party === 'system' ? 'RT_System' : party === 'bot' ? 'assistant' : party);

/**
 * Request Tracker over the made-up organisation as a read-only user sees it: the feed of transactions comes in short pages without
 * total or next_page, deleted and merged tickets are in no search, unset dates are 1970, wrong dates are read as 1970, users are
 * names unless their number is asked for.
 */
export function requestTrackerSite(org: Organisation): Site {
  const ticketOf = (id: string): Ticket | undefined => org.tickets.find(({ n }) => ids.ticket(n) === id);
  let feed: { readonly now_s: number; readonly rows: readonly Transaction[] } | undefined;
  // numbers are given in the order of time, once for all, as the server would have done
  const all = org.tickets
    .flatMap((ticket) => transactionsOf(ticket))
    .sort((a, b) => a.at_s - b.at_s || a.ticket - b.ticket || a.place - b.place);
  const feedAt = (now_s: number): readonly Transaction[] => {
    if (feed?.now_s !== now_s)
      feed = { now_s, rows: all.map((row, i) => ({ ...row, id: i + 1 })).filter(({ at_s }) => at_s <= now_s) };
    return feed.rows;
  };
  const site = routed(
    [
      ['GET', /^\/REST\/2\.0\/tickets$/, (request, now_s) => tickets(request, org, now_s)],
      ['GET', /^\/REST\/2\.0\/transactions$/, (request, now_s) => transactions(request, feedAt(now_s))],
      [
        'GET',
        /^\/REST\/2\.0\/ticket\/(\d+)$/,
        (_request, now_s, [id = '']) => oneTicket(ticketOf(id), ticketOf, org, now_s),
      ],
      [
        'GET',
        /^\/REST\/2\.0\/queues\/all$/,
        (request) =>
          page(
            request,
            org.groups.map(({ n, name }) => ({ id: Number(ids.group(n)), Name: name, type: 'queue' })),
          ),
      ],
      // system groups are hidden, by name and by id, as version 5.0.3+dfsg-3~deb12u7 hides them
      ['GET', /^\/REST\/2\.0\/groups$/, (request) => page(request, [])],
      [
        'GET',
        /^\/REST\/2\.0\/user\/(\w+)$/,
        (_request, now_s, [id = '']) => {
          const user = usersAt(org, now_s).find((one) => String(one.id) === id);
          return user === undefined ? { status: 404, body: { message: 'Not Found' } } : ok(aboutUser(user, org));
        },
      ],
      ['GET', /^\/REST\/2\.0\/users$/, (request, now_s) => page(request, usersAfter(request, usersAt(org, now_s)))],
      ['GET', /^\/REST\/2\.0\/rt$/, () => ok({ Version: '5.0.3' })],
    ],
    () => ({ status: 404, body: { message: 'Not Found' } }),
  );
  return {
    vendor: 'request-tracker',
    throttle: () => ({ status: 503, headers: { 'retry-after': '1' }, body: { message: 'Service Unavailable' } }),
    handle: (request, now_s) =>
      request.headers.authorization === `token ${demoSecret.value}`
        ? site(request, now_s)
        : { status: 401, body: { message: 'Unauthorized' } },
  };
}

interface Transaction {
  readonly id: number;
  readonly ticket: number;
  readonly at_s: number;
  readonly place: number;
  readonly by: Party;
  readonly Type: string;
  readonly Field: string;
  readonly OldValue: string;
  readonly NewValue: string;
  readonly TimeTaken: string;
}

function page(request: SandboxRequest, rows: readonly unknown[]): SandboxAnswer {
  const wanted = Number(request.query.get('per_page') ?? 20);
  const size = wanted >= 1 ? Math.min(100, wanted) : 20;
  const number = Number(request.query.get('page') ?? 1);
  const items = rows.slice((number - 1) * size, number * size);
  const pages = Math.ceil(rows.length / size);
  const next = new URLSearchParams({ ...Object.fromEntries(request.query), page: String(number + 1) });
  return ok({
    items,
    count: items.length,
    total: rows.length,
    page: number,
    pages,
    per_page: size,
    ...(number < pages ? { next_page: `${request.origin}${request.path}?${next.toString()}` } : {}),
  });
}

/** Anything that is not 'YYYY-MM-DD HH:MM:SS' is 1970. */
const sqlTime = (text: string): number =>
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) / 1000 : 0;

function tickets(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const conditions = (request.query.get('query') ?? '').split(' AND ');
  const rows = org.tickets
    .flatMap((ticket) => stateAt(ticket, now_s) ?? [])
    .filter((state) => !state.deleted && state.merged_into === null)
    .filter((state) => conditions.every((condition) => holds(condition, state)));
  if (request.query.get('order') === 'DESC') rows.reverse();
  return page(
    request,
    rows.map((state) => ticketJson(state, org)),
  );
}

function holds(condition: string, state: TicketState): boolean {
  const match = /^(\w+) (>=|<=|>|=) '?([^']*)'?$/.exec(condition.trim());
  if (!match) return true;
  const [, field = '', operator = '', raw = ''] = match;
  const own = field === 'id' ? state.ticket.n : field === 'Created' ? state.ticket.created_s : state.updated_s;
  const wanted = field === 'id' ? Number(raw) : sqlTime(raw);
  return operator === '>='
    ? own >= wanted
    : operator === '<='
      ? own <= wanted
      : operator === '>'
        ? own > wanted
        : own === wanted;
}

function ticketJson(state: TicketState, org: Organisation): Record<string, unknown> {
  const { ticket } = state;
  const group = org.groups.find(({ n }) => n === state.group);
  const rated = state.survey === 'good' ? '5' : state.survey === 'bad' ? '1' : null;
  const isFinished = state.status === 'solved' || state.status === 'closed';
  const values: Readonly<Record<keyof typeof fieldIds, string | null>> = {
    Category: ticket.category,
    Subcategory: ticket.subcategory,
    Product: ticket.product,
    Channel: ticket.channel,
    Region: ticket.region,
    Language: ticket.language,
    'Root cause': isFinished ? ticket.root_cause : null,
    CSAT: rated,
    Tags: null,
  };
  return {
    id: ids.ticket(ticket.n),
    type: 'ticket',
    Subject: ticket.subject,
    Status: state.deleted ? 'deleted' : statuses[state.status],
    Queue: { id: group ? ids.group(group.n) : '1', Name: group?.name ?? 'General', type: 'queue' },
    Owner:
      state.owner === null
        ? { id: 6, Name: 'Nobody' }
        : { id: Number(userNumber(state.owner)), Name: userName(state.owner) },
    Creator: { id: Number(userNumber(ticket.history[0]?.by ?? 'system')), type: 'user' },
    Requestor: [
      {
        id: Number(ids.contact(ticket.contact.n)),
        Organization: ids.account(Number(ticket.contact.account.slice(1))),
        type: 'user',
      },
    ],
    Created: isoOf(ticket.created_s),
    LastUpdated: isoOf(state.updated_s),
    Resolved: isFinished ? isoOf(state.updated_s) : '1970-01-01T00:00:00Z',
    Started: '1970-01-01T00:00:00Z',
    Priority: priorities[state.priority],
    EffectiveId: { id: ids.ticket(state.merged_into ?? ticket.n), type: 'ticket' },
    CustomFields: Object.entries(values).map(([name, value]) => ({
      id: fieldIds[name as keyof typeof fieldIds],
      name,
      type: 'customfield',
      values:
        name === 'Tags' ? [...state.tags, ...(ticket.is_outbound ? ['proactive'] : [])] : value === null ? [] : [value],
    })),
  };
}

/** A deleted ticket can still be read; asked for a merged one the server answers with its target. */
function oneTicket(
  ticket: Ticket | undefined,
  ticketOf: (id: string) => Ticket | undefined,
  org: Organisation,
  now_s: number,
): SandboxAnswer {
  const state = ticket && stateAt(ticket, now_s);
  if (!state) return { status: 404, body: { message: 'Not Found' } };
  const target =
    state.merged_into === null ? state : stateAt(ticketOf(ids.ticket(state.merged_into)) ?? state.ticket, now_s);
  const json = ticketJson(target ?? state, org);
  return ok({ ...json, id: Number(json.id) });
}

/** Every seventeenth row is one that the user may not see: it is dropped after paging, so pages are short. */
function transactions(request: SandboxRequest, rows: readonly Transaction[]): SandboxAnswer {
  const after = Number(/ id > (\d+)/.exec(request.query.get('query') ?? '')?.[1] ?? 0);
  const size = Math.min(100, Number(request.query.get('per_page') ?? 20));
  const found = rows.filter(({ id }) => id > after);
  if (request.query.get('order') === 'DESC') found.reverse();
  const items = found
    .slice(0, size)
    .filter(({ Type }) => Type !== 'Hidden')
    .map(({ id, ticket, at_s, by, Type, Field, OldValue, NewValue, TimeTaken }) => ({
      id: String(id),
      type: 'transaction',
      ObjectId: ids.ticket(ticket),
      Type,
      Field,
      OldValue,
      NewValue,
      TimeTaken,
      Created: isoOf(at_s),
      Creator: { id: Number(userNumber(by)), Name: userName(by), type: 'user' },
    }));
  return ok({ items, count: items.length, total: null, pages: null, page: 1, per_page: size });
}

/** The history of a ticket as the server writes it: an owner change makes two rows, a merge one in each ticket. */
function transactionsOf(ticket: Ticket): readonly Transaction[] {
  const rows: Transaction[] = [];
  for (const one of ticket.history) {
    const add = (Type: string, Field = '', OldValue = '', NewValue = '', TimeTaken = '0', of = ticket.n): void => {
      rows.push({
        id: 0,
        ticket: of,
        at_s: one.at_s,
        place: rows.length,
        by: one.by,
        Type,
        Field,
        OldValue,
        NewValue,
        TimeTaken,
      });
      if ((ticket.n + rows.length) % 17 === 0)
        rows.push({
          id: 0,
          ticket: ticket.n,
          at_s: one.at_s,
          place: rows.length,
          by: one.by,
          Type: 'Hidden',
          Field: '',
          OldValue: '',
          NewValue: '',
          TimeTaken: '0',
        });
    };
    const owner = (party: Party | null): string => (party === null ? '6' : userNumber(party));
    if (one.kind === 'created') add('Create');
    else if (one.kind === 'replied') add('Correspond');
    else if (one.kind === 'noted') add('Comment');
    else if (one.kind === 'status') add('Status', 'Status', statuses[one.from], statuses[one.to]);
    else if (one.kind === 'assigned') {
      add('Set', 'Owner', owner(one.from), owner(one.to));
      add('SetWatcher', 'Owner', owner(one.from), owner(one.to));
    } else if (one.kind === 'grouped' && one.from !== null) add('Set', 'Queue', ids.group(one.from), ids.group(one.to));
    else if (one.kind === 'priority') add('Set', 'Priority', priorities[one.from], priorities[one.to]);
    else if (one.kind === 'worked') add('Set', 'TimeWorked', '0', String(one.seconds / 60));
    else if (one.kind === 'escalated')
      add('AddLink', 'RefersTo', '', `https://jira.northwind.example/browse/${one.key}`);
    else if (one.kind === 'merged') {
      const target = `fsck.com-rt://rt.northwind.example/ticket/${ids.ticket(one.into)}`;
      add('AddLink', 'MergedInto', '', target);
      add('AddLink', 'MergedInto', '', target, '0', one.into);
    } else if (one.kind === 'deleted') add('Status', 'Status', 'open', 'deleted');
    else if (one.kind === 'rated') add('CustomField', fieldIds.CSAT, '', one.good ? '5' : '1');
  }
  return rows;
}

/** Asked for one by one, users say whether they are privileged; in a list they do not. */
const aboutUser = (user: User, org: Organisation): unknown => ({
  ...user,
  Privileged: user.Name === 'assistant' || org.people.some(({ id }) => id === user.Name) ? 1 : 0,
});

function usersAfter(request: SandboxRequest, users: readonly User[]): readonly User[] {
  const after = Number(/"value":(\d+)/.exec(request.query.get('query') ?? '')?.[1] ?? 0);
  return users.filter(({ id }) => id > after);
}

interface User {
  readonly id: number;
  readonly Name: string;
  readonly [field: string]: unknown;
}
const usersAt = (org: Organisation, now_s: number): readonly User[] => [
  { id: 1, Name: 'RT_System', EmailAddress: '', Privileged: '' },
  { id: 6, Name: 'Nobody', EmailAddress: '', Privileged: '' },
  ...org.people.map(({ id, email }) => ({
    id: Number(userNumber(id)),
    Name: id,
    EmailAddress: email,
    Organization: '',
    Privileged: '',
  })),
  { id: Number(userNumber('bot')), Name: 'assistant', EmailAddress: 'assistant@northwind.example', Privileged: '' },
  ...org.contacts
    .filter(({ created_s }) => created_s <= now_s + day_s)
    .map((contact) => ({
      id: Number(ids.contact(contact.n)),
      Name: contact.id,
      EmailAddress: contact.email,
      Organization: ids.account(Number(contact.account.slice(1))),
      Privileged: '',
    })),
];
