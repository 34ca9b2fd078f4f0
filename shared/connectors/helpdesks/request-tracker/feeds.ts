import type { Page, PageRequest, Step, Stream } from '../../connector.ts';
import { queryOf, withQuery } from '../../engine/paging.ts';
import { idOrNull, instant, recordsIn, textOrNull, versionBy } from '../../shapes.ts';
import type { RequestTrackerConfiguration } from '../request-tracker.ts';
import { historyRows } from './history.ts';
import { ticketRows } from './ticket.ts';

const api = '/REST/2.0';
const pageSize = 100;
/** Granularity is a second and clocks of two servers differ: read two minutes again. */
const overlap_s = 120;
/** Transactions get their number before they are committed: read the last hundred numbers again. */
const overlap_ids = 100;

/** Ids as numbers everywhere: history speaks of users by number. */
const expanded = {
  'fields[Queue]': 'Name,id',
  'fields[Owner]': 'id,Name',
  'fields[Creator]': 'id,Name',
  'fields[Requestor]': 'id,Name,Organization',
};
const ticketFields =
  'Subject,Status,Queue,Owner,Creator,Created,LastUpdated,Priority,EffectiveId,Type,Requestor,CustomFields';

/**
 * Records of a collection. An unknown order or query is answered with 200, no record and a total above 0: an error, not an end.
 */
function records(body: unknown): readonly unknown[] {
  const { total, count } = (body ?? {}) as { total?: unknown; count?: unknown };
  if (count === 0 && typeof total === 'number' && total > 0)
    throw new Error(`none of ${total} records came: Request Tracker did not understand the question`);
  return recordsIn(body, 'items');
}
const numberIn = (item: unknown): number => Number(idOrNull.parse((item as { id?: unknown } | null)?.id ?? null) ?? 0);
const lastId = (items: readonly unknown[]): number => Math.max(0, ...items.map(numberIn));

/** Dates in queries are in the API user's own zone, without "Z", and a wrong one is silently read as 1970. */
export const sqlTime = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Tickets changed since the last walk, in order of id. First the newest ticket is asked for by its creation, in UTC: if that finds
 * nothing, the API user's time zone is not UTC and every bound would be shifted.
 */
export const ticketStream = (c: RequestTrackerConfiguration): Stream => {
  const asked = (query: string, rest: Readonly<Record<string, string | number>>): PageRequest => ({
    url: withQuery(`${api}/tickets`, { query, ...rest, fields: ticketFields, ...expanded }),
  });
  const walkFrom = (after: number, since: number | null): PageRequest =>
    asked(since === null ? `id > ${after}` : `id > ${after} AND LastUpdated >= '${sqlTime(since)}'`, {
      orderby: 'id',
      order: 'ASC',
      per_page: pageSize,
    });
  const since = (state: Page['state']): number | null => (typeof state.since_s === 'number' ? state.since_s : null);
  return {
    name: 'tickets',
    first: () => asked('id > 0', { orderby: 'id', order: 'DESC', per_page: 1 }),
    items: records,
    next: (page): Step => {
      const { state, items, server_s } = page;
      const query = queryOf(page.asked.url, 'query') ?? '';
      if (queryOf(page.asked.url, 'order') === 'DESC') {
        const newest = items[0] as { Created?: unknown } | undefined;
        const created_s = instant(newest?.Created);
        const begun = { ...state, begun_s: server_s };
        if (!newest || created_s === null) return { request: null, state: { ...begun, read_s: server_s - overlap_s } };
        const time = sqlTime(created_s);
        return {
          request: asked(`id = ${numberIn(newest)} AND Created >= '${time}' AND Created <= '${time}'`, { per_page: 1 }),
          state: begun,
        };
      }
      if (query.startsWith('id = ')) {
        if (items.length === 0)
          throw new Error(
            'Request Tracker shifts the times of a query: set the time zone of the API user to UTC, or dates would be read wrongly',
          );
        return { request: walkFrom(0, since(state)), state };
      }
      const seen = items.flatMap((item) => instant((item as { LastUpdated?: unknown }).LastUpdated) ?? []);
      const begun_s = typeof state.begun_s === 'number' ? state.begun_s : server_s;
      const max_s = Math.max(typeof state.max_s === 'number' ? state.max_s : 0, ...seen);
      if (items.length > 0) return { request: walkFrom(lastId(items), since(state)), state: { ...state, max_s } };
      // never past the moment at which the walk began: a ticket behind us may have changed while we walked
      const read_s = Math.min(begun_s, server_s) - overlap_s;
      const bound = Math.max(since(state) ?? 0, Math.min(max_s, begun_s) - overlap_s);
      return { request: null, state: { since_s: bound, read_s } };
    },
    version: versionBy('LastUpdated'),
    rows: ticketRows(c),
    watermark: ({ read_s }) => (typeof read_s === 'number' ? read_s : null),
  };
};

