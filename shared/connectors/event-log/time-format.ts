import { dayNumber } from '../../time/day.ts';
import { instantOf } from '../../time/zone.ts';

/** Text of a file to epoch seconds (fractions are dropped); undefined when it does not read that way or is no such moment. */
export type ReadTime = (text: string, zone: string) => number | undefined;

/**
 * A reader for a time format, or a sentence that says what is wrong with it. Formats: `iso` (ISO 8601, with or without offset or
 * "UTC", "T" or a blank, a day alone is its midnight), `epoch`, `epoch_ms`, or a pattern of yyyy yy M MM MMM MMMM d dd EEE EEEE H HH h hh mm m ss s S
 * a X XX XXX, quoted text in '...', anything else literally. Without offset the zone applies: a repeated wall time is its first pass, a
 * skipped one moves forward by the gap.
 */
export function readTimeFormat(format: string): ReadTime | string {
  if (format === 'iso') return readIso;
  if (format === 'epoch') return (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined);
  if (format === 'epoch_ms')
    return (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Math.floor(Number(text) / 1000) : undefined);
  const parts: Part[] = [];
  let source = '';
  for (const match of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    const [token, quoted] = match;
    const part = fields[token];
    if (quoted !== undefined) source += escape(quoted);
    else if (part !== undefined) {
      source += `(${part.pattern})`;
      parts.push(part);
    } else if (/^S+$/.test(token)) source += String.raw`\d{${token.length}}`;
    else if (token === 'EEE' || token === 'EEEE') source += token === 'EEE' ? weekday : longWeekday;
    else if (/^[A-Za-z]/.test(token) && token !== 'T' && token !== 'Z') return `"${token}" is no part of a time format`;
    else source += escape(token);
  }
  const has = (field: Field): boolean => parts.some((part) => part.field === field);
  if (!has('year') || !has('month') || !has('day')) return 'year, month and day are needed';
  const pattern = new RegExp(`^${source}$`, 'i');
  return (text, zone) => {
    const match = pattern.exec(text.trim());
    if (match === null) return undefined;
    const found: Partial<Record<Field, number>> = {};
    let i = 0;
    for (const { field, read } of parts) {
      const value = read(match[++i] ?? '');
      if (value === undefined) return undefined;
      found[field] = value;
    }
    return instant(found, zone);
  };
}

type Field = 'year' | 'month' | 'day' | 'hour' | 'hour12' | 'half' | 'minute' | 'second' | 'offset';
interface Part {
  readonly field: Field;
  readonly pattern: string;
  readonly read: (text: string) => number | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const longMonths = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
]; // prettier-ignore
const monthOf = (text: string): number | undefined => {
  const at = months.indexOf(text.slice(0, 3).toLowerCase());
  return at < 0 ? undefined : at + 1;
};
/** Read over: the date says it again. */
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)';
const longWeekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const short: Part['pattern'] = String.raw`\d{1,2}`;
const two = String.raw`\d{2}`;
const offsetPattern = String.raw`Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?`;
const part = (field: Field, pattern: string, read: Part['read'] = Number): Part => ({ field, pattern, read });

const fields: Readonly<Record<string, Part>> = {
  yyyy: part('year', String.raw`\d{4}`),
  yy: part('year', two, (text) => 2000 + Number(text)),
  M: part('month', short),
  MM: part('month', two),
  MMM: part('month', months.join('|'), monthOf),
  MMMM: part('month', longMonths.join('|'), monthOf),
  d: part('day', short),
  dd: part('day', two),
  H: part('hour', short),
  HH: part('hour', two),
  h: part('hour12', short),
  hh: part('hour12', two),
  a: part('half', String.raw`[AP]\.?\s?M\.?`, (text) => (/^p/i.test(text) ? 12 : 0)),
  m: part('minute', short),
  mm: part('minute', two),
  s: part('second', short),
  ss: part('second', two),
  X: part('offset', offsetPattern, offsetOf),
  XX: part('offset', offsetPattern, offsetOf),
  XXX: part('offset', offsetPattern, offsetOf),
};

function offsetOf(text: string): number | undefined {
  if (/^(?:z|utc|gmt)$/i.test(text)) return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

const monthLength = (year: number, month: number): number => dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);

