import { CursorStuckError } from '../../../errors.ts';
import type { Children, PageRequest, Step, Stream } from '../../connector.ts';
import { asking, linkNext, numbered, queryOf, withQuery } from '../../engine/paging.ts';
import { capped, isoOf, startOf, stateNumber, watermark } from '../../progress.ts';
import { idOrNull, instant, recordsIn, versionBy } from '../../shapes.ts';
import type { FreshdeskConfiguration } from './configuration.ts';

type Rows = Stream['rows'];

export const pageSize = 100;
/** Tickets have no page beyond this one; other lists do. */
const pageCap = 300;
const overlap_s = 120;
const lag_s = 60;

export function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  return recordsIn(body, 'results');
}

/** The end is a short page without a link to another one. */
const more = (items: readonly unknown[], headers: Readonly<Record<string, string>>): boolean =>
  items.length >= pageSize || linkNext(headers) !== null;

/** A list by page numbers that does not move while it is read. */
export function pages({ asked, items, headers, state }: Parameters<NonNullable<Stream['next']>>[0]): Step {
  return { request: more(items, headers) ? numbered(asked, 'page') : null, state };
}

export function listed(name: string, path: string, rows: Rows): Stream {
  return {
    name,
    first: () => ({ url: withQuery(path, { per_page: pageSize, page: 1 }) }),
    items: listOf,
    next: pages,
    version: versionBy('updated_at'),
    rows,
  };
}

const timesOf = (items: readonly unknown[], field: string): readonly number[] =>
  items.flatMap((item) => instant((item as Readonly<Record<string, unknown>> | null)?.[field]) ?? []);

/** The first question of a list of tickets by update time, oldest first. */
export const changedSince = (from_s: number, parameters: Readonly<Record<string, string>> = {}): PageRequest => ({
  url: withQuery('/tickets', {
    updated_since: isoOf(from_s),
    order_by: 'updated_at',
    order_type: 'asc',
    ...parameters,
    per_page: pageSize,
    page: 1,
  }),
});

/**
 * The page after this one of a list of tickets by update time, null at the end. Rows move to its end while it is read, so page
 * numbers would skip others (R10): each page begins a second before the last row of the one before. Page numbers only cross a second
 * that holds more rows than a page.
 * @throws CursorStuckError when one second holds more rows than there are pages for (R8)
 */
export function onward({ asked, items, headers }: Parameters<NonNullable<Stream['next']>>[0]): PageRequest | null {
  if (!more(items, headers)) return null;
  const times = timesOf(items, 'updated_at');
  const anchor = times.length === 0 ? '' : isoOf(Math.max(...times) - 1);
  const since = queryOf(asked.url, 'updated_since') ?? '';
  if (anchor > since) return asking(asked, { updated_since: anchor, page: 1 });
  if (Number(queryOf(asked.url, 'page')) >= pageCap)
    throw new CursorStuckError(
      `More than ${pageCap * pageSize} tickets were updated in one second (${since}); the helpdesk gives no more pages of it.`,
    );
  return numbered(asked, 'page', pageCap);
}

/** What was updated since the last run. Contacts cannot be sorted: by page numbers. */
export function byUpdate(
  name: string,
  path: '/tickets' | '/contacts',
  bound: 'updated_since' | '_updated_since',
  parameters: Readonly<Record<string, string>>,
  c: FreshdeskConfiguration,
  rows: Rows,
): Stream {
  return {
    name,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      if (path === '/tickets') return changedSince(from_s, parameters);
      return { url: withQuery(path, { [bound]: isoOf(from_s), ...parameters, per_page: pageSize, page: 1 }) };
    },
    items: listOf,
    next: (page): Step => {
      const { items, state, server_s } = page;
      const since_s = capped(stateNumber(state, 'since_s'), timesOf(items, 'updated_at'), server_s - lag_s);
      const known = { ...state, since_s };
      const request = path === '/tickets' ? onward(page) : pages(page).request;
      return { request, state: request === null ? { ...known, read_s: server_s - lag_s } : known };
    },
    version: versionBy('updated_at'),
    rows,
    watermark,
  };
}

/** A list that is bounded by a time of the records which is not their last change: read again from `back_s` before the newest. */
export function byCreation(
  name: string,
  path: string,
  bound: string,
  field: string,
  back_s: number,
  c: FreshdeskConfiguration,
  rows: Rows,
): Stream {
  return {
    name,
    optional: true,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - back_s;
      return { url: withQuery(path, { [bound]: isoOf(from_s), per_page: pageSize, page: 1 }) };
    },
    items: listOf,
    next: (page) => {
      const since_s = capped(stateNumber(page.state, 'since_s'), timesOf(page.items, field), page.server_s - lag_s);
      return pages({ ...page, state: { ...page.state, since_s } });
    },
    version: versionBy('updated_at'),
    rows,
  };
}

/** The whole conversation of a changed ticket (R11). */
export function conversationsOf(item: unknown): readonly Children[] {
  const ticket = idOrNull.parse((item as { id?: unknown } | null)?.id);
  if (ticket === null) return [];
  const url = withQuery(`/tickets/${ticket}/conversations`, { per_page: pageSize, page: 1 });
  return [{ stream: 'conversations', requests: [{ url, of: ticket }] }];
}
