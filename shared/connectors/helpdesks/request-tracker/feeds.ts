import { merged } from '../../../events/event.ts';
import type { Page, PageRequest, Step, Stream } from '../../connector.ts';
import { queryOf, withQuery } from '../../engine/paging.ts';
import { versionOf } from '../../engine/version.ts';
import { byMachine, lastRow } from '../../rows.ts';
import { idOrNull, instant, record, versionBy } from '../../shapes.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';
import { historyRows } from './history.ts';
import { api, lastId, pageSize, records, sqlTime, ticketAsked, ticketsAsked } from './requests.ts';
import { countOfTickets } from './ticket-ids.ts';
import { ticketRows } from './ticket.ts';
import { isNewest, isSameAgain, newest, sameAgain } from './zone.ts';
import type { StagedRow } from '../../staged-row.ts';

/** Granularity is a second and clocks of two servers differ: read two minutes again. */
const overlap_s = 120;
/** Transactions get their number before they are committed: read the last hundred numbers again. */
const overlap_ids = 100;

/**
 * Tickets changed since the last walk, in order of id. First the newest ticket is asked for by its creation, in UTC: if that finds
 * nothing, the API user's time zone is not UTC and every bound would be shifted.
 */
export const ticketStream = (c: RequestTrackerConfiguration): Stream => {
  const walkFrom = (after: number, since: number | null): PageRequest =>
    ticketsAsked(since === null ? `id > ${after}` : `id > ${after} AND LastUpdated >= '${sqlTime(since)}'`, {
      orderby: 'id',
      order: 'ASC',
      per_page: pageSize,
    });
  const since = (state: Page['state']): number | null => (typeof state.since_s === 'number' ? state.since_s : null);
  return {
    name: 'tickets',
    first: newest,
    items: records,
    next: (page): Step => {
      const { state, items, server_s } = page;
      if (isNewest(page.asked)) {
        const begun = { ...state, begun_s: server_s };
        const request = sameAgain(items[0]);
        return { request, state: request === null ? { ...begun, read_s: server_s - overlap_s } : begun };
      }
      if (isSameAgain(page.asked)) {
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
    compare: countOfTickets,
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
      const { Type, NewValue, ObjectId } = record.parse(item);
      const ticket = idOrNull.parse(ObjectId);
      if (Type !== 'Status' || NewValue !== 'deleted' || ticket === null) return [];
      return [{ stream: 'deleted_tickets', requests: [ticketAsked(ticket)] }];
    },
    rows: historyRows(c),
    watermark: ({ read_s }) => (typeof read_s === 'number' ? read_s : null),
  };
};

/** Tickets asked for by their ids. One that was merged answers with the body of its target: that is none of ours, but tells so. */
export const deletedTicketStream = (c: RequestTrackerConfiguration): Stream => {
  const rows = ticketRows(c);
  return {
    name: 'deleted_tickets',
    isTicket: true,
    items: (body) => [body],
    rows: (item, context): readonly StagedRow[] => {
      const answered = idOrNull.parse((item as { id?: unknown } | null)?.id);
      if (context.of === null || answered === null || answered === context.of) return rows(item, context);
      const at_s = context.received_s;
      const event_id = `merged.${context.of}`;
      return [
        lastRow(
          { ticket_id: context.of, event_id, at_s },
          byMachine,
          merged({ into: answered }),
          versionOf(at_s, at_s),
        ),
      ];
    },
  };
};
