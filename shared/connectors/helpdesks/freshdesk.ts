import { z } from 'zod';
import { secret } from '../../config/configuration.ts';
import { CursorStuckError } from '../../errors.ts';
import { connector, type PageRequest, type Step, type Stream } from '../connector.ts';
import { asking, linkNext, numbered, queryOf, withQuery } from '../engine/paging.ts';
import { Mappings } from '../mappings.ts';
import { capped, dayAfter, dayOf, isoOf, startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, instant, recordsIn, versionBy } from '../shapes.ts';
import { activityRows } from './freshdesk/activities.ts';
import { agentRows, contactRows, groupRows, ratingRows, timeEntryRows } from './freshdesk/rows.ts';
import { conversationRows, ticketRows } from './freshdesk/tickets.ts';

const FreshdeskConfiguration = z
  .strictObject({
    id: z.string(),
    connector: z.literal('freshdesk'),
    domain: z.string({ error: 'the account’s name, such as example in example.freshdesk.com' }).min(1).optional(),
    base_url: z.url({ error: 'an https address' }).optional().meta({ description: 'Instead of the domain' }),
    api_key: secret,
    start: z.iso
      .date({ error: 'a day such as 2024-01-01' })
      .default('2010-01-01')
      .meta({ description: 'First load: tickets changed since this day' }),
    activities: z
      .boolean({ error: 'true or false' })
      .default(true)
      .meta({ description: 'Read the daily activity export, which the helpdesk keeps for 30 days' }),
    surveys: z.boolean({ error: 'true or false' }).default(true),
    time_entries: z.boolean({ error: 'true or false' }).default(true),
    requests_per_minute: z.int({ error: 'a whole number' }).positive({ error: 'at least 1' }).optional(),
    mappings: Mappings,
  })
  .refine((source) => source.domain !== undefined || source.base_url !== undefined, {
    error: 'a domain such as example in example.freshdesk.com',
    path: ['domain'],
  });
export type FreshdeskConfiguration = z.output<typeof FreshdeskConfiguration>;

const pageSize = 100;
const pageCap = 300;
const overlap_s = 120;
const lag_s = 60;

/**
 * Freshdesk: tickets by update time, their conversations child by child, history from the daily activity export while it is kept
 * and from the times and snapshots of each pull otherwise (CONNECTORS.md 3.2).
 */
export const freshdesk = connector({
  id: 'freshdesk',
  title: 'Freshdesk',
  configuration: FreshdeskConfiguration,
  site: (c) => ({
    base_url: `${c.base_url ?? `https://${c.domain}.freshdesk.com`}/api/v2`,
    auth: { kind: 'basic', user: c.api_key, password: 'X' },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  streams: (c) => [
    listed('groups', '/groups', groupRows(c)),
    listed('agents', '/agents', agentRows(c)),
    byUpdate('contacts', '/contacts', '_updated_since', {}, c, contactRows),
    {
      ...byUpdate('tickets', '/tickets', 'updated_since', { include: 'stats,requester' }, c, ticketRows(c, 'listed')),
      children: (item) => {
        const ticket = idOrNull.parse((item as { id?: unknown } | null)?.id);
        if (ticket === null) return [];
        const url = withQuery(`/tickets/${ticket}/conversations`, { per_page: pageSize, page: 1 });
        return [{ stream: 'conversations', requests: [{ url, of: ticket }] }];
      },
    },
    { name: 'conversations', items: listOf, next: pages, version: versionBy('updated_at'), rows: conversationRows(c) },
    byUpdate('deleted_tickets', '/tickets', 'updated_since', { filter: 'deleted' }, c, ticketRows(c, 'deleted')),
    byUpdate('spam_tickets', '/tickets', 'updated_since', { filter: 'spam' }, c, ticketRows(c, 'spam')),
    ...(c.surveys ? [byCreation('satisfaction_ratings', '/surveys/satisfaction_ratings', c)] : []),
    ...(c.time_entries ? [timeEntries(c)] : []),
    ...(c.activities ? [activities, activityFiles(c)] : []),
  ],
});

type Rows = Stream['rows'];

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  return recordsIn(body, 'results');
}

/** The end is a short page without a link to another one. */
const more = (items: readonly unknown[], headers: Readonly<Record<string, string>>): boolean =>
  items.length >= pageSize || (items.length > 0 && linkNext(headers) !== null);

/** A list by page numbers that does not move while it is read. */
function pages({ asked, items, headers, state }: Parameters<NonNullable<Stream['next']>>[0]): Step {
  return { request: more(items, headers) ? numbered(asked, 'page', pageCap) : null, state };
}

function listed(name: string, path: string, rows: Rows): Stream {
  return {
    name,
    first: () => ({ url: withQuery(path, { per_page: pageSize, page: 1 }) }),
    items: listOf,
    next: pages,
    version: versionBy('updated_at'),
    rows,
  };
}

/**
 * A list by update time, oldest first. Rows move to its end while it is read, so page numbers would skip others (R10): each page
 * begins a second before the last row of the one before. Page numbers only cross a second that holds more rows than a page.
 */
function byUpdate(
  name: string,
  path: string,
  bound: 'updated_since' | '_updated_since',
  parameters: Readonly<Record<string, string>>,
  c: FreshdeskConfiguration,
  rows: Rows,
): Stream {
  const sorted = bound === 'updated_since' ? { order_by: 'updated_at', order_type: 'asc' } : {};
  return {
    name,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      return {
        url: withQuery(path, { [bound]: isoOf(from_s), ...sorted, ...parameters, per_page: pageSize, page: 1 }),
      };
    },
    items: listOf,
    next: ({ asked, items, headers, state, server_s }): Step => {
      const times = items.flatMap((item) => instant((item as { updated_at?: unknown } | null)?.updated_at) ?? []);
      const known = { ...state, since_s: capped(stateNumber(state, 'since_s'), times, server_s - lag_s) };
      if (!more(items, headers)) return { request: null, state: { ...known, read_s: server_s - lag_s } };
      return {
        request: bound === 'updated_since' ? onward(asked, times) : numbered(asked, 'page', pageCap),
        state: known,
      };
    },
    version: versionBy('updated_at'),
    rows,
    watermark,
  };
}

