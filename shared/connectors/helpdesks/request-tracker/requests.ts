import type { PageRequest } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { idOrNull, recordsIn } from '../../shapes.ts';

export const api = '/REST/2.0';
/** More than a hundred is cut to a hundred without a word. */
export const pageSize = 100;

/** Ids as numbers everywhere: history speaks of users by number. */
const expanded = {
  'fields[Queue]': 'Name,id',
  'fields[Owner]': 'id,Name',
  'fields[Creator]': 'id,Name',
  'fields[Requestor]': 'id,Name,Organization',
};
const ticketFields =
  'Subject,Status,Queue,Owner,Creator,Created,LastUpdated,Priority,EffectiveId,Type,Requestor,CustomFields';

/** Tickets that a TicketSQL query finds. */
export const ticketsAsked = (query: string, rest: Readonly<Record<string, string | number>>): PageRequest => ({
  url: withQuery(`${api}/tickets`, { query, ...rest, fields: ticketFields, ...expanded }),
});
/** One ticket by its id: answers for deleted ones, too, and for a merged one with its target. */
export const ticketAsked = (ticket: string): PageRequest => ({
  url: withQuery(`${api}/ticket/${ticket}`, expanded),
  of: ticket,
});

/**
 * Records of a collection. An unknown order or query is answered with 200, no record and a total above 0: an error, not an end.
 */
export function records(body: unknown): readonly unknown[] {
  const { total, count } = (body ?? {}) as { total?: unknown; count?: unknown };
  if (count === 0 && typeof total === 'number' && total > 0)
    throw new Error(`none of ${total} records came: Request Tracker did not understand the question`);
  return recordsIn(body, 'items');
}

export const numberIn = (item: unknown): number =>
  Number(idOrNull.parse((item as { id?: unknown } | null)?.id ?? null) ?? 0);
export const lastId = (items: readonly unknown[]): number => Math.max(0, ...items.map(numberIn));

/** Dates in queries are in the API user's own zone, without "Z", and a wrong one is silently read as 1970. */
export const sqlTime = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 19).replace('T', ' ');
