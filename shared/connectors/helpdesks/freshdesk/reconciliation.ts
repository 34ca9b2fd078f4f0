import type { Stream } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { idList } from '../../periodic-lists.ts';
import { dayOf, startOf, stateNumber } from '../../progress.ts';
import { numberOrNull, oneRecord, textOrNull } from '../../shapes.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { changedSince, conversationsOf, listOf, onward } from './lists.ts';

const day_s = 86_400;
/** Closed tickets are archived some months later, sooner where the account says so: then they leave every list and every search. */
const archived_after_s = 20 * day_s;
/** Counted are tickets so young that none of them is archived. */
const counted_s = 30 * day_s;

/** Whole days, which is what the search compares: the last thirty of them, none before the start. */
function countedDays(
  c: FreshdeskConfiguration,
  to_s: number,
): { readonly from_s: number; readonly to_s: number } | null {
  const end_s = startOf(dayOf(to_s));
  const from_s = Math.max(startOf(c.start), end_s - counted_s);
  return from_s < end_s ? { from_s, to_s: end_s } : null;
}

/** The search says how many there are, however few it shows. Both days are inside; its index is some minutes late. */
export const createdCount = (c: FreshdeskConfiguration): NonNullable<Stream['compare']> => ({
  from_s: startOf(c.start),
  window: (to_s) => countedDays(c, to_s),
  request: (to_s) => {
    const from_s = countedDays(c, to_s)?.from_s ?? startOf(c.start);
    const query = `"created_at:>'${dayOf(from_s)}' AND created_at:<'${dayOf(to_s - day_s)}'"`;
    return { url: withQuery('/search/tickets', { query }) };
  },
  count: (body) => numberOrNull.parse((body as { total?: unknown } | null)?.total),
});

/**
 * Once a week: the ids of everything. What is purged from the bin vanishes without a word (R14). A reply may leave the update time of
 * its ticket alone, so the conversations of those that are open are read again.
 */
export const ticketIds = (c: FreshdeskConfiguration): Stream =>
  idList({
    name: 'ticket_ids',
    archived_after_s,
    first: () => changedSince(startOf(c.start)),
    items: listOf,
    onward,
    // the first time everything was read just now
    children: (item, { state }) =>
      stateNumber(state, 'read_at_s') !== null && isOpen(item) ? conversationsOf(item) : [],
    confirm: (ticket) => ({
      stream: 'ticket',
      requests: [{ url: withQuery(`/tickets/${ticket}`, { include: 'stats' }), of: ticket }],
    }),
    recover: (ticket) => [
      { stream: 'unread_ticket', requests: [{ url: withQuery(`/tickets/${ticket}`, { include: 'stats' }) }] },
      ...conversationsOf({ id: ticket }),
    ],
  });

/** Neither resolved nor closed. */
const isOpen = (item: unknown): boolean =>
  !['4', '5'].includes(textOrNull.parse((item as { status?: unknown } | null)?.status) ?? '');

/** A ticket that the list of everything has, and no other list ever had. */
export const unreadTicket = (rows: Stream['rows']): Stream => ({
  name: 'unread_ticket',
  items: oneRecord('ticket'),
  rows,
});

/** One ticket by its id: among the living, else in the archive. */
export const archivedOrLive = (rows: Stream['rows']): Stream => ({
  name: 'ticket',
  isTicket: true,
  items: oneRecord('ticket'),
  archiveOf: ({ of, url }) =>
    of === undefined || url.includes('/archived/') ? undefined : { url: `/tickets/archived/${of}`, of },
  rows,
});