function onward(asked: PageRequest, times: readonly number[]): PageRequest {
  const anchor = isoOf(Math.max(...times) - 1);
  const since = queryOf(asked.url, 'updated_since') ?? '';
  if (times.length > 0 && anchor > since) return asking(asked, { updated_since: anchor, page: 1 });
  const page = Number(queryOf(asked.url, 'page'));
  if (page >= pageCap)
    throw new CursorStuckError(
      `More than ${pageCap * pageSize} tickets were updated in one second (${since}); the helpdesk gives no more pages of it.`,
    );
  return numbered(asked, 'page', pageCap);
}

/** Ratings are listed by creation only (R3). */
function byCreation(name: string, path: string, c: FreshdeskConfiguration): Stream {
  return {
    name,
    optional: true,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - 86_400;
      return { url: withQuery(path, { created_since: isoOf(from_s), per_page: pageSize, page: 1 }) };
    },
    items: listOf,
    next: (page) => {
      const times = page.items.flatMap((item) => instant((item as { created_at?: unknown } | null)?.created_at) ?? []);
      const since_s = capped(stateNumber(page.state, 'since_s'), times, page.server_s - lag_s);
      return pages({ ...page, state: { ...page.state, since_s } });
    },
    version: versionBy('updated_at'),
    rows: ratingRows(c),
  };
}

/** Executed is when the work was done, entered later perhaps: a month is read again each time. */
function timeEntries(c: FreshdeskConfiguration): Stream {
  return {
    name: 'time_entries',
    optional: true,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - 30 * 86_400;
      return { url: withQuery('/time_entries', { executed_after: isoOf(from_s), per_page: pageSize, page: 1 }) };
    },
    items: listOf,
    next: (page) => {
      const times = page.items.flatMap(
        (item) => instant((item as { executed_at?: unknown } | null)?.executed_at) ?? [],
      );
      const since_s = capped(stateNumber(page.state, 'since_s'), times, page.server_s - lag_s);
      return pages({ ...page, state: { ...page.state, since_s } });
    },
    version: versionBy('updated_at'),
    rows: timeEntryRows,
  };
}

const activityPath = '/export/ticket_activities';
const kept_days = 30;

/** One link a day. A day that is not ready answers 404: it is asked for again next time. */
const activities: Stream = {
  name: 'activities',
  optional: true,
  first: (state, { now_s }) => {
    const oldest = dayOf(now_s - (kept_days - 1) * 86_400);
    const next = typeof state?.day === 'string' ? dayAfter(state.day) : oldest;
    const day = next < oldest ? oldest : next;
    return day >= dayOf(now_s) ? null : { url: withQuery(activityPath, { created_at: day }) };
  },
  items: (body) => {
    const links = (body as { export?: unknown } | null)?.export;
    if (links === undefined || links === null) return [];
    return Array.isArray(links) ? links : [links];
  },
  next: ({ asked, items, state, server_s }): Step => {
    const day = queryOf(asked.url, 'created_at') ?? '';
    if (items.length === 0) return { request: null, state };
    const next = dayAfter(day);
    return {
      request: next >= dayOf(server_s) ? null : { url: withQuery(activityPath, { created_at: next }) },
      state: { ...state, day },
    };
  },
  children: (item, { asked }) => {
    const url = (item as { url?: unknown } | null)?.url;
    const of = queryOf(asked.url, 'created_at');
    return typeof url === 'string' && of !== null
      ? [{ stream: 'activity_files', requests: [{ url, of, anonymous: true }] }]
      : [];
  },
  ends: (status) => status === 404,
  rows: () => [],
};

const activityFiles = (c: FreshdeskConfiguration): Stream => ({
  name: 'activity_files',
  items: (body) => recordsIn(body, 'activities_data'),
  rows: activityRows(c),
});
