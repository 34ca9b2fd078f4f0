import type { Children, Page, PageRequest, Step, Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { asking, withQuery } from '../engine/paging.ts';
import { newestFirst } from '../newest-first.ts';
import { idList, openList } from '../periodic-lists.ts';
import { isoOf, startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, list, numberOrNull, record, textOrNull } from '../shapes.ts';
import { conversationRows, foundRows, hasAllThreads, threadRows } from './help-scout/conversations.ts';
import { customerRows, mailboxRows, ratingRows, systemUserRows, teamRows, userRows } from './help-scout/people.ts';
import { HelpScoutConfiguration } from './help-scout/configuration.ts';
import { helpScoutContract } from './help-scout/contract.ts';

const overlap_s = 600;

/**
 * Help Scout, Mailbox API 2.0. Conversations have no single time of change, and pages are numbered: newest first, so that what moves
 * while we read moves in front of us and comes again next time, instead of pushing others out of sight (CONNECTORS.md 3.8).
 */
export const helpScout = connector({
  id: 'help-scout',
  title: 'Help Scout',
  configuration: HelpScoutConfiguration,
  contract: helpScoutContract,
  setup: {
    app_id: 'environment',
    app_secret: 'environment',
  },
  site: (c) => ({
    base_url: c.base_url,
    auth: {
      kind: 'oauth',
      token_url: `${c.base_url}/v2/oauth2/token`,
      form: { grant_type: 'client_credentials', client_id: c.app_id, client_secret: c.app_secret },
    },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    use: 'never_matters',
    first: { url: '/v2/users/me' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).timezone) }),
  }),
  tells: () => ({
    untold: {
      time_worked: 'import time_log: Help Scout keeps no time of work',
    },
  }),
  streams: (c) => [
    listed('mailboxes', '/v2/mailboxes', 'mailboxes', mailboxRows(c)),
    { ...listed('teams', '/v2/teams', 'teams', teamRows(c)), optional: true },
    listed('users', '/v2/users', 'users', userRows(c)),
    { ...listed('system_users', '/v3/system-users', 'system_users', systemUserRows), optional: true },
    changed('customers', '/v2/customers', 'customers', c, customerRows),
    {
      ...changed('conversations', '/v2/conversations', 'conversations', c, conversationRows(c), {
        status: 'all',
        embed: 'threads',
      }),
      // a long conversation does not come with all of its threads: then they are asked for
      children: (item) => {
        const id = idOf(item);
        if (id === null || hasAllThreads(item)) return [];
        return [threadsOf(id)];
      },
      compare: createdCount(c),
    },
    stillOpen,
    conversationIds,
    { name: 'conversation', isTicket: true, items: one, rows: foundRows(c) },
    { name: 'threads', isConversation: true, items: embedded('threads'), next: onward, rows: threadRows(c) },
    ratings(c),
  ],
});

const idOf = (item: unknown): string | null => idOrNull.parse((item as { id?: unknown } | null)?.id);
const one = (body: unknown): readonly unknown[] => {
  if (idOf(body) === null) throw new Error('found no conversation');
  return [body];
};

/** One conversation by its id: 404 when it was deleted, and another one in its place when it was merged into that. */
const byId = (id: string): PageRequest => ({
  url: withQuery(`/v2/conversations/${id}`, { embed: 'threads' }),
  of: id,
});

const threadsOf = (id: string): Children => ({
  stream: 'threads',
  requests: [{ url: `/v2/conversations/${id}/threads`, of: id }],
});

/** How many were created since the start, as any query tells; spam is not counted. Both ends of its range are inside. */
const createdCount = (c: HelpScoutConfiguration): NonNullable<Stream['compare']> => ({
  from_s: startOf(c.start),
  request: (to_s) => ({
    url: withQuery('/v2/conversations', {
      status: 'all',
      query: `(createdAt:[${isoOf(startOf(c.start))} TO ${isoOf(to_s - 1)}] AND NOT status:"spam")`,
      page: 1,
    }),
  }),
  count: (body) => numberOrNull.parse(record.parse(record.parse(body).page).totalElements),
  leavesOutMerged: true,
});

