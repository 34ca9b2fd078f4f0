import type { PageRequest, Stream } from '../../connector.ts';
import { followed, withQuery } from '../../engine/paging.ts';
import { idList } from '../../periodic-lists.ts';
import { highestBy, isoOf, startOf } from '../../progress.ts';
import { numberOrNull, record, recordsIn, textOrNull } from '../../shapes.ts';
import type { SalesforceConfiguration } from './configuration.ts';
import { theCase, theCaseWhole } from './one-case.ts';
import { lostLocator } from './soql-walk.ts';

type Where = SalesforceConfiguration;
const limit = 2000;

/** query, unlike queryAll, leaves out what is in the recycle bin: deleted and merged cases. */
const query = (c: Where, q: string): PageRequest => ({ url: withQuery(`/services/data/${c.version}/query`, { q }) });
/** Created since the first day that is read: older ones are known only when something happened to them since. */
const since = (c: Where): string => `CreatedDate >= ${isoOf(startOf(c.start))}`;

/** COUNT() alone has no records; its number is the size of the answer. */
export const countOfCases = (c: Where): NonNullable<Stream['compare']> => ({
  from_s: startOf(c.start),
  leavesOutMerged: true,
  request: (to_s) => query(c, `SELECT COUNT() FROM Case WHERE ${since(c)} AND CreatedDate < ${isoOf(to_s)}`),
  count: (body) => numberOrNull.parse((body as { totalSize?: unknown } | null)?.totalSize),
});

/** Once a week: the ids of all cases, in order of id. Purged ones are in no query, not even in queryAll (R14). */
export function caseIds(c: Where): Stream {
  const asked = (after: string | null): PageRequest =>
    query(
      c,
      `SELECT Id FROM Case WHERE ${since(c)}${after === null ? '' : ` AND Id > '${after}'`} ORDER BY Id LIMIT ${limit}`,
    );
  return idList({
    name: 'case_ids',
    confirm: (id) => theCase(c, id),
    recover: (id) => theCaseWhole(c, id),
    listedFrom_s: startOf(c.start),
    first: () => asked(null),
    items: (body) => recordsIn(body, 'records').map((row) => ({ id: record.parse(row).Id ?? null })),
    onward: ({ asked: page, body, items }) => {
      const { done, nextRecordsUrl } = body as { done?: unknown; nextRecordsUrl?: unknown };
      if (done === false && typeof nextRecordsUrl === 'string') return followed(page, nextRecordsUrl);
      const last = textOrNull.parse(record.parse(highestBy(items, 'id')).id);
      return last === null ? null : asked(last);
    },
    expired: lostLocator,
  });
}
