import { parse } from 'csv-parse/sync';
import { dayNumber } from './zone.ts';

export type Line = Readonly<Record<string, string>>;

export const linesOf = (text: string): readonly Line[] =>
  parse(text, { columns: true, skip_empty_lines: true }) as Line[];

export const text = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
export const day = (value: string | undefined): number | null =>
  value === undefined || value === '' ? null : dayNumber(value);
export const instant = (value: string | undefined): number | null =>
  value === undefined || value === '' ? null : Date.parse(value) / 1000;
export const number = (value: string | undefined): number | null =>
  value === undefined || value === '' ? null : Number(value);
export const yes = (value: string | undefined): boolean | null =>
  value === undefined || value === '' ? null : value === 'yes';

/** "12.5" with three places is 12500n: decimal shifting on the text, no float. */
export function scaled(value: string | undefined, places: number): bigint | null {
  if (value === undefined || value === '') return null;
  const negative = value.startsWith('-');
  const [whole = '0', rest = ''] = value.replace('-', '').split('.');
  if (rest.length > places) throw new Error(`too many places: ${value}`);
  const digits = BigInt(whole + rest.padEnd(places, '0'));
  return negative ? -digits : digits;
}
/** "0:50:00" in seconds. */
export function clock(value: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = value.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
