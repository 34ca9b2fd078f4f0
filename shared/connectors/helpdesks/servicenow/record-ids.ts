import type { PageRequest, Stream } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { idList } from '../../periodic-lists.ts';
import { highestBy, startOf } from '../../progress.ts';
import { idOrNull, numberOrNull, record } from '../../shapes.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { theRecord, theRecordWhole } from './one-record.ts';
import { beyondHidden, foundNothing, literal, resultIn, tableRequest, textIn } from './table-request.ts';

type Where = ServiceNowConfiguration;
/** The most that instances give at once. */
const limit = 10_000;

/** Opened since the first day that is read: of older ones only those are known to which something happened since. */
const since = (c: Where): number => startOf(c.start);
/** By the time of opening; records that were imported without one count by that of their creation. */
const opened = (from_s: number, further: (field: string) => string): string =>
  [
    `opened_at>=${literal(from_s)}${further('opened_at')}`,
    `opened_atISEMPTY^sys_created_on>=${literal(from_s)}${further('sys_created_on')}`,
  ].join('^NQ');

/** Counts what the API user may not see, too: then the comparison shows that rights are missing. */
export const countOfRecords = (c: Where): NonNullable<Stream['compare']> => ({
  from_s: startOf(c.start),
  request: (to_s) => ({
    url: withQuery(`/api/now/stats/${c.table}`, {
      sysparm_query: opened(since(c), (field) => `^${field}<${literal(to_s)}`),
      sysparm_count: 'true',
    }),
  }),
  count: (body) => {
    const { result } = record.parse(body);
    return numberOrNull.parse(record.parse(record.parse(result).stats).count);
  },
});

/** Once a week: the ids of all records, in order of id. Who may not read sys_audit_delete learns so what was deleted (R14). */
export function recordIds(c: Where): Stream {
  const asked = (after: string | null): PageRequest =>
    tableRequest(
      c.table,
      `${opened(since(c), () => (after === null ? '' : `^sys_id>${after}`))}^ORDERBYsys_id`,
      'sys_id',
      { sysparm_limit: limit },
    );
  return idList({
    name: 'record_ids',
    confirm: (id) => theRecord(c, id),
    recover: (id) => theRecordWhole(c, id),
    listedFrom_s: startOf(c.start),
    first: () => asked(null),
    items: (body) => resultIn(body).map((row) => ({ id: textIn(row, 'sys_id') })),
    onward: ({ asked: page, items, headers }) => {
      const last = idOrNull.parse(record.parse(highestBy(items, 'id')).id);
      return last === null ? beyondHidden({ asked: page, headers }) : asked(last);
    },
    isNotReadyYet: foundNothing,
  });
}