function instant(found: Partial<Record<Field, number>>, zone: string): number | undefined {
  const { year = 0, month = 0, day = 0, hour12, half, minute = 0, second = 0, offset } = found;
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  if (hour12 !== undefined && (hour12 < 1 || hour12 > 12)) return undefined;
  const hour = hour12 === undefined ? (found.hour ?? 0) : (hour12 % 12) + (half ?? 0);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const number = dayNumber(year, month, day);
  const wall = hour * 3600 + minute * 60 + second;
  if (offset !== undefined) return number * 86_400 + wall - offset;
  return zone === 'UTC' ? number * 86_400 + wall : instantOf(number, wall, zone);
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;

const dash = 45;
function readIso(text: string, zone: string): number | undefined {
  // Most texts of a file are no dates: cheaply seen.
  if (text.charCodeAt(4) !== dash && text.trim().charCodeAt(4) !== dash) return undefined;
  const plain_s = readPlainIso(text, zone === 'UTC');
  if (plain_s !== undefined) return plain_s;
  const match = iso.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zoned] = match;
  const offset = zoned === undefined ? undefined : offsetOf(zoned);
  const found = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  return instant(offset === undefined ? found : { ...found, offset }, zone);
}

const digitsAt = (text: string, from: number, to: number): number => {
  let n = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    n = n * 10 + digit;
  }
  return n;
};

/**
 * The usual form, 2026-03-05T13:02:03Z, read without a pattern: it is most of what a log is made of. undefined: readIso has to look.
 */
function readPlainIso(text: string, isUtc: boolean): number | undefined {
  const { length } = text;
  const isZoned = length === 20 && text[19] === 'Z';
  if (!isZoned && (length !== 19 || !isUtc)) return undefined;
  const between = text[10];
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    (between !== 'T' && between !== ' ')
  )
    return undefined;
  const [year, month, day] = [digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10)];
  const [hour, minute, second] = [digitsAt(text, 11, 13), digitsAt(text, 14, 16), digitsAt(text, 17, 19)];
  // up to the 28th every month has the day
  const isSound = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= monthLength(year, month));
  if (!isSound || !(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  const at_s = dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  return Number.isNaN(at_s) ? undefined : at_s;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** 1970 to 2099. Beyond, no helpdesk can have been at work: a fault, or how systems write none. */
const possible = (at_s: number | undefined): number | undefined =>
  at_s !== undefined && at_s >= 0 && at_s < 4_102_444_800 ? at_s : undefined;

/** How systems write "none" and "never" as a day: in a year in which no helpdesk can have been at work, such as 0001, 1899, 1969 or 9999. */
export function isNever(text: string): boolean {
  const year = /^(\d{4})[-/.]\d|[-/. ](\d{4})(?=$|[ ,T])/
    .exec(text.trim())
    ?.slice(1)
    .find((part) => part !== undefined);
  return year !== undefined && (Number(year) < 1970 || Number(year) > 2099);
}

/** Tries formats in order and remembers what it read with effort: the times of a log repeat. Bounded. */
export function timeReader(formats: readonly string[], zone: string): (text: string) => number | undefined {
  const readers = formats.map(readTimeFormat).filter((reader) => typeof reader !== 'string');
  const known = new Map<string, number | undefined>();
  const beginsWithIso = formats[0] === 'iso';
  const isUtc = zone === 'UTC';
  return (text) => {
    const plain_s = beginsWithIso ? possible(readPlainIso(text, isUtc)) : undefined;
    if (plain_s !== undefined) return plain_s;
    if (known.has(text)) return known.get(text);
    let at_s: number | undefined;
    for (const read of readers) if (at_s === undefined) at_s = possible(read(text, zone));
    if (known.size > 100_000) known.clear();
    known.set(text, at_s);
    return at_s;
  };
}

/** Whether a text is a day without its time of day: it is read by a format without hours, or is an ISO day. */
export function dayTeller(formats: readonly string[]): (text: string) => boolean {
  const readers = formats
    .filter(
      (format) => !format.startsWith('epoch') && format !== 'iso' && !/[Hh]/.test(format.replaceAll(/'[^']*'/g, '')),
    )
    .map(readTimeFormat)
    .filter((reader) => typeof reader !== 'string');
  const hasIso = formats.includes('iso');
  return (text) =>
    (hasIso && text.length <= isoDay + 2 && text.trim().length === isoDay && text.trim().charCodeAt(4) === dash) ||
    readers.some((read) => read(text, 'UTC') !== undefined);
}
const isoDay = 10;
