import readWorkbook from 'read-excel-file/node';

export interface WorkbookSheet {
  readonly name: string;
  /** Cells as text; times as "2026-09-21 09:30:00", as the sheet shows them, without a zone. */
  readonly rows: readonly (readonly string[])[];
}

/** Sheets of an XLSX workbook that have more than one row. */
export async function sheetsOf(bytes: Buffer): Promise<readonly WorkbookSheet[]> {
  const sheets = await readWorkbook(bytes);
  return sheets
    .map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => (row as readonly Cell[]).map(cellText)) }))
    .filter(({ rows }) => rows.filter((row) => row.some((cell) => cell !== '')).length > 1);
}

/** Days and times are binary fractions of a day in the file: rounded to the second they are exact. */
type Cell = string | number | boolean | Date | null;

function cellText(value: Cell): string {
  if (value === null) return '';
  if (!(value instanceof Date)) return String(value);
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
