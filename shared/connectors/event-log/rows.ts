import { InputError } from '../../errors.ts';
import { textOf, unpacked } from './bytes.ts';
import { csvRecords, sniffDelimiter, type CsvRecord } from './csv.ts';
import { faultsOf, nearest, type Faults } from './faults.ts';

/** One row of a log, of whatever format. */
export interface LogRow {
  readonly line: number;
  /** Values of the columns asked for, in their order; null = no value. */
  readonly cells: readonly (string | null)[];
  /** The whole row as one text, the same however it was quoted: names the event. */
  readonly identity: string;
}
export interface RowsAsked {
  /** As the reader knows it. */
  readonly file: string;
  readonly format: 'csv' | 'jsonl';
  readonly delimiter: string | undefined;
  readonly columns: readonly string[];
  readonly nulls: ReadonlySet<string>;
}

/**
 * Rows of a file, packed or not, in batches. Faults of single rows go to `faults` and the row is left out.
 * @throws InputError when the file is empty, is no text, is a broken archive or lacks a column
 */
export async function* rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  asked: RowsAsked,
  faults: Faults,
): AsyncGenerator<readonly LogRow[]> {
  const pieces = textOf(unpacked(bytes));
  try {
    yield* asked.format === 'csv' ? csvRows(pieces, asked, faults) : jsonRows(pieces, asked, faults);
  } catch (error) {
    const reason = unreadable(error);
    if (reason === undefined) throw error;
    throw new InputError(`${asked.file} was rejected whole, nothing of it was stored: ${reason}.`, [], {
      cause: error,
    });
  }
}

function unreadable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return 'the gzip archive is damaged or cut off';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'found bytes that are no UTF-8, expected text in UTF-8';
  return undefined;
}

async function* csvRows(
  pieces: AsyncGenerator<string>,
  { file, delimiter, columns, nulls }: RowsAsked,
  faults: Faults,
): AsyncGenerator<readonly LogRow[]> {
  const first = await firstLines(pieces);
  if (first.trim() === '') throw empty(file);
  const whole = async function* (): AsyncGenerator<string> {
    yield first;
    yield* pieces;
  };
  const header = first.slice(0, /\r?\n/.exec(first)?.index ?? first.length);
  let names: readonly string[] | undefined;
  let places: readonly number[] = [];
  for await (const records of csvRecords(whole(), delimiter ?? sniffDelimiter(header))) {
    const rows: LogRow[] = [];
    for (const record of records) {
      if (names === undefined) {
        names = record.cells.map((name) => name.trim());
        requireColumns(file, columns, names);
        places = columns.map((name) => names?.indexOf(name) ?? -1);
        continue;
      }
      if (isSound(record, names.length, file, faults)) {
        rows.push({
          line: record.line,
          cells: places.map((at) => valueOf(record.cells[at] ?? '', nulls)),
          identity: record.cells.join('\u001f'),
        });
      }
    }
    if (rows.length > 0) yield rows;
  }
}

/** Enough of the text to see the whole first line. */
async function firstLines(pieces: AsyncGenerator<string>): Promise<string> {
  let text = '';
  while (!text.trimStart().includes('\n')) {
    const piece = await pieces.next();
    if (piece.done === true) break;
    text += piece.value;
  }
  return text.replace(/^(?:[ \t]*\r?\n)+/, '');
}

function isSound({ line, cells, fault }: CsvRecord, width: number, file: string, faults: Faults): boolean {
  if (fault !== null) faults.addText(`${file}, line ${line}: found ${fault}, expected cells quoted as "a ""b"" c"`);
  else if (cells.length !== width) {
    faults.addText(`${file}, line ${line}: found ${cells.length} cells, expected ${width} as in the header`);
  } else return true;
  return false;
}

const valueOf = (text: string, nulls: ReadonlySet<string>): string | null => {
  const value = text.trim();
  return nulls.has(value) ? null : value;
};

const empty = (file: string): InputError =>
  new InputError(`${file} was rejected: found an empty file, expected a header and rows.`);

function requireColumns(file: string, wanted: readonly string[], names: readonly string[]): void {
  const faults = faultsOf(file);
  for (const name of new Set(wanted)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    faults.addText(`${file}, line 1, column ${name}: not there${hint} The file has: ${names.join(', ')}`);
  }
  faults.refuse();
}

async function* jsonRows(
  pieces: AsyncGenerator<string>,
  { file, columns, nulls }: RowsAsked,
  faults: Faults,
): AsyncGenerator<readonly LogRow[]> {
  const unseen = new Set(columns);
  const seenNames = new Set<string>();
  let line = 0;
  let any = false;
  for await (const lines of linesOf(pieces)) {
    const rows: LogRow[] = [];
    for (const text of lines) {
      line += 1;
      if (text.trim() === '') continue;
      any = true;
      const object = objectOf(text);
      if (object === undefined) {
        faults.add(line, '(the line)', text, 'one JSON object');
        continue;
      }
      if (seenNames.size < 200) for (const name of Object.keys(object)) seenNames.add(name);
      const cells = columns.map((name) => {
        const value = lookUp(object, name);
        if (value !== undefined) unseen.delete(name);
        return value === undefined || value === null ? null : valueOf(plainText(value), nulls);
      });
      rows.push({ line, cells, identity: text.trim() });
    }
    if (rows.length > 0) yield rows;
  }
  if (!any) throw empty(file);
  if (faults.count === 0 && unseen.size > 0)
    requireColumns(
      file,
      columns.filter((name) => unseen.has(name)),
      [...seenNames],
    );
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let parts: string[] = [];
  for await (const piece of pieces) {
    if (!piece.includes('\n')) {
      parts.push(piece);
      continue;
    }
    const lines = [...parts, piece].join('').split('\n');
    parts = [lines.pop() ?? ''];
    yield lines;
  }
  const last = parts.join('');
  if (last !== '') yield [last];
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A member by its name, else by a path with dots. */
function lookUp(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  let value: unknown = object;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
