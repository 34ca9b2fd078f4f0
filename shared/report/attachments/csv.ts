import { cellText, exactDecimal, isoMinute, titleOf } from './cell.ts';
import type { Attachment, DataColumn, Datum } from '../model.ts';

/**
 * RFC 4180 for people who open it in a spreadsheet: UTF-8 with a byte order mark, CRLF, every text that could be read as a formula,
 * a date or a rounded number disarmed with an apostrophe. Numbers stay numbers: money in units of the currency with all digits,
 * shares as fractions, times as local yyyy-MM-dd HH:mm. Where decimals have a comma, fields end with a semicolon, as Excel expects.
 */
export function csv({ sheet, currency, zone }: Extract<Attachment, { kind: 'csv' }>, locale: string): Uint8Array {
  const point = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const separator = point === ',' ? ';' : ',';
  const lines = [
    sheet.columns.map((column) => field(titleOf(column, currency, zone), separator)),
    ...sheet.rows.map((row) =>
      row.map((datum, i) => {
        if (typeof datum === 'string') return field(datum, separator);
        return numberOf(datum, sheet.columns[i], currency, zone).replace('.', point);
      }),
    ),
  ];
  return new TextEncoder().encode(`\uFEFF${lines.map((line) => `${line.join(separator)}\r\n`).join('')}`);
}

function numberOf(
  datum: Exclude<Datum, string>,
  column: DataColumn | undefined,
  currency: string,
  zone: string,
): string {
  if (datum === null) return '';
  if (column?.kind === 'money') return exactDecimal(datum, currency);
  if (column?.kind === 'instant') return isoMinute(Number(datum), zone);
  if (column?.kind === 'hours') return String(Math.round((Number(datum) / 3600) * 100) / 100);
  return String(datum);
}

/** A text that begins like a formula is data all the same; so is one that a spreadsheet takes for a date or rounds as a number. */
function field(text: string, separator: string): string {
  const cell = cellText(text);
  const safe = isFormula.test(cell) || isRewritten.test(cell) ? `'${cell}` : cell;
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
const isFormula = /^[=+\-@\t\r\u2212\uff1d\uff0b\uff0d\uff20]/;
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/**
 * What becomes another text when it is opened: 16 digits and more, leading zeros, 1E5 and 1.5E-3, versions that end with a zero (1.100),
 * 3-4, 3/4/2026, 12:30, MAR1, 1-Sept. Months (2026-09) stay.
 */
const isRewritten = new RegExp(
  [
    String.raw`\d{16,}`,
    String.raw`0\d+`,
    String.raw`\d+(?:\.\d+)?e[-+]?\d+`,
    String.raw`\d+\.\d*0`,
    String.raw`\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{1,4})?`,
    String.raw`\d{1,4}:\d{2}(?::\d{2})?`,
    String.raw`\d{1,4}[-/. ]?${month}(?:[-/. ]?\d{1,4})?`,
    String.raw`${month}[-/. ]?\d{1,4}`,
  ]
    .map((one) => `^${one}$`)
    .join('|'),
  'i',
);
