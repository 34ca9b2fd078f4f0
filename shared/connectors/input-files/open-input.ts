import { Readable } from 'node:stream';
import { namesOf } from '../../files/header.ts';
import { openTable, type FileRow, type TableAsked } from '../../files/table.ts';
import { withBatchDates, withoutBatchLine } from './datev.ts';
import { amountText } from './foreign-values.ts';
import { sectionColumn, type InputFile } from './input-file.ts';

/**
 * Opens the table in an input file as its program lays it out: below the line of a DATEV batch, under titles of sections, with
 * several rows of names.
 * @throws InputError when it holds no table
 */
export async function openInput(bytes: Uint8Array, file: string, asked: TableAsked): Promise<InputFile> {
  const batch = withoutBatchLine(bytes);
  const table = await openTable(Readable.from([batch?.rest ?? bytes]), file, asked);
  const rows: FileRow[] = [];
  for await (const part of table.rows)
    for (const row of part) rows.push({ ...row, cells: row.cells.map((cell) => cell.trim()) });
  const { header, delimiter, encoding, passed } = table;
  const opened = { header, delimiter, encoding, rows, notes: [...passed.notes] };
  if (batch !== undefined) return withBatchDates(opened, batch.from_day);
  return withoutTotal(sectioned(withoutFurtherNames(opened)));
}

/**
 * Survey tools write more than one row of names: Qualtrics three, the last one of objects with an ImportId ("Understanding Your
 * Dataset", qualtrics.com/support); SurveyMonkey a second one without a respondent.
 */
function withoutFurtherNames(table: InputFile): InputFile {
  const ids = table.rows
    .slice(0, 2)
    .findIndex(({ cells }) => cells.every((cell) => /^(?:\{"ImportId".*\})?$/.test(cell)));
  // The row before the ids has the questions as they were asked.
  const asked = ids > 0 ? table.rows[ids - 1]?.cells : undefined;
  if (ids >= 0)
    return { ...table, header: asked === undefined ? table.header : namesOf(asked), rows: table.rows.slice(ids + 1) };
  const [first] = table.rows;
  const isNames = /^respondent ?id$/i.test(table.header[0] ?? '') && first?.cells[0] === '';
  return isNames ? { ...table, rows: table.rows.slice(1) } : table;
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell !== '').length;
const balance = /^(?:opening|closing) balance\b|^net movement\b|^beginning balance\b/i;

/**
 * QuickBooks and Xero write an account as a line of its own above its rows, and "Total for" or "Total" with its name below them: the
 * line becomes a column, the totals are none.
 */
function sectioned(table: InputFile): InputFile {
  const isTitle = ({ cells, fault }: FileRow): boolean =>
    (fault === null || cells.length === 1) && cells[0] !== '' && filled(cells) === 1;
  const titles = table.rows.filter(isTitle).map(({ cells }) => (cells[0] ?? '').toLowerCase());
  const totals = new Set(titles.flatMap((title) => [`total ${title}`, `total for ${title}`, 'total', 'grand total']));
  const isTotal = ({ cells }: FileRow): boolean => {
    const first = (cells[0] ?? '').toLowerCase();
    return totals.has(first) || balance.test(first);
  };
  // One line of one cell may be a note; a section is told by its total, or by a first column that is empty in its rows.
  const isLaidOut =
    table.header.length >= 4 &&
    titles.length > 0 &&
    (table.rows.some(isTotal) || table.notes.length >= titles.length || table.header[0] === '(column 1)');
  if (!isLaidOut) return table;
  let section = '';
  const notes = [...table.notes];
  const rows: FileRow[] = [];
  for (const row of table.rows) {
    if (isTotal(row)) notes.push(row.line);
    else if (isTitle(row)) section = row.cells[0] ?? '';
    else rows.push({ ...row, cells: [...row.cells, section] });
  }
  return { ...table, header: [...table.header, sectionColumn], rows, notes };
}

/** A last line of hardly anything but an amount that is the sum of those above it: lists of SAP end so. */
function withoutTotal(table: InputFile): InputFile {
  const last = table.rows.at(-1);
  const above = table.rows.slice(0, -1);
  if (last === undefined || above.length < 2 || filled(last.cells) > 2) return table;
  const usual = Math.min(...above.map(({ cells }) => filled(cells)));
  const isSum = last.cells.some((cell, at) =>
    ([',', '.'] as const).some((sign) => {
      const total = minor(cell, sign);
      const parts = above.map(({ cells }) => minor(cells[at] ?? '', sign));
      return (
        total !== undefined && parts.every((part) => part !== undefined) && parts.reduce((a, b) => a + b, 0n) === total
      );
    }),
  );
  return usual >= 4 && isSum ? { ...table, rows: above, notes: [...table.notes, last.line] } : table;
}

/** An amount in millionths. */
function minor(text: string, sign: ',' | '.'): bigint | undefined {
  const amount = amountText(text, sign);
  const match = amount === undefined ? null : /^(-?)(\d+)(?:\.(\d{0,6}))?$/.exec(amount);
  if (match === null) return undefined;
  const size = BigInt(`${match[2]}${(match[3] ?? '').padEnd(6, '0')}`);
  return match[1] === '-' ? -size : size;
}
