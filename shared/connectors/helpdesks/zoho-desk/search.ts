import { CursorStuckError } from '../../../errors.ts';
import type { PageRequest, Step, Stream } from '../../connector.ts';
import { asking, queryOf, withQuery } from '../../engine/paging.ts';
import { capped, startOf, stateNumber, watermark } from '../../progress.ts';
import { record, recordsIn, textOrNull, versionBy } from '../../shapes.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';

type Field = 'modifiedTime' | 'createdTime';

const pageSize = 100;
/** A search gives no result beyond this one, whatever the offset. */
const cap = 1000;
/** The search index lags behind the tickets. */
const overlap_s = 900;
const lag_s = 60;
const day_s = 86_400;

/** The list of an answer. An empty list is answered with 204 and no body; teams are the only list under another name. */
export function dataOf(body: unknown, otherName?: string): readonly unknown[] {
  if (body === null) return [];
  const other = otherName === undefined ? undefined : record.parse(body)[otherName];
  return Array.isArray(other) ? other : recordsIn(body, 'data');
}

const isoMs = (ms: number): string => new Date(ms).toISOString();

/** A range of instants as searches and counts take it. */
export const range = (from_ms: number, to_ms: number): string => `${isoMs(from_ms)},${isoMs(to_ms)}`;

/** One question of a search: a range of times in milliseconds, oldest first. */
export const inRange = (
  path: string,
  field: Field,
  from_s: number,
  to_s: number,
  parameters: Readonly<Record<string, string>> = {},
): PageRequest => ({
  url: withQuery(path, {
    [`${field}Range`]: range(from_s * 1000, to_s * 1000),
    ...parameters,
    sortBy: field,
    from: 0,
    limit: pageSize,
  }),
});

/**
 * The page after this one, null at the end. Rows move while they are read and offsets end at a thousand, so each page begins at the
 * instant of the last row of the one before (R8, R10); offsets only cross an instant that holds more rows than a page.
 * @throws CursorStuckError when one millisecond holds more than the search gives
 */
export function onward(asked: PageRequest, items: readonly unknown[], field: Field): PageRequest | null {
  if (items.length < pageSize) return null;
  const range = `${field}Range`;
  const [lower = '', upper = ''] = (queryOf(asked.url, range) ?? '').split(',');
  const last_ms = Math.max(...timesOf(items, field));
  // one less: whether the bound itself is inside is nowhere said
  if (last_ms - 1 > Date.parse(lower)) return asking(asked, { [range]: `${isoMs(last_ms - 1)},${upper}`, from: 0 });
  const from = Number(queryOf(asked.url, 'from')) + pageSize;
  if (from >= cap)
    throw new CursorStuckError(
      `More than ${cap} records share one instant (${field} ${lower}); the search gives no more of them.`,
    );
  return asking(asked, { from });
}

const timesOf = (items: readonly unknown[], field: Field): readonly number[] =>
  items.flatMap((item) => {
    const value = (item as Readonly<Record<string, unknown>> | null)?.[field];
    const at = typeof value === 'number' ? value : Date.parse(textOrNull.parse(value) ?? '');
    return Number.isFinite(at) ? [at] : [];
  });

/** What was modified since the last run. */
export function changed(name: string, path: string, c: ZohoDeskConfiguration): Omit<Stream, 'rows'> {
  return {
    name,
    first: (state, { now_s }) => {
      const since_s = stateNumber(state, 'since_s');
      // the end lies ahead of every clock: it bounds nothing, the search only wants one
      return inRange(path, 'modifiedTime', since_s === null ? startOf(c.start) : since_s - overlap_s, now_s + day_s);
    },
    items: dataOf,
    next: ({ asked, items, state, server_s }): Step => {
      const seen = timesOf(items, 'modifiedTime').map((ms) => Math.floor(ms / 1000));
      const since_s = capped(stateNumber(state, 'since_s'), seen, server_s - lag_s);
      const known = since_s === null ? state : { ...state, since_s };
      const request = onward(asked, items, 'modifiedTime');
      return { request, state: request === null ? { ...known, read_s: server_s - lag_s } : known };
    },
    version: versionBy('modifiedTime'),
    watermark,
  };
}
