import { minorDigits } from '../../lake/currency.ts';
import type { DataColumn } from '../model.ts';

/** Minor units as decimal text with the currency's digits, exactly: 128460012 USD is "1284600.12". */
export function exactDecimal(minor: number | bigint, currency: string): string {
  const digits = minorDigits(currency);
  const text = typeof minor === 'bigint' ? String(minor) : String(Math.round(minor));
  const negative = text.startsWith('-');
  const plain = (negative ? text.slice(1) : text).padStart(digits + 1, '0');
  const cut = plain.length - digits;
  return `${negative ? '-' : ''}${plain.slice(0, cut)}${digits > 0 ? `.${plain.slice(cut)}` : ''}`;
}

/** What spreadsheets hold in a cell: a longer text makes Excel call the file damaged. */
const longestCell = 32_767;
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** Text of data as a cell carries it: without control characters, cut with an ellipsis where a spreadsheet would refuse it. */
export function cellText(text: string): string {
  const plain = text.slice(0, 2 * longestCell).replaceAll(unprintable, '');
  return plain.length <= longestCell ? plain : `${plain.slice(0, longestCell - 1).toWellFormed()}…`;
}

/** The head of a column: money says its currency, times say whose clock they are of. */
export function titleOf({ title, kind }: DataColumn, currency: string, zone: string): string {
  if (kind === 'instant') return `${title} (${zone})`;
  return kind !== 'money' || title.includes(currency) ? title : `${title}, ${currency}`;
}

/** Making a formatter takes longer than using it a hundred times; one a zone is kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}

/** Local time as "2026-09-27 14:30", which spreadsheets read as a time. */
export function isoMinute(at_s: number, zone: string): string {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(at_s * 1000)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}`;
}
