import type { PageRequest, Step, Stream } from '../../connector.ts';
import { followed, withQuery } from '../../engine/paging.ts';
import { highestBy, startOf, stateNumber, watermark } from '../../progress.ts';
import { instant, recordsIn, textOrNull } from '../../shapes.ts';
import type { SalesforceConfiguration } from './configuration.ts';

/** Rows become visible up to half an hour after their time, when a long transaction commits. */
const overlap_s = 1800;
const limit = 2000;
/** Addresses end at 16,384 bytes. A longer list of fields is asked for as "all of them", which is answered 200 rows at a time. */
const longestFields = 10_000;
const limitOfAll = 200;

const textIn = (item: unknown, field: string): string | null =>
  textOrNull.parse((item as Readonly<Record<string, unknown>> | null)?.[field]);

/** "2026-09-01T10:00:00.000+0000" as a literal: in UTC with its milliseconds, unquoted. */
const literal = (text: string): string => text.replace(/\+0000$/, 'Z');

/** Locators of an answer's rest live for a while only: the walk then begins again from the last row that was read. */
export const lostLocator = (status: number, body: string): boolean =>
  status === 400 && body.includes('INVALID_QUERY_LOCATOR');

/** An object in order of (time, Id): each page asks for what follows the last row seen. */
export function soqlWalk(
  name: string,
  object: string,
  fields: string,
  time: 'SystemModstamp' | 'CreatedDate',
  filter: string,
  c: Pick<SalesforceConfiguration, 'start' | 'version'>,
  rows: Stream['rows'],
): Stream {
  const isLong = encodeURIComponent(fields).length > longestFields;
  const columns = isLong ? 'FIELDS(ALL)' : `Id, ${time}, ${fields}`;
  const asked = (bound: string): PageRequest => ({
    url: withQuery(`/services/data/${c.version}/queryAll`, {
      q: `SELECT ${columns} FROM ${object} WHERE ${filter === '' ? '' : `${filter} AND `}${bound} ORDER BY ${time}, Id LIMIT ${isLong ? limitOfAll : limit}`,
    }),
  });
  return {
    name,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      return asked(`${time} >= ${new Date(from_s * 1000).toISOString()}`);
    },
    items: (body) => recordsIn(body, 'records'),
    next: ({ asked: page, body, items, state, server_s }): Step => {
      const { done, nextRecordsUrl } = body as { done?: unknown; nextRecordsUrl?: unknown };
      const last = highestBy(items, time);
      const [id, text] = [textIn(last, 'Id'), textIn(last, time)];
      const at_s = instant(text);
      const known = stateNumber(state, 'since_s') ?? 0;
      const seen = at_s === null ? state : { ...state, since_s: Math.max(known, Math.min(at_s, server_s)) };
      if (done === false && typeof nextRecordsUrl === 'string')
        return { request: followed(page, nextRecordsUrl), state: seen };
      if (id === null || text === null) return { request: null, state: { ...seen, read_s: server_s - overlap_s } };
      const at = literal(text);
      return { request: asked(`(${time} > ${at} OR (${time} = ${at} AND Id > '${id}'))`), state: seen };
    },
    version: (item) => {
      const own = textIn(item, 'Id');
      return own === null ? undefined : `${own}@${textIn(item, time) ?? ''}`;
    },
    expired: lostLocator,
    rows,
    watermark,
  };
}
