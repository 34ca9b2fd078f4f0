import { exactDecimal, isoMinute } from './cell.ts';
import type { Attachment, DataColumn, Datum } from '../model.ts';

/**
 * RFC 4180 for people who open it in a spreadsheet: UTF-8 with a byte order mark, CRLF, every text that could be read as a
 * formula disarmed with an apostrophe. Numbers stay numbers: money in units of the currency with all digits, shares as fractions,
 * times as local yyyy-MM-dd HH:mm.
 */
export function csv({ sheet, currency, zone }: Extract<Attachment, { kind: 'csv' }>): Uint8Array {
  const lines = [
    sheet.columns.map((column) => field(column.title)),
    ...sheet.rows.map((row) => row.map((datum, i) => fieldOf(datum, sheet.columns[i], currency, zone))),
  ];
  return new TextEncoder().encode(`\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`);
}

function fieldOf(datum: Datum, column: DataColumn | undefined, currency: string, zone: string): string {
  if (datum === null) return '';
  if (typeof datum === 'string') return field(datum);
  if (column?.kind === 'money') return exactDecimal(datum, currency);
  if (column?.kind === 'instant') return isoMinute(Number(datum), zone);
  if (column?.kind === 'hours') return String(Math.round((Number(datum) / 3600) * 100) / 100);
  return String(datum);
}

/** A text that begins like a formula is data all the same. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r\u2212\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
