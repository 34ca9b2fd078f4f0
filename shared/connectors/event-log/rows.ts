import { openTable, type FileRow, type TableAsked } from '../../files/table.ts';
import { nearest } from '../../nearest.ts';
import { faultsOf, type Faults } from './faults.ts';

/** One row of a log, of whatever format. */
export interface LogRow {
  readonly line: number;
  /** Values of the columns asked for, in their order; null = no value. */
  readonly cells: readonly (string | null)[];
  /** The whole row as one text, the same however it was quoted: names the event. */
  readonly identity: string;
}
export interface RowsAsked extends TableAsked {
  /** As the reader knows it. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly nulls: ReadonlySet<string>;
}

/**
 * Rows of a file, packed or not, in batches. Faults of single rows go to `faults` and the row is left out.
 * @throws InputError when the file is empty, holds no table, is a broken archive or lacks a column
 */
export async function* rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  { file, columns, nulls, ...asked }: RowsAsked,
  faults: Faults,
): AsyncGenerator<readonly LogRow[]> {
  const table = await openTable(bytes, file, { columns, ...asked });
  // JSON has no header: which columns are there shows at the end only.
  if (table.headerLine > 0) requireColumns(file, table.missing(), table.header, table.headerLine);
  const places = columns.map((name) => table.header.indexOf(name));
  for await (const batch of table.rows) {
    const rows: LogRow[] = [];
    for (const row of batch) {
      if (isSound(row, file, faults))
        rows.push({
          line: row.line,
          cells: places.map((at) => valueOf(row.cells[at] ?? '', nulls)),
          identity: row.identity,
        });
    }
    if (rows.length > 0) yield rows;
  }
  if (!faults.stops) requireColumns(file, table.missing(), table.header, 1);
}

function isSound({ line, fault }: FileRow, file: string, faults: Faults): boolean {
  if (fault === null) return true;
  faults.sawRows(1);
  faults.addText(`${file}, line ${line}: found ${fault.found}, expected ${fault.expected}`, line);
  return false;
}

function valueOf(text: string, nulls: ReadonlySet<string>): string | null {
  const value = text === '' ? text : text.trim();
  return nulls.has(value) ? null : value;
}

function requireColumns(file: string, missing: readonly string[], names: readonly string[], line: number): void {
  const faults = faultsOf(file);
  for (const name of new Set(missing)) {
    const alike = names.filter((each) => each.startsWith(`${name}#`));
    if (alike.length > 1) {
      faults.addText(
        `${file}, line ${line}, column ${name}: found ${alike.length} columns of that name, expected one of ${alike.join(', ')}`,
      );
      continue;
    }
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    faults.addText(`${file}, line ${line}, column ${name}: not there${hint} The file has: ${names.join(', ')}`);
  }
  faults.refuse();
}
