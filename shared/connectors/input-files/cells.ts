import { createHash } from 'node:crypto';
import { minorDigits } from '../../lake/currency.ts';
import type { Kind, Value } from '../../lake/table.ts';
import { formatDay, parseDay } from '../../time/day.ts';
import { formatInstant, instantOf, isZone } from '../../time/zone.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/** What a cell may have to know besides its own text. */
export interface CellContext {
  /** The organisation's zone: times without an offset are its wall time. */
  readonly zone: string;
  /** ISO code of the row's currency; '' when the row has none. */
  readonly currency: string;
}
/** Why a text is refused: a phrase that follows "expected". */
export interface Refusal {
  readonly expected: string;
}
/** One way to write a value in a file. Empty cells never reach it. */
export interface Cell {
  /** Kind of the lake column it fills. */
  readonly kind: Kind;
  readonly parse: (text: string, context: CellContext) => Exclude<Value, null> | Refusal;
  /** The inverse: a text that parses to the same value. */
  readonly format: (value: Exclude<Value, null>, context: CellContext) => string;
}

const refuse = (expected: string): Refusal => ({ expected });
const int32 = 2 ** 31;

export const plain: Cell = { kind: 'text', parse: (text) => text, format: String };

/** Words that a mail prints as they are: tags would be printed, too. */
export const words: Cell = {
  kind: 'text',
  parse(text) {
    const plainly = text.replaceAll(tag, '');
    return plainly === text ? text : refuse(`plain text without markup, such as "${plainly.trim().slice(0, 60)}"`);
  },
  format: String,
};
const tag = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>|<!--.*?-->/gis;

/** A short name without line breaks: ids and names. */
export const name: Cell = {
  kind: 'text',
  parse: (text) => (/[\r\n\t]/.test(text) || text.length > 512 ? refuse('one line of at most 512 characters') : text),
  format: String,
};

