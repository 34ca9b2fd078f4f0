import type { Page, PageRequest } from '../../connector.ts';
import { asking, queryOf, withQuery } from '../../engine/paging.ts';
import { record, recordsIn, textOrNull } from '../../shapes.ts';

const limit = 1000;

/** A time in a query, read by the instance in the API user's own zone: that has to be UTC. */
export const literal = (at_s: number): string => {
  const [day, clock] = new Date(at_s * 1000).toISOString().slice(0, 19).split('T');
  return `javascript:gs.dateGenerate('${day}','${clock}')`;
};

/** A value as it is stored: { value, display_value } where both were given, the sys_id at the end of a link where only that was. */
function stored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { value: raw, link } = value as { readonly value?: unknown; readonly link?: unknown };
  const found = raw ?? (typeof link === 'string' ? link.split('/').at(-1) : undefined);
  // another object is passed on, so that whoever reads the field says that it is none
  return found === undefined && !('value' in value) && !('link' in value) ? value : found;
}

/** A record with plain values, whichever way the instance wrote them. */
export const plain = (item: unknown): unknown =>
  typeof item === 'object' && item !== null
    ? Object.fromEntries(Object.entries(item).map(([name, value]) => [name, stored(value)]))
    : item;

export const textIn = (item: unknown, field: string): string | null =>
  textOrNull.parse(stored((item as Readonly<Record<string, unknown>> | null | undefined)?.[field]));

/** One question to the Table API: raw values, references without their links. */
export const tableRequest = (
  table: string,
  query: string,
  fields: string,
  rest: Readonly<Record<string, number>> = {},
): PageRequest => ({
  url: withQuery(`/api/now/table/${table}`, {
    sysparm_query: query,
    sysparm_limit: limit,
    sysparm_offset: 0,
    sysparm_display_value: 'false',
    sysparm_exclude_reference_link: 'true',
    ...(fields === '' ? {} : { sysparm_fields: fields }),
    ...rest,
  }),
});

/**
 * The records of a page. A transaction that ran too long is cut off and answers 200 with an error beside what it had by then: the walk
 * goes on behind that, but nothing at all is no end.
 */
export function resultIn(body: unknown): readonly unknown[] {
  const rows = recordsIn(body, 'result');
  const message = textOrNull.parse(record.parse(record.parse(body).error).message);
  if (rows.length === 0 && message !== null) throw new Error(message);
  return rows;
}

/** The page after one that showed nothing: rows that the user may not see still count in the total. */
export function beyondHidden({ asked, headers }: Pick<Page, 'asked' | 'headers'>): PageRequest | null {
  const offset =
    Number(queryOf(asked.url, 'sysparm_offset') ?? '0') + Number(queryOf(asked.url, 'sysparm_limit') ?? limit);
  return offset < Number(headers['x-total-count'] ?? '0') ? asking(asked, { sysparm_offset: offset }) : null;
}

/** Older versions of the Table API say so when nothing, or nothing more, was found. */
export const foundNothing = (status: number, body: string): boolean => status === 404 && /no record found/i.test(body);
