import { formatDay } from '../../time/day.ts';
import { timeReader } from '../event-log/time-format.ts';

/** An amount as accounting writes it: thousands, "(310,50)", "310.50-", "−310.50", "€ 1.020,00", "$20". undefined: it is none. */
export function amountText(text: string, decimal: ',' | '.'): string | undefined {
  const bare = text
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replaceAll(/\p{Sc}|^[A-Z]{3}(?=[\d(+\-−])|(?<=[\d)])[A-Z]{3}$/gu, '');
  const match = /^(\()?([+\-−]?)([\d.,]+)([-−])?(\))?$/.exec(bare);
  if (match === null) return undefined;
  const [, open, sign = '', digits = '', trailing, close] = match;
  if ((open === undefined) !== (close === undefined)) return undefined;
  const thousands = decimal === ',' ? '.' : ',';
  const shape = decimal === ',' ? /^(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?$/ : /^(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?$/;
  if (!shape.test(digits) || !/\d/.test(digits)) return undefined;
  const plain = digits.replaceAll(thousands, '').replace(decimal, '.');
  const negatives = [open, trailing, sign === '-' || sign === '−' ? sign : undefined].filter(
    (each) => each !== undefined,
  );
  if (negatives.length > 1) return undefined;
  const number = plain.startsWith('.') ? `0${plain}` : plain.replace(/\.$/, '');
  return negatives.length === 1 ? `-${number}` : number;
}

/** Hours: "7:30", "7,5", "7.5", "7h 30m", "450 min"; undefined: none. */
export function hoursText(text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  if (/^\d{1,2}:\d{2}(?::\d{2})?$/.test(plain)) return plain;
  const parts = /^(?:(\d+)\s*(?:h|hours?|std\.?|stunden?))?\s*(?:(\d+)\s*(?:m|min|minutes?|minuten?)\.?)?$/.exec(plain);
  if (parts !== null && plain !== '') {
    const minutes = Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0);
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  }
  return /^\d{1,2}(?:[.,]\d{1,6})?$/.test(plain) ? plain.replace(',', '.') : undefined;
}

/** Formats of a month, which is told by its first day. */
export const monthFormats = ['MMM yyyy', 'MMMM yyyy', 'MMM-yy', 'MMM-yyyy', 'MMM yy', 'yyyy-M', 'yyyy/M', 'M/yyyy', 'M.yyyy', 'M-yyyy']; // prettier-ignore

/** The day of a date, time or month in one of the formats; undefined: none. */
export function dayOf(text: string, formats: readonly string[]): number | undefined {
  const days = formats.filter((format) => !monthFormats.includes(format));
  const months = formats.filter((format) => monthFormats.includes(format)).map((format) => `d ${format}`);
  const at_s = timeReader(days, 'UTC')(text.trim()) ?? timeReader(months, 'UTC')(`1 ${text.trim()}`);
  return at_s === undefined ? undefined : Math.floor(at_s / 86_400);
}

/** A time in one of the formats as ISO 8601, without an offset where it has none; a day is its midnight. undefined: none. */
export function wallTime(text: string, formats: readonly string[]): string | undefined {
  const [utc, west] = ['UTC', 'Etc/GMT+1'].map((zone) => timeReader(formats, zone)(text.trim()));
  if (utc === undefined || west === undefined) return undefined;
  // Read alike in two zones, it says its own.
  return `${new Date(utc * 1000).toISOString().slice(0, 19)}${utc === west ? 'Z' : ''}`;
}

/** The digits that follow a sign: 100 of "Support #100: Login"; empty: none do. */
export const digitsAfter = (sign: string, text: string): string => {
  const at = text.indexOf(sign);
  return at < 0 ? '' : (/^\d+/.exec(text.slice(at + sign.length))?.[0] ?? '');
};

/** The first day of the month of a day, `later` months on. */
export function monthStart(day: number, later: number): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / 86_400_000;
}

export const dayText = (day: number): string => formatDay(day);

export const yesNoText = (text: string): string | undefined =>
  /^(?:yes|y|true|1|x|ja|oui|si|sí|sim|да|是|はい)$/i.test(text)
    ? 'yes'
    : /^(?:no|n|false|0|nein|non|não|nao|нет|否|いいえ)$/i.test(text)
      ? 'no'
      : undefined;
