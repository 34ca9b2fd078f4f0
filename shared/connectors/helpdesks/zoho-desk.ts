import { untoldFor } from '../../knowledge/telling.ts';
import type { Children, PageRequest, Step, Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { asking, queryOf, withQuery } from '../engine/paging.ts';
import { idList, openList } from '../periodic-lists.ts';
import { startOf, stateNumber } from '../progress.ts';
import { idOrNull, instant, numberOrNull, oneRecord, record, textOrNull, texts, versionBy } from '../shapes.ts';
import { conversationRows } from './zoho-desk/conversations.ts';
import { historyRows } from './zoho-desk/history.ts';
import { agentRows, contactRows, departmentRows, happinessRows, recycledRows, teamRows } from './zoho-desk/rows.ts';
import { changed, dataOf, inRange, onward, range } from './zoho-desk/search.ts';
import { ticketRows, timeEntryRows } from './zoho-desk/tickets.ts';
import { ZohoDeskConfiguration } from './zoho-desk/configuration.ts';
import { zohoDeskContract } from './zoho-desk/contract.ts';

const day_s = 86_400;
/** Deleted tickets are kept for 60 days. */
const bin_s = 60 * day_s;

/**
 * Zoho Desk: a search by modification time finds what changed; each ticket is then read with its conversation, its history and its
 * time entries. Deletions come from the recycle bin and from a daily look at what is open (CONNECTORS.md 3.9; names and shapes as in
 * the vendor's published OpenAPI files). Ids have nineteen digits: text everywhere.
 */
export const zohoDesk = connector({
  id: 'zoho-desk',
  title: 'Zoho Desk',
  configuration: ZohoDeskConfiguration,
  contract: zohoDeskContract,
  setup: {
    base_url: {
      ask: 'Host of your data centre (https://desk.zoho.com, .eu, .in, …)',
      fallback: 'https://desk.zoho.com',
    },
    org_id: { ask: 'Id of the organisation, a number' },
    client_id: 'environment',
    client_secret: 'environment',
    refresh_token: 'environment',
  },
  site: (c) => ({
    base_url: `${c.base_url}/api/v1`,
    auth: {
      kind: 'oauth',
      token_url: `${c.accounts_url ?? c.base_url.replace('//desk.', '//accounts.')}/oauth/v2/token`,
      scheme: 'Zoho-oauthtoken',
      form: {
        grant_type: 'refresh_token',
        client_id: c.client_id,
        client_secret: c.client_secret,
        refresh_token: c.refresh_token,
      },
    },
    headers: { orgId: c.org_id },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    use: 'never_matters',
    first: { url: '/myinfo' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).timeZone) }),
  }),
  tells: (c) => ({
    untold: {
      ...(c.history
        ? {}
        : untoldFor(
            ['status_history', 'reopenings', 'assignments', 'handoffs', 'group_changes', 'work_started'],
            'set history: true',
          )),
    },
  }),
  streams: (c) => [
    listed('agents', '/agents', agentRows(c)),
    { ...listed('teams', '/teams', teamRows(c)), next: ({ state }) => ({ request: null, state }), optional: true },
    listed('departments', '/departments', departmentRows(c)),
    { ...changed('contacts', '/contacts/search', c), optional: true, rows: contactRows },
    {
      ...changed('tickets', '/tickets/search', c),
      children: wholeTicket(c),
      rows: () => [],
      compare: createdCount(c),
    },
    ...(c.archived ? [archived(c)] : []),
    stillOpen,
    ticketIds(c),
    recycleBin,
    {
      name: 'ticket',
      isTicket: true,
      items: oneRecord('ticket'),
      version: versionBy('modifiedTime'),
      rows: ticketRows(c),
    },
    {
      name: 'conversations',
      isConversation: true,
      messages: ['comment.', 'thread.'],
      items: dataOf,
      next: pages,
      rows: conversationRows(c),
    },
    ...(c.history ? [{ name: 'history', items: dataOf, next: pages, rows: historyRows(c) }] : []),
    ...(c.time_entries ? [{ name: 'time_entries', items: dataOf, next: pages, rows: timeEntryRows }] : []),
    ...(c.surveys ? [happiness(c)] : []),
  ],
});

type Paged = Parameters<NonNullable<Stream['next']>>[0];

const idOf = (item: unknown): string | null => idOrNull.parse((item as { id?: unknown } | null)?.id);

/** A list by offset: another page while this one is full. */
function pages({ asked, items, state }: Paged): Step {
  const limit = Number(queryOf(asked.url, 'limit'));
  if (items.length < limit) return { request: null, state };
  return { request: asking(asked, { from: Number(queryOf(asked.url, 'from')) + limit }), state };
}

const listed = (name: string, path: string, rows: Stream['rows']): Stream => ({
  name,
  first: () => ({ url: withQuery(path, { from: 0, limit: 100 }) }),
  items: (body) => dataOf(body, name),
  next: pages,
  rows,
});

const detail = (ticket: string): PageRequest => ({
  url: withQuery(`/tickets/${ticket}`, { include: 'contacts,products,team' }),
  of: ticket,
});

/** Everything of a ticket, whole (R11). The history has 50 entries a page, everything else 100. */
const wholeTicket =
  (c: ZohoDeskConfiguration): NonNullable<Stream['children']> =>
  (item) => {
    const of = idOf(item);
    return of === null ? [] : everythingOf(c, of);
  };
