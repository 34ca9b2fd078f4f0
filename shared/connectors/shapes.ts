import { z } from 'zod';

/** Shapes that every vendor needs. Parsing is loose: only ids and cursor fields are required, the rest may be absent or null. */

/**
 * A field that may be absent: absent, null and unreadable are one. It never fails, so parsing one value is calling the function;
 * the way through zod is for shapes. Pages have many such fields: the door has to be cheap.
 */
const maybe = <T>(read: (value: unknown) => T) => Object.assign(z.transform(read), { parse: read });
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
/** An id that may be absent; empty text and 0 mean nobody. */
export const idOrNull = maybe((value) =>
  (isText(value) && value !== '' && value !== '0') || (typeof value === 'number' && value !== 0) ? String(value) : null,
);
export const textOrNull = maybe((value) =>
  typeof value === 'string' && value !== '' ? carried(value) : typeof value === 'number' ? String(value) : null,
);
export const flagOrNull = maybe((value) => (typeof value === 'boolean' ? value : null));
export const numberOrNull = maybe((value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
});
/** A list that may be absent. */
export const list = maybe((value): readonly unknown[] => (Array.isArray(value) ? value : []));
export const texts = maybe((value): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [carried(each)] : [])) : [],
);
/** An object that may be absent. */
export const record = maybe((value): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {},
);

/**
 * Epoch seconds of a vendor's time: ISO 8601 with or without colon in the offset, "yyyy-MM-dd HH:mm:ss" (UTC), epoch seconds or
 * milliseconds as number or text. null when there is none. Fractions are cut off.
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
  return Number.isNaN(at) ? null : Math.floor(at / 1000);
};
/** Seconds up to the year 5138; beyond, milliseconds. */
const fromNumber = (value: number): number => Math.floor(Math.abs(value) >= 1e11 ? value / 1000 : value);

export const time = maybe(instant);
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
