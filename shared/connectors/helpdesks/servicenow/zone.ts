import type { PageRequest, ZoneCheck } from '../../connector.ts';
import { queryOf } from '../../engine/paging.ts';
import { instant } from '../../shapes.ts';
import { literal, resultIn, tableRequest, textIn } from './table-request.ts';

export const newestFirst = 'ORDERBYDESCsys_created_on';

/** The newest record of a table … */
export const newest = (table: string): PageRequest => tableRequest(table, newestFirst, '', { sysparm_limit: 1 });
/** … asked for again by its own second: not found means that times of a query are read in another zone. null: no record to ask for. */
export function sameAgain(table: string, record: unknown): PageRequest | null {
  const [id, at_s] = [textIn(record, 'sys_id'), instant(textIn(record, 'sys_created_on'))];
  if (id === null || at_s === null) return null;
  const same = `sys_id=${id}^sys_created_on>=${literal(at_s)}^sys_created_on<=${literal(at_s)}`;
  return tableRequest(table, same, '', { sysparm_limit: 1 });
}

/** The record of the user who asks; an empty zone is that of the instance, which only the two questions above can tell. */
const self = (): PageRequest =>
  tableRequest('sys_user', 'sys_id=javascript:gs.getUserID()', 'user_name,time_zone', { sysparm_limit: 1 });

/** Two questions on a known record, then the zone's name: a zone that is UTC in winter only is found in winter, too. */
export const zoneOf = (table: string): ZoneCheck => ({
  use: 'must_be_utc',
  first: newest(table),
  read: (body, asked) => {
    const rows = resultIn(body);
    if (asked.url.includes('/sys_user?')) return { zone: textIn(rows[0], 'time_zone') };
    if (queryOf(asked.url, 'sysparm_query') !== newestFirst)
      return { ask: self(), told: { shifts: rows.length === 0 } };
    return { ask: sameAgain(table, rows[0]) ?? self() };
  },
});
