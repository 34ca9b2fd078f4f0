import type { PageRequest, ZoneCheck } from '../../connector.ts';
import { queryOf } from '../../engine/paging.ts';
import { instant } from '../../shapes.ts';
import { numberIn, records, sqlTime, ticketsAsked } from './requests.ts';

/** From any day of winter back into the summer: clocks are put back for 155 days at most. */
const season_s = 160 * 86_400;

/** The newest ticket … */
export const newest = (): PageRequest => ticketsAsked('id > 0', { orderby: 'id', order: 'DESC', per_page: 1 });
/** … asked for again by its own second: not found means that dates of a query are read in another zone. null: no ticket. */
export function sameAgain(ticket: unknown): PageRequest | null {
  const created_s = instant((ticket as { Created?: unknown } | null | undefined)?.Created);
  if (created_s === null) return null;
  const time = sqlTime(created_s);
  const same = `id = ${numberIn(ticket)} AND Created >= '${time}' AND Created <= '${time}'`;
  return ticketsAsked(same, { per_page: 1 });
}
export const isNewest = ({ url }: PageRequest): boolean => queryOf(url, 'order') === 'DESC';
export const isSameAgain = ({ url }: PageRequest): boolean => queryOf(url, 'query')?.startsWith('id = ') === true;

/** The last ticket of the season before; an hour of error in this bound does not matter. */
function otherSeason(ticket: unknown): PageRequest | null {
  const created_s = instant((ticket as { Created?: unknown } | null | undefined)?.Created);
  if (created_s === null) return null;
  const query = `id > 0 AND Created <= '${sqlTime(created_s - season_s)}'`;
  return ticketsAsked(query, { orderby: 'Created', order: 'DESC', per_page: 1 });
}

/**
 * Two questions on the newest ticket, two on one of the season before: a zone that is UTC in winter only is found in winter, too. No
 * address tells who asks, so the zone has no name.
 */
export const zoneCheck = (): ZoneCheck => ({
  use: 'must_be_utc',
  first: newest(),
  read: (body, asked, { shifts }) => {
    const [ticket] = records(body);
    const isFound = ticket !== undefined;
    if (isSameAgain(asked) && !isFound) return { zone: null, shifts: true };
    const isSecond = isSameAgain(asked) && shifts === false;
    const ask = isSecond ? null : isSameAgain(asked) ? otherSeason(ticket) : sameAgain(ticket);
    if (ask !== null) return { ask, ...(isSameAgain(asked) ? { told: { shifts: false } } : {}) };
    return { zone: null, ...(shifts === undefined ? {} : { shifts }) };
  },
});
