import type { PageRequest, Step, Stream } from '../../connector.ts';
import { asking, queryOf, withQuery } from '../../engine/paging.ts';
import { startOf, stateNumber, watermark } from '../../progress.ts';
import { idOrNull, instant, recordsIn, textOrNull } from '../../shapes.ts';
import type { ServiceNowConfiguration } from '../servicenow.ts';

const limit = 1000;
/** Rows are committed a little after their time. */
const overlap_s = 300;

/** A time in a query, read by the instance in the API user's own zone: that has to be UTC. */
const literal = (at_s: number): string => {
  const [day, clock] = new Date(at_s * 1000).toISOString().slice(0, 19).split('T');
  return `javascript:gs.dateGenerate('${day}','${clock}')`;
};

const textIn = (item: unknown, field: string): string | null =>
  textOrNull.parse((item as Readonly<Record<string, unknown>> | null)?.[field]);

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
  const asked = (query: string, rest: Readonly<Record<string, number>> = {}): PageRequest => ({
    url: withQuery(`/api/now/table/${table}`, {
      sysparm_query: query,
      sysparm_limit: limit,
      sysparm_offset: 0,
      sysparm_display_value: 'false',
      sysparm_exclude_reference_link: 'true',
      ...(fields === '' ? {} : { sysparm_fields: `sys_id,sys_created_on,sys_updated_on,${fields}` }),
      ...rest,
    }),
  });
  const ordered = `ORDERBY${time}^ORDERBYsys_id`;
  const from = (at_s: number): PageRequest => asked(`${and}${time}>=${literal(at_s)}^${ordered}`);
  const after = (at_s: number, id: string): PageRequest =>
    asked(`${and}${time}=${literal(at_s)}^sys_id>${id}^NQ${and}${time}>${literal(at_s)}^${ordered}`);
  const begin = (since_s: number | null): PageRequest =>
    from(since_s === null ? startOf(c.start) : since_s - overlap_s);
  return {
    name,
    first: (state) =>
      options.checksZone
        ? asked('ORDERBYDESCsys_created_on', { sysparm_limit: 1 })
        : begin(stateNumber(state, 'since_s')),
    items: (body) => recordsIn(body, 'result'),
    next: ({ asked: page, items, state, headers, server_s }): Step => {
      const query = queryOf(page.url, 'sysparm_query') ?? '';
      const known = stateNumber(state, 'since_s');
      if (query.startsWith('ORDERBYDESC')) {
        const [id, at_s] = [textIn(items[0], 'sys_id'), instant(textIn(items[0], 'sys_created_on'))];
        if (id === null || at_s === null) return { request: begin(known), state };
        const same = `sys_id=${id}^sys_created_on>=${literal(at_s)}^sys_created_on<=${literal(at_s)}`;
        return { request: asked(same, { sysparm_limit: 1 }), state };
      }
      if (query.startsWith('sys_id=')) {
        if (items.length === 0)
          throw new Error(
            'ServiceNow shifts the times of a query: set the time zone of the API user to UTC, or rows would be missed',
          );
        return { request: begin(known), state };
      }
      const last = items.at(-1);
      const [id, at_s] = [textIn(last, 'sys_id'), instant(textIn(last, time))];
      if (id !== null && at_s !== null)
        return {
          request: after(at_s, id),
          state: { ...state, since_s: Math.max(known ?? 0, Math.min(at_s, server_s)) },
        };
      const offset = Number(queryOf(page.url, 'sysparm_offset') ?? '0') + limit;
      const total = Number(headers['x-total-count'] ?? '0');
      if (offset < total) return { request: asking(page, { sysparm_offset: offset }), state };
      return { request: null, state: { ...state, read_s: server_s - overlap_s } };
    },
    version: (item) => {
      const own = idOrNull.parse(textIn(item, 'sys_id'));
      return own === null ? undefined : `${own}@${textIn(item, time) ?? ''}`;
    },
    rows,
    watermark,
  };
}
