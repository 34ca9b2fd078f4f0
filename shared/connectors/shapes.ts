import { z } from 'zod';

/** Shapes that every vendor needs. Parsing is loose: only ids and cursor fields are required, the rest may be absent or null. */

/** Ends the reason of a value that is missing in a row: the row is kept without it. */
export const leftOut = '; it is left out';
/** A value that was there and could not be read. */
export interface Unread {
  readonly value: unknown;
  readonly expected: string;
}
/** What the item that is being read has of them. Items are read one after another, each without a pause. */
let unread: Unread[] | undefined;

/** Reads an item, and answers what of it was there and could not be read: it is left out, and must be said. */
export function noticing<T>(read: () => T): readonly [T, readonly Unread[]] {
  const found: Unread[] = [];
  unread = found;
  try {
    return [read(), found];
  } finally {
    unread = undefined;
  }
}

/** Says of a value of the item that is being read that it could not be read. */
export const notice = (value: unknown, expected: string): void => void unread?.push({ value, expected });

/**
 * A field that may be absent: absent, null and unreadable are one; what was unreadable is noticed. It never fails, so parsing one value
 * is calling the function; the way through zod is for shapes. Pages have many such fields: the door has to be cheap.
 */
const maybe = <T>(read: (value: unknown) => T, expected: string, isRead: (value: unknown, found: T) => boolean) => {
  const parse = (value: unknown): T => {
    const found = read(value);
    if (unread !== undefined && value !== null && value !== undefined && value !== '' && !isRead(value, found))
      notice(value, expected);
    return found;
  };
  return Object.assign(z.transform(parse), { parse });
};
/** The same for what holds others. Called by itself, it asks whether a value is one: then another one is no fault. */
const maybeMany = <T>(...given: Parameters<typeof maybe<T>>) => Object.assign(maybe(...given), { parse: given[0] });
/** A field without which the record means nothing. */
const needed = <T>(what: string, read: (value: unknown) => T | null) =>
  z.transform((value: unknown, context): T => {
    const found = read(value);
    if (found !== null) return found;
    context.issues.push({ code: 'custom', message: what, input: value });
    return z.NEVER;
  });

/** Text that SQL, Parquet and UTF-8 can carry: no zero character, no half of a surrogate pair (JSON can spell both). */
const isPlain = (value: string): boolean => !value.includes('\0') && value.isWellFormed();
const isText = (value: unknown): value is string => typeof value === 'string' && isPlain(value);
/** The same text without what cannot be carried. */
const carried = (value: string): string => (isPlain(value) ? value : value.replaceAll('\0', '\uFFFD').toWellFormed());

/** Ids are text everywhere: some vendors' have 19 digits. One that cannot be carried is none: two could become one. */
export const id = needed('an id', (value) =>
  isText(value) && value !== '' ? value : typeof value === 'number' && Number.isFinite(value) ? String(value) : null,
);
const isFound = (_: unknown, found: unknown): boolean => found !== null;
/** An id that may be absent; empty text and 0 mean nobody. */
export const idOrNull = maybe(
  (value) =>
    (isText(value) && value !== '' && value !== '0') || (typeof value === 'number' && value !== 0)
      ? String(value)
      : null,
  'an id',
  (value, found) => found !== null || value === 0 || value === '0',
);
export const textOrNull = maybe(
  (value) =>
    typeof value === 'string' && value !== '' ? carried(value) : typeof value === 'number' ? String(value) : null,
  'a text',
  isFound,
);
export const flagOrNull = maybe((value) => (typeof value === 'boolean' ? value : null), 'true or false', isFound);
export const numberOrNull = maybe(
  (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  },
  'a number',
  isFound,
);
/** A list that may be absent. */
export const list = maybeMany(
  (value): readonly unknown[] => (Array.isArray(value) ? value : []),
  'a list',
  (value) => Array.isArray(value),
);
export const texts = maybeMany(
  (value): readonly string[] =>
    Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [carried(each)] : [])) : [],
  'a list of texts',
  (value, found) => Array.isArray(value) && value.length === found.length,
);
/** An object that may be absent. */
export const record = maybeMany(
  (value): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {},
  'an object',
  (value) => typeof value === 'object' && !Array.isArray(value),
);

/**
 * Epoch seconds of a vendor's time: ISO 8601 with or without colon in the offset, "yyyy-MM-dd HH:mm:ss" (UTC), epoch seconds or
 * milliseconds as number or text. null when there is none, or none at which a helpdesk can have been at work. Fractions are cut off.
 */
export function instant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? fromNumber(value) : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const text = value.trim();
  // what nearly every vendor writes needs no mending
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)) return fromText(text);
  if (/^-?\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const iso = text
    .replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T')
    .replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
    .replace(/ ([+-]\d{2}:\d{2}|Z|UTC)$/, '$1')
    .replace(/UTC$/, 'Z');
  const zoned = /T/.test(iso) && !/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? `${iso}Z` : iso;
  return fromText(zoned);
}
const fromText = (iso: string): number | null => {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : possible(at / 1000);
};
/** Seconds up to the year 5138; beyond, milliseconds. */
const fromNumber = (value: number): number | null => possible(Math.abs(value) >= 1e11 ? value / 1000 : value);
/** 1970 to 2099. Year 1 and year 9999 are how systems write "none" and "never", and how a fault looks. */
const possible = (at_s: number): number | null => (at_s >= 0 && at_s < 4_102_444_800 ? Math.floor(at_s) : null);

export const time = maybe(instant, 'a time', isFound);
/** A time without which the record means nothing. */
export const timeNeeded = needed('a time', instant);

/** The list below a key of a page. Throws a sentence when the page has none, naming the keys that it has. */
export function recordsIn(body: unknown, key: string): readonly unknown[] {
  const found = (body as Readonly<Record<string, unknown>> | null)?.[key];
  if (Array.isArray(found)) return found;
  const keys = typeof body === 'object' && body !== null ? Object.keys(body).slice(0, 8).join(', ') : typeof body;
  throw new Error(`found no list "${key}" but ${keys === '' ? 'nothing' : keys}`);
}

/** Names one version of an item by its id and the first of the fields that it has. */
export const versionBy =
  (...fields: readonly string[]) =>
  (item: unknown): string | undefined => {
    const row = (item ?? {}) as Readonly<Record<string, unknown>>;
    const own = idOrNull.parse(row.id);
    return own === null
      ? undefined
      : `${own}@${fields.map((field) => textOrNull.parse(row[field])).find((value) => value !== null) ?? ''}`;
  };

/** The one record that a body is. Throws a sentence when it has no id, so that it is none. */
export const oneRecord =
  (what: string) =>
  (body: unknown): readonly unknown[] => {
    if (idOrNull.parse((body as { id?: unknown } | null)?.id) === null) throw new Error(`found no ${what}`);
    return [body];
  };
