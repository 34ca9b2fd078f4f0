import type { PageRequest, Step, Stream, StreamState } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { idOrNull, list, oneRecord, record } from '../../shapes.ts';
import { pageSize } from './lists.ts';

/** Without updated_since the list ends thirty days ago. */
const newest: PageRequest = {
  url: withQuery('/tickets', {
    updated_since: '2000-01-01T00:00:00Z',
    order_by: 'created_at',
    order_type: 'desc',
    per_page: 1,
    page: 1,
  }),
};
const numberedIn = ({ url }: PageRequest): number | null => {
  const text = /^\/tickets\/archived\/(\d+)/.exec(url)?.[1];
  return text === undefined ? null : Number(text);
};

/**
 * Once: tickets that were archived before anybody read them. They are in no list and no search, but a ticket's id is its number, counted
 * up from 1: so every number below the newest one is asked for. Most of those are answered with 404: the living, and what was deleted.
 */
export const archivedTickets = (rows: Stream['rows']): Stream => ({
  name: 'archived_tickets',
  first: (state) => (state?.['done'] === true ? null : newest),
  items: (body) => (Array.isArray(body) ? [] : oneRecord('ticket')(body)),
  next: ({ asked, body, state }) => {
    const number = numberedIn(asked) ?? Number(idOrNull.parse(record.parse(list.parse(body)[0])['id']));
    // nobody knows how far the numbers of an account go that lists none
    return number === 0 ? { request: null, state } : below(number, state);
  },
  afterRefusal: ({ asked, status, body, state }) => {
    const number = numberedIn(asked);
    if (number === null) return undefined;
    // the last times of an archived ticket are not documented: asked for until that is refused
    if (status === 400 && state['plain'] !== true) return numbered(number, { ...state, plain: true });
    // the plan has no archive: nothing is in it
    if (status === 403 && body.includes('require_feature')) return { request: null, state: { done: true } };
    return status === 404 ? below(number, state) : undefined;
  },
  children: (item) => {
    const ticket = idOrNull.parse(record.parse(item)['id']);
    const url = withQuery(`/tickets/archived/${ticket}/conversations`, { per_page: pageSize, page: 1 });
    return ticket === null ? [] : [{ stream: 'conversations', requests: [{ url, of: ticket }] }];
  },
  rows,
});

const numbered = (number: number, state: StreamState): Step => {
  const include = state['plain'] === true ? undefined : 'stats';
  return { request: { url: withQuery(`/tickets/archived/${number}`, { include }) }, state };
};
/** No account has more; greater ids would be no numbers that were counted up. */
const most = 100_000_000;
const below = (number: number, state: StreamState): Step =>
  number > 1 && number < most ? numbered(number - 1, state) : { request: null, state: { done: true } };
