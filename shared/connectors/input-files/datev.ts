import { formatDay, parseDay } from '../../time/day.ts';
import type { InputFile } from './input-file.ts';

/** First day of the postings, the fifteenth field of the line above the names. */
const fromField = 14;
const days = 'belegdatum';

/**
 * A DATEV batch of postings without the line above the names of its columns, which begins with EXTF or DTVF and tells the span
 * (https://developer.datev.de/datev/platform/en/dtvf); undefined: the file is none.
 */
export function withoutBatchLine(
  bytes: Uint8Array,
): { readonly rest: Uint8Array; readonly from_day: number } | undefined {
  const end = bytes.indexOf(10);
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(Math.max(0, end), 4096)).toString('latin1');
  if (!/^(?:\u00ef\u00bb\u00bf)?"?(?:EXTF|DTVF)"?;/.test(line)) return undefined;
  const date = /^(\d{4})(\d{2})(\d{2})$/.exec(line.split(';')[fromField] ?? '');
  const from_day = date === null ? undefined : parseDay(`${date[1]}-${date[2]}-${date[3]}`);
  return from_day === undefined ? undefined : { rest: bytes.subarray(end + 1), from_day };
}

/** Days are written as day and month alone, and belong to the twelve months from the first day of the batch on. */
export function withBatchDates(table: InputFile, from_day: number): InputFile {
  const at = table.header.findIndex((name) => name.toLowerCase() === days);
  const year = Number(formatDay(from_day).slice(0, 4));
  const whole = (text: string): string => {
    const match = /^(\d{1,2})(\d{2})$/.exec(text);
    if (match === null) return text;
    const dates = [year, year + 1].map((each) => `${each}-${match[2]}-${(match[1] ?? '').padStart(2, '0')}`);
    return dates.find((date) => (parseDay(date) ?? -1) >= from_day) ?? text;
  };
  // The line above the names is the first of the file.
  const rows = table.rows.map((row) => ({
    ...row,
    line: row.line + 1,
    cells: row.cells.map((cell, i) => (i === at ? whole(cell) : cell)),
  }));
  return { ...table, rows, notes: table.notes.map((line) => line + 1) };
}
