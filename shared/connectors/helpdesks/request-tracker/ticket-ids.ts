import type { PageRequest, Step, Stream } from '../../connector.ts';
import { queryOf, withQuery } from '../../engine/paging.ts';
import { stateNumber } from '../../progress.ts';
import { idOrNull, numberOrNull } from '../../shapes.ts';
import { api, lastId, pageSize, records, sqlTime, ticketAsked } from './requests.ts';

const week_s = 7 * 86_400;
const asked = (after: number): PageRequest => ({
  url: withQuery(`${api}/tickets`, { query: `id > ${after}`, orderby: 'id', order: 'ASC', per_page: pageSize }),
});

/** What a search finds before an instant: neither deleted tickets nor merged ones. */
export const countOfTickets: NonNullable<Stream['compare']> = {
  from_s: null,
  leavesOutMerged: true,
  request: (to_s) => ({
    url: withQuery(`${api}/tickets`, { query: `id > 0 AND Created < '${sqlTime(to_s)}'`, per_page: 1 }),
  }),
  count: (body) => numberOrNull.parse((body as { total?: unknown } | null)?.total),
};

/**
 * Once a week: the ids of all tickets. Deleted and merged ones are told by the feed of transactions; one that is missing without
 * such a word is asked for by its id, and only when that is answered with 404 it was shredded (R14).
 */
export const ticketIds = (): Stream => ({
  name: 'ticket_ids',
  listsIds: true,
  confirm: (ticket) => ({ stream: 'deleted_tickets', requests: [ticketAsked(ticket)] }),
  first: (state, { now_s }) => {
    const read_s = stateNumber(state, 'read_at_s');
    return read_s !== null && now_s - read_s < week_s ? null : asked(0);
  },
  items: records,
  next: ({ asked: { url }, items, at }): Step => {
    const from = Number(/ > (\d+)$/.exec(queryOf(url, 'query') ?? '')?.[1] ?? 0);
    const last = lastId(items);
    return last > from ? { request: asked(last), state: {} } : { request: null, state: { read_at_s: at.now_s } };
  },
  version: (item) => idOrNull.parse((item as { id?: unknown } | null)?.id) ?? undefined,
  rows: () => [],
});
