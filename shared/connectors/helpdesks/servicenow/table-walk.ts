import type { PageRequest, Step, Stream } from '../../connector.ts';
import { queryOf } from '../../engine/paging.ts';
import { highestBy, startOf, stateNumber, watermark } from '../../progress.ts';
import { idOrNull, instant } from '../../shapes.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { beyondHidden, foundNothing, literal, resultIn, tableRequest, textIn } from './table-request.ts';
import { newest, newestFirst, sameAgain } from './zone.ts';

/** Rows are committed a little after their time. */
const overlap_s = 300;

/**
 * A table in order of (time, sys_id). Each page asks for what follows the last row seen; rows that the user may not see still
 * count, so an empty page is the end only when the total says so.
 */
export function byTime(
  name: string,
  table: string,
  time: 'sys_updated_on' | 'sys_created_on',
  filter: string,
  fields: string,
  c: Pick<ServiceNowConfiguration, 'start'>,
  rows: Stream['rows'],
  options: { readonly checksZone?: boolean } = {},
): Stream {
  const and = filter === '' ? '' : `${filter}^`;
  const columns = fields === '' ? '' : `sys_id,sys_created_on,sys_updated_on,${fields}`;
  const asked = (query: string): PageRequest => tableRequest(table, query, columns);
  const ordered = `ORDERBY${time}^ORDERBYsys_id`;
  const from = (at_s: number): PageRequest => asked(`${and}${time}>=${literal(at_s)}^${ordered}`);
  const after = (at_s: number, id: string): PageRequest =>
    asked(`${and}${time}=${literal(at_s)}^sys_id>${id}^NQ${and}${time}>${literal(at_s)}^${ordered}`);
  const begin = (since_s: number | null): PageRequest =>
    from(since_s === null ? startOf(c.start) : since_s - overlap_s);
  return {
    name,
    first: (state) => (options.checksZone ? newest(table) : begin(stateNumber(state, 'since_s'))),
    items: resultIn,
    next: ({ asked: page, items, state, headers, server_s }): Step => {
      const query = queryOf(page.url, 'sysparm_query') ?? '';
      const known = stateNumber(state, 'since_s');
      if (query === newestFirst) return { request: sameAgain(table, items[0]) ?? begin(known), state };
      if (query.startsWith('sys_id=')) {
        if (items.length === 0)
          throw new Error(
            'ServiceNow shifts the times of a query: set the time zone of the API user to UTC, or rows would be missed',
          );
        return { request: begin(known), state };
      }
      const last = highestBy(items, time);
      const [id, at_s] = [textIn(last, 'sys_id'), instant(textIn(last, time))];
      if (id !== null && at_s !== null) {
        const since_s = Math.max(known ?? 0, Math.min(at_s, server_s));
        // rows come in the order of time: what is older than this page has been read
        const read_s = Math.max(stateNumber(state, 'read_s') ?? 0, since_s - overlap_s);
        return { request: after(at_s, id), state: { ...state, since_s, read_s } };
      }
      const further = beyondHidden({ asked: page, headers });
      if (further !== null) return { request: further, state };
      return { request: null, state: { ...state, read_s: server_s - overlap_s } };
    },
    version: (item) => {
      const own = idOrNull.parse(textIn(item, 'sys_id'));
      return own === null ? undefined : `${own}@${textIn(item, time) ?? ''}`;
    },
    isNotReadyYet: foundNothing,
    rows,
    watermark,
  };
}