export const oneOf = (...values: readonly string[]): Cell => ({
  kind: 'text',
  parse: (text) =>
    values.includes(text) ? text : refuse(values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`),
  format: String,
});

export const day: Cell = {
  kind: 'day',
  parse: (text) => parseDay(text) ?? refuse('a day such as 2026-12-25'),
  format: (value) => formatDay(Number(value)),
};

/** ISO 8601 with an offset, or the organisation's wall time without one; the first pass in a repeated hour. */
export const time: Cell = {
  kind: 'epoch_s',
  parse(text, { zone }) {
    const expected = refuse('a time such as 2026-09-21T09:30:00+02:00, or 2026-09-21T09:30 in the organisation’s zone');
    const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
    const date = parseDay(match?.[1] ?? '');
    if (!match || date === undefined) return expected;
    const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
    if (hour > 23 || minute > 59 || second > 59) return expected;
    const wall = hour * 3600 + minute * 60 + second;
    const offset = match[5];
    if (offset === undefined) return instantOf(date, wall, zone);
    if (offset === 'Z') return date * 86_400 + wall;
    const ahead = Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(-2)) * 60;
    return date * 86_400 + wall - (offset.startsWith('-') ? -ahead : ahead);
  },
  format: (value, { zone }) => formatInstant(Number(value), zone),
};

/** A whole number in a range. */
export const whole = (min: number, max = int32 - 1): Cell => ({
  kind: 'count',
  parse(text) {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    const range = max === int32 - 1 ? `of ${min} or more` : `from ${min} to ${max}`;
    return value >= min && value <= max ? value : refuse(`a whole number ${range}`);
  },
  format: String,
});

/** Seconds, whole. */
export const seconds: Cell = { ...whole(0), kind: 'duration_s' };

/** Hours as 7.5 or 7:30 or 7:30:00, up to a day; kept to the second. */
export const hours: Cell = {
  kind: 'duration_s',
  parse(text) {
    const expected = refuse('hours from 0 to 24 such as 7.5 or 7:30');
    const clock = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
    const value = clock
      ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)
      : /^\d{1,2}(?:\.\d{1,6})?$/.test(text)
        ? Math.round(Number(text) * 3600)
        : -1;
    return value >= 0 && value <= 86_400 ? value : expected;
  },
  format(value) {
    const s = Number(value);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  },
};

/** A decimal with up to three places, kept in thousandths. `max` in whole units. */
export const thousandths = (what: string, min = -2_147_483, max = 2_147_483): Cell => ({
  kind: 'milli',
  parse(text) {
    const value = parseDecimal(text, 3);
    const fits = value !== undefined && value >= BigInt(min * 1000) && value <= BigInt(max * 1000);
    return fits ? Number(value) : refuse(`${what}, with at most 3 decimals and a point`);
  },
  format: (value) => formatDecimal(BigInt(Number(value)), 3),
});

/** A share from 0 to 1. */
export const share: Cell = thousandths('a share from 0 to 1 such as 0.8', 0, 1);

/** An exchange rate with up to eight places, kept times 10^8. */
export const rate: Cell = {
  kind: 'e8',
  parse(text) {
    const value = parseDecimal(text, 8);
    return value !== undefined && value > 0n && value < 10n ** 17n
      ? value
      : refuse('a rate above 0 such as 0.925, with at most 8 decimals and a point');
  },
  format: (value) => formatDecimal(value as bigint, 8),
};

/** An amount in units of the row's currency, kept in its minor units. */
export const money: Cell = {
  kind: 'minor',
  parse(text, { currency }) {
    const digits = minorDigits(currency);
    const value = parseDecimal(text, digits);
    if (value !== undefined && BigInt.asIntN(60, value) === value) return value;
    const example = digits === 0 ? '1234' : `1234.${'5678'.slice(0, digits)}`;
    return refuse(
      `an amount such as ${example}, with at most ${digits} decimals for ${currency || 'its currency'}, a point and no thousands separator`,
    );
  },
  format: (value, { currency }) => formatDecimal(value as bigint, minorDigits(currency)),
};

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const currency: Cell = {
  kind: 'text',
  parse: (text) => (currencies.has(text) ? text : refuse('an ISO 4217 code such as EUR')),
  format: String,
};

export const zone: Cell = {
  kind: 'text',
  parse: (text) => (isZone(text) ? text : refuse('an IANA time zone such as Europe/Berlin')),
  format: String,
};

export const yesNo: Cell = {
  kind: 'flag',
  parse: (text) => (/^(yes|true|1)$/i.test(text) ? true : /^(no|false|0)$/i.test(text) ? false : refuse('yes or no')),
  format: (value) => (value === true ? 'yes' : 'no'),
};

/** A wall time as minutes after midnight; past midnight it goes on: 30:00 is 06:00 of the next day. */
export const wallTime: Cell = {
  kind: 'count',
  parse(text) {
    const match = /^(\d{1,2}):([0-5]\d)$/.exec(text);
    const value = match ? Number(match[1]) * 60 + Number(match[2]) : -1;
    return value >= 0 && value <= 2880 ? value : refuse('a wall time from 00:00 to 48:00 such as 17:30');
  },
  format: (value) =>
    `${String(Math.floor(Number(value) / 60)).padStart(2, '0')}:${String(Number(value) % 60).padStart(2, '0')}`,
};

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const weekday: Cell = {
  kind: 'count',
  parse(text) {
    const index = weekdayNames.indexOf(text.toLowerCase());
    return index < 0 ? refuse('mon, tue, wed, thu, fri, sat or sun') : index + 1;
  },
  format: (value) => weekdayNames[Number(value) - 1] ?? '',
};

/** Ids separated by ";". */
export const list: Cell = {
  kind: 'text',
  parse: (text) => JSON.stringify(parts(text)),
  format: (value) => (JSON.parse(String(value)) as string[]).join('; '),
};

/** Ids of one person in the helpdesks: "helpdesk=123; chat=u-9", or only "123; 456" for ids that are valid in every source. */
export const helpdeskIds: Cell = {
  kind: 'text',
  parse(text) {
    const entries = parts(text).map((part) => part.split('=').map((side) => side.trim()));
    if (entries.every((entry) => entry.length === 1)) return JSON.stringify(entries.map(([id = '']) => id));
    const isWhole = entries.every((entry) => entry.length === 2 && entry.every((side) => side !== ''));
    const sources = new Set(entries.map(([source]) => source));
    return isWhole && sources.size === entries.length
      ? JSON.stringify(Object.fromEntries(entries as [string, string][]))
      : refuse('source=id pairs such as "helpdesk=123; chat=u-9", each source once, or only ids such as "123"');
  },
  format(value) {
    const ids = JSON.parse(String(value)) as readonly string[] | Readonly<Record<string, string>>;
    return (Array.isArray(ids) ? ids : Object.entries(ids).map((pair) => pair.join('='))).join('; ');
  },
};

/** An address, of which only the sha256 of its lower-case text is kept; such a hash is taken as it is. */
export const address: Cell = {
  kind: 'text',
  parse(text) {
    if (/^[0-9a-f]{64}$/.test(text)) return text;
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
      ? createHash('sha256').update(text.toLowerCase()).digest('hex')
      : refuse('an address such as lead@example.com');
  },
  format: String,
};

export const link: Cell = {
  kind: 'text',
  parse: (text) => (/^https?:\/\/\S+$/.test(text) ? text : refuse('a link such as https://example.com/page')),
  format: String,
};

const parts = (text: string): readonly string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