function everythingOf(c: ZohoDeskConfiguration, of: string): readonly Children[] {
  const list = (stream: string, path: string, limit: number): Children => ({
    stream,
    requests: [{ url: withQuery(`/tickets/${of}/${path}`, { from: 0, limit }), of }],
  });
  return [
    { stream: 'ticket', requests: [detail(of)] },
    list('conversations', 'conversations', 100),
    ...(c.history ? [list('history', 'History', 50)] : []),
    ...(c.time_entries ? [list('time_entries', 'timeEntry', 100)] : []),
  ];
}

/** Tickets marked spam leave every search, and what was deleted for good answers 404. */
const stillOpen: Stream = openList({
  name: 'open_tickets',
  first: ({ now_s }) => inRange('/tickets/search', 'createdTime', 0, now_s + day_s, { status: '${OPEN},${ONHOLD}' }),
  items: dataOf,
  onward: ({ asked, items }) => onward(asked, items, 'createdTime'),
  stream: 'ticket',
  read: detail,
});

/** Closed tickets are archived some months later, sooner where the account says so: then they leave the search. */
const archived_after_s = 20 * day_s;
/** Counted are tickets so young that none of them is archived. */
const counted_s = 30 * day_s;

const countedFrom = (c: ZohoDeskConfiguration, to_s: number): number => Math.max(startOf(c.start), to_s - counted_s);

/** What the helpdesk counts of the last thirty days, none before the start. */
const createdCount = (c: ZohoDeskConfiguration): NonNullable<Stream['compare']> => ({
  from_s: startOf(c.start),
  window: (to_s) => (countedFrom(c, to_s) < to_s ? { from_s: countedFrom(c, to_s), to_s } : null),
  request: (to_s) => ({
    // whether the bounds themselves are inside is nowhere said: a millisecond before each
    url: withQuery('/ticketsCount', { createdTimeRange: range(countedFrom(c, to_s) * 1000 - 1, to_s * 1000 - 1) }),
  }),
  count: (body) => numberOrNull.parse(record.parse(body).count),
});

/** What was deleted for good, and its bin forgotten, is told nowhere (R14). */
const ticketIds = (c: ZohoDeskConfiguration): Stream =>
  idList({
    name: 'ticket_ids',
    archived_after_s,
    first: ({ now_s }) => inRange('/tickets/search', 'modifiedTime', startOf(c.start), now_s + day_s),
    items: dataOf,
    onward: ({ asked, items }) => onward(asked, items, 'modifiedTime'),
    // spam and archived ones are in no search: a ticket is gone when it cannot be had by its id
    confirm: (ticket) => ({ stream: 'ticket', requests: [detail(ticket)] }),
    recover: (ticket) => everythingOf(c, ticket),
  });

/** The newest deletions first, back to a day before the last one seen. Needs the scope Desk.settings.READ. */
const recycleBin: Stream = {
  name: 'recycle_bin',
  optional: true,
  first: () => ({
    url: withQuery('/recycleBin', { module: 'tickets', sortBy: '-deletedTime', from: 0, limit: 100 }),
  }),
  items: dataOf,
  next: (page): Step => {
    const times = page.items.flatMap((item) => instant(record.parse(item).deletedTime) ?? []);
    const since_s = stateNumber(page.state, 'since_s') ?? page.server_s - bin_s;
    const newest_s = Math.max(stateNumber(page.state, 'newest_s') ?? since_s, ...times);
    const more = times.length > 0 && Math.min(...times) >= since_s - day_s ? pages(page).request : null;
    return {
      request: more,
      state: more === null ? { since_s: newest_s } : { ...page.state, since_s, newest_s },
    };
  },
  rows: recycledRows,
};

/** Archived tickets are in no search: department by department, once, on the first load. */
function archived(c: ZohoDeskConfiguration): Stream {
  const of = (department: string): PageRequest => ({
    url: withQuery('/tickets/archivedTickets', { departmentId: department, from: 0, limit: 100 }),
  });
  const isDepartments = ({ url }: PageRequest): boolean => url.startsWith('/departments');
  return {
    name: 'archived_tickets',
    optional: true,
    first: (state) => (state?.done === true ? null : { url: withQuery('/departments', { from: 0, limit: 100 }) }),
    items: dataOf,
    next: (page): Step => {
      const found = isDepartments(page.asked) ? page.items.flatMap((item) => idOf(item) ?? []) : [];
      const left = [...texts.parse(page.state.left), ...found];
      const more = pages(page).request;
      if (more !== null) return { request: more, state: { ...page.state, left } };
      const [next, ...rest] = left;
      return next === undefined
        ? { request: null, state: { done: true } }
        : { request: of(next), state: { ...page.state, left: rest } };
    },
    children: (item, page) => (isDepartments(page.asked) ? [] : wholeTicket(c)(item, page)),
    rows: () => [],
  };
}

/** Ratings by the time they were given, in milliseconds. */
function happiness(c: ZohoDeskConfiguration): Stream {
  return {
    name: 'customer_happiness',
    optional: true,
    first: (state, { now_s }) => {
      const since_s = stateNumber(state, 'since_s');
      return {
        url: withQuery('/customerHappiness', {
          department: 'allDepartment',
          startTime: since_s === null ? Date.parse(`${c.start}T00:00:00Z`) : (since_s - day_s) * 1000,
          endTime: (now_s + day_s) * 1000,
          from: 0,
          limit: 100,
        }),
      };
    },
    items: dataOf,
    next: (page): Step => {
      const { request, state } = pages(page);
      return { request, state: request === null ? { since_s: page.server_s } : state };
    },
    version: versionBy('ratedTime'),
    rows: happinessRows,
  };
}
