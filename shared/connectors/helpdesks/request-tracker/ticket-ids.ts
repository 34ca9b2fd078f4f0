import type { PageRequest, Stream } from '../../connector.ts';
import { queryOf, withQuery } from '../../engine/paging.ts';
import { idList } from '../../periodic-lists.ts';
import { numberOrNull } from '../../shapes.ts';
import { api, lastId, pageSize, records, sqlTime, ticketAsked } from './requests.ts';

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
export const ticketIds = (): Stream =>
  idList({
    name: 'ticket_ids',
    confirm: (ticket) => ({ stream: 'deleted_tickets', requests: [ticketAsked(ticket)] }),
    first: () => asked(0),
    items: records,
    onward: ({ asked: { url }, items }) => {
      const from = Number(/ > (\d+)$/.exec(queryOf(url, 'query') ?? '')?.[1] ?? 0);
      const last = lastId(items);
      return last > from ? asked(last) : null;
    },
  });
