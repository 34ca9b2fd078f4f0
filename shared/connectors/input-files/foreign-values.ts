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

/** The day of a date or time in one of the formats; undefined: none. */
export function dayOf(text: string, formats: readonly string[]): number | undefined {
  const at_s = timeReader(formats, 'UTC')(text.trim());
  return at_s === undefined ? undefined : Math.floor(at_s / 86_400);
}

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