/** Both lists in the order of creation, which does not move. */
const byCreation = (status: 'all' | 'open'): PageRequest => ({
  url: withQuery('/v2/conversations', { status, sortField: 'createdAt', sortOrder: 'asc', page: 1 }),
});

/** What was closed long ago and is deleted now is told nowhere else (R14). */
const conversationIds: Stream = idList({
  name: 'conversation_ids',
  first: () => byCreation('all'),
  items: (body) => embedded('conversations')(body),
  onward: (page) => onward(page).request,
  // a deletion while the list is read moves another one over the border of a page, so none counts as gone before it was asked for
  confirm: (id) => ({ stream: 'conversation', requests: [byId(id)] }),
  recover: (id) => [{ stream: 'conversation', requests: [byId(id)] }, threadsOf(id)],
});

/** A deleted conversation answers 404, a merged one leads to the one that it went into. Neither is told in any list. */
const stillOpen: Stream = openList({
  name: 'open_conversations',
  first: () => byCreation('open'),
  items: (body) => embedded('conversations')(body),
  onward: (page) => onward(page).request,
  stream: 'conversation',
  read: byId,
});

/** HAL: the records below _embedded; an empty page has no _embedded at all. */
const embedded =
  (name: string) =>
  (body: unknown): readonly unknown[] => {
    const { page, _embedded } = (body ?? {}) as { page?: unknown; _embedded?: unknown };
    if (page === undefined && _embedded === undefined) throw new Error('found neither a page nor records');
    return list.parse(record.parse(_embedded)[name]);
  };

/** The numbers say whether there is more, not the records: a page may be empty in the middle, where all of its own were deleted. */
function onward({ asked, body, state }: Page): Step {
  const { number, totalPages } = record.parse((body as { page?: unknown }).page);
  for (const each of [number, totalPages])
    if (each !== undefined && typeof each !== 'number') throw new Error('found a page that does not say which it is');
  const current = Number(number ?? 1);
  const more = current < Number(totalPages ?? 1);
  return { request: more ? asking(asked, { page: current + 1 }) : null, state };
}

function listed(name: string, path: string, key: string, rows: Stream['rows']): Stream {
  return { name, first: () => ({ url: withQuery(path, { page: 1 }) }), items: embedded(key), next: onward, rows };
}

/** What changed since the last walk began, by the server's own clock. */
function changed(
  name: string,
  path: string,
  key: string,
  c: HelpScoutConfiguration,
  rows: Stream['rows'],
  parameters: Readonly<Record<string, string>> = {},
): Stream {
  const since = (from_s: number): PageRequest => ({
    url: withQuery(path, {
      ...parameters,
      modifiedSince: isoOf(from_s),
      sortField: 'modifiedAt',
      sortOrder: 'desc',
      page: 1,
    }),
  });
  return {
    name,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      return since(since_s === null ? startOf(c.start) : since_s - overlap_s);
    },
    items: embedded(key),
    next: (page): Step =>
      newestFirst(page, onward(page).request, since, (begun_s) => ({
        since_s: begun_s,
        read_s: begun_s - overlap_s,
      })),
    rows,
    watermark,
  };
}

/** A report, by the time of the rating: read again from a month before. */
function ratings(c: HelpScoutConfiguration): Stream {
  return {
    name: 'ratings',
    optional: true,
    first: (state, { now_s }) => {
      const since_s = stateNumber(state, 'since_s');
      const start = isoOf(since_s === null ? startOf(c.start) : since_s - 30 * 86_400);
      return {
        url: withQuery('/v2/reports/happiness/ratings', {
          start,
          end: isoOf(now_s),
          sortField: 'modifiedAt',
          rating: 'all',
          page: 1,
        }),
      };
    },
    items: (body) => {
      const { results } = body as { results?: unknown };
      if (!Array.isArray(results))
        throw new Error(`found no list "results" but ${textOrNull.parse(typeof results) ?? 'nothing'}`);
      return results;
    },
    next: ({ asked, body, state, server_s }): Step => {
      const { page, pages } = body as { page?: unknown; pages?: unknown };
      const more = Number(page ?? 1) < Number(pages ?? 1);
      return {
        request: more ? asking(asked, { page: Number(page ?? 1) + 1 }) : null,
        state: more ? state : { since_s: server_s },
      };
    },
    rows: ratingRows,
  };
}