const transactionFields = 'Type,Field,OldValue,NewValue,TimeTaken,Created,Creator,ObjectId';
/** Kinds that a reader may not see would empty a page in mid-stream: they stay out of the query. */
const visible = "ObjectType = 'RT::Ticket' AND Type != 'EmailRecord'";

/**
 * The history of all tickets in order of id. The newest page comes first and tells how far to walk: a page may be empty because the
 * user may see none of its hundred rows; then the walk goes on a hundred ids further.
 */
export const transactionStream = (c: RequestTrackerConfiguration): Stream => {
  const asked = (after: number, order: 'ASC' | 'DESC'): PageRequest => ({
    url: withQuery(`${api}/transactions`, {
      query: `${visible} AND id > ${after}`,
      orderby: 'id',
      order,
      per_page: pageSize,
      fields: transactionFields,
      'fields[Creator]': 'id,Name',
    }),
  });
  const after = (url: string): number => Number(/ id > (\d+)$/.exec(queryOf(url, 'query') ?? '')?.[1] ?? 0);
  return {
    name: 'transactions',
    first: (state) => asked(Math.max(0, (typeof state?.last === 'number' ? state.last : 0) - overlap_ids), 'DESC'),
    items: records,
    next: ({ asked: { url }, items, state, server_s }): Step => {
      const from = after(url);
      if (queryOf(url, 'order') === 'DESC') {
        const top = Math.max(from, lastId(items));
        return { request: asked(from, 'ASC'), state: { ...state, top, begun_s: server_s } };
      }
      const top = typeof state.top === 'number' ? state.top : 0;
      const last = Math.max(from, lastId(items));
      const done = items.length === 0 && from >= top;
      if (done) {
        const begun_s = typeof state.begun_s === 'number' ? state.begun_s : server_s;
        return { request: null, state: { last: from, read_s: begun_s - overlap_s } };
      }
      const further = items.length === 0 ? Math.min(top, from + pageSize) : last;
      return { request: asked(further, 'ASC'), state: { ...state, last: Math.min(further, top) } };
    },
    version: versionBy('Created'),
    // deleted tickets vanish from every search, even by id, but can still be read one by one
    children: (item) => {
      const { Type, NewValue, ObjectId } = item as Readonly<Record<string, unknown>>;
      const ticket = idOrNull.parse(ObjectId);
      if (Type !== 'Status' || NewValue !== 'deleted' || ticket === null) return [];
      const url = `${api}/ticket/${ticket}`;
      return [{ stream: 'deleted_tickets', requests: [{ url: withQuery(url, expanded), of: ticket }] }];
    },
    rows: historyRows(c),
    watermark: ({ read_s }) => (typeof read_s === 'number' ? read_s : null),
  };
};

/** One ticket asked for by its id. A merged one answers with the body of its target: that is none of ours. */
export const deletedTicketStream = (c: RequestTrackerConfiguration): Stream => {
  const rows = ticketRows(c);
  return {
    name: 'deleted_tickets',
    items: (body) => [body],
    rows: (item, context) =>
      textOrNull.parse((item as { id?: unknown }).id) === context.of ? rows(item, context) : [],
  };
};
