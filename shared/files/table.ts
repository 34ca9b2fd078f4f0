import { InputError } from '../errors.ts';
import { csvRecords, sniffDelimiter, zeroCharacter } from './csv.ts';
import { decoded } from './decode.ts';
import { headerPlace, headerWithin, kindOfRow, namesOf } from './header.ts';
import { jsonRecords, memberNames, memberOf, memberText } from './json.ts';
import { kindOf } from './kind.ts';
import { gathered, peek, unpacked } from './unpack.ts';
import type { XesEvent } from './xes.ts';

/** One row of a file. `fault`: why its cells cannot be trusted, as a phrase that follows "found". */
export interface FileRow {
  /** Line of the file on which it begins, row of the sheet, or line of the object; from 1. */
  readonly line: number;
  /** As many as the header has names. */
  readonly cells: readonly string[];
  /** The whole row as one text, the same however it was quoted. */
  readonly identity: string;
  readonly fault: { readonly found: string; readonly expected: string } | null;
}

/** A table in a file, whatever its container, encoding and layout. Rows come once. */
export interface FileTable {
  readonly format: 'csv' | 'json' | 'xlsx' | 'xes';
  readonly header: readonly string[];
  /** Line of the header; 0 where the rows name their columns themselves. */
  readonly headerLine: number;
  /** Of a CSV file. */
  readonly delimiter: string | null;
  /** Known once all rows were read. */
  readonly encoding: () => string;
  readonly rows: AsyncIterable<readonly FileRow[]>;
  /** Columns asked for that are not there; known once all rows were read, at once where there is a header. */
  readonly missing: () => readonly string[];
  /** Rows that are none of the table, once all rows were read: totals and notes, and the header again. */
  readonly passed: Passed;
}

interface Passed {
  /** Lines of totals and notes. */
  readonly notes: number[];
  headers: number;
}

/** What is known about a file before it is read; everything may be left out. */
export interface TableAsked {
  /** Names of columns that are needed: the header is the row that has them. */
  readonly columns?: readonly string[] | undefined;
  /** Stated or told by the name; else by what the file begins with. */
  readonly format?: 'csv' | 'jsonl' | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  /** Name of the sheet of a workbook. */
  readonly sheet?: string | undefined;
}

/** Bytes of a zip archive or workbook that are held in memory, and of its sheets unpacked. */
const most = { packed: 1 << 28, sheets: 1 << 29 };

/** A file with more columns is none that anybody maps: each costs time in every row. */
const mostColumns = 16_384;

/**
 * Opens the table in a file: gzip, zip with one file, XLSX, CSV with any usual delimiter, JSON lines or arrays, XES.
 * @throws InputError that says in one sentence what the file is, when it holds no such table
 */
export async function openTable(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  asked: TableAsked = {},
): Promise<FileTable> {
  return explained(file, async () => {
    const { begin, all } = await peek(unpacked(bytes), 4096);
    if (begin.length === 0) throw empty(file);
    const found = kindOf(begin);
    if (found.kind === 'other') throw refused(file, found.is, found.advice);
    if (found.kind === 'zip') return await zipTable(all(), file, asked);
    if (found.kind === 'xes') return await xesTable(decoded(all(), asked.encoding).text, file, asked);
    const text = decoded(all(), asked.encoding);
    const start = await textPeek(text.text);
    if (start.begin.trim() === '') throw empty(file);
    return asked.format === 'jsonl' || (asked.format === undefined && /^\s*(?:\{|\[\s*(?:\{|\]|$))/.test(start.begin))
      ? await jsonTable(start.all(), text.encoding, file, asked)
      : await csvTable(start, text.encoding, file, asked);
  });
}

/** A file that is refused as a whole: what was found, and what to do about it. */
export const refused = (file: string, found: string, advice: string, cause?: unknown): InputError =>
  new InputError(`${file} was rejected: found ${found}; ${advice}.`, [], cause === undefined ? {} : { cause });

/** A workbook of which nobody said which sheet to read. */
export class SheetsError extends InputError {
  readonly sheets: readonly string[];
  constructor(message: string, sheets: readonly string[]) {
    super(message);
    this.sheets = sheets;
  }
}

const empty = (file: string): InputError =>
  new InputError(`${file} was rejected: found an empty file, expected a header and rows.`);

/** Errors of decoders and unpackers as one sentence. */
async function explained<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asRefusal(error, file);
  }
}

function asRefusal(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof InputError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return refused(file, 'a gzip archive that is damaged or cut off', 'fetch it again', error);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return refused(file, 'bytes that are text in no usual encoding', 'save it again as UTF-8', error);
  return error;
}

async function* explainedRows(
  file: string,
  rows: AsyncIterable<readonly FileRow[]>,
): AsyncGenerator<readonly FileRow[]> {
  try {
    yield* rows;
  } catch (error) {
    throw asRefusal(error, file);
  }
}

/** The first letters of a text, at least 64 Ki where it has as many, and all of it again. */
async function textPeek(pieces: AsyncGenerator<string>) {
  let begin = '';
  let isWhole = false;
  while (begin.length < 1 << 16) {
    const piece = await pieces.next();
    if (piece.done === true) {
      isWhole = true;
      break;
    }
    begin += piece.value;
  }
  return {
    begin,
    isWhole,
    all: async function* (this: void): AsyncGenerator<string> {
      yield begin;
      yield* pieces;
    },
  };
}

async function zipTable(bytes: AsyncIterable<Uint8Array>, file: string, asked: TableAsked): Promise<FileTable> {
  // Readers of rare containers are loaded when one comes: the command line starts without them.
  const { entriesOf, entryBytes, isEncrypted } = await import('./zip.ts');
  const zip = await gathered(bytes, most.packed);
  if (zip === undefined)
    throw refused(file, `an archive of more than ${most.packed >> 20} MB`, 'unpack it and give the file inside');
  if (isEncrypted(zip))
    throw refused(file, 'a zip archive that is protected by a password', 'unpack it and give the file inside');
  let entries;
  try {
    entries = entriesOf(zip);
  } catch (cause) {
    throw refused(file, 'a zip archive that is damaged or cut off', 'fetch it again', cause);
  }
  const names = entries.map(({ name }) => name);
  if (names.includes('xl/workbook.xml')) {
    if (entries.reduce((sum, { size }) => sum + size, 0) > most.sheets)
      throw refused(file, `a workbook of more than ${most.sheets >> 20} MB`, 'save the sheet as CSV');
    return workbookTable(zip, file, asked);
  }
  if (names.some((name) => /^(?:word|ppt)\//.test(name) || name === 'mimetype' || name === 'xl/workbook.bin'))
    throw refused(file, 'an office document that is no XLSX workbook', 'save it as XLSX or CSV');
  const [only, ...more] = entries;
  if (only === undefined) throw refused(file, 'an empty zip archive', 'expected one file in it');
  if (more.length > 0) {
    const listed = names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : '');
    throw refused(file, `a zip archive of ${names.length} files (${listed})`, 'unpack it and give one of them');
  }
  const inner = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* entryBytes(zip, only);
    } catch (cause) {
      throw refused(file, 'a zip archive that is damaged or cut off', 'fetch it again', cause);
    }
  };
  return openTable(inner(), file, asked);
}

async function workbookTable(zip: Buffer, file: string, asked: TableAsked): Promise<FileTable> {
  const { sheetsOf } = await import('./workbook.ts');
  let sheets;
  try {
    sheets = await sheetsOf(zip);
  } catch (cause) {
    throw refused(file, 'a damaged workbook', 'save it again as XLSX or CSV', cause);
  }
  const names = sheets.map(({ name }) => `"${name}"`).join(', ');
  const sheet = asked.sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === asked.sheet);
  if (sheets.length === 0) throw refused(file, 'a workbook without rows', 'expected a header and rows');
  if (sheet === undefined)
    throw refused(file, `a workbook without a sheet "${asked.sheet}" that has rows`, `expected one of ${names}`);
  if (asked.sheet === undefined && sheets.length > 1)
    throw new SheetsError(
      `${file} was rejected: found a workbook of ${sheets.length} sheets with rows (${names}); save one as CSV, or name one with sheet.`,
      sheets.map(({ name }) => name),
    );
  const records = sheet.rows.map((cells, i) => ({ line: i + 1, cells, fault: null }));
  const batches = (async function* () {
    yield records;
  })();
  return recordTable('xlsx', records.slice(0, 400), batches, file, asked, { delimiter: null, encoding: () => 'utf-8' });
}

type TextPeek = Awaited<ReturnType<typeof textPeek>>;

async function csvTable(
  { begin, isWhole, all }: TextPeek,
  encoding: () => string,
  file: string,
  asked: TableAsked,
): Promise<FileTable> {
  const delimiter = asked.delimiter ?? sniffDelimiter(begin, isWhole);
  const batches = csvRecords(all(), delimiter);
  const first: RawRecord[] = [];
  while (first.length < headerWithin) {
    const batch = await batches.next();
    if (batch.done === true) break;
    for (const record of batch.value) first.push(record);
  }
  if (/^sep=/i.test(begin)) first.shift();
  const rest = (async function* () {
    yield first;
    yield* batches;
  })();
  return recordTable('csv', first.slice(0, 400), rest, file, asked, { delimiter, encoding });
}

interface RawRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | null;
}

/** Rows of one width in a row that end the reading: the columns have changed. */
const sameWidth = 5;
/** Lines of one cell that are held back until it is known whether rows follow. */
const mostNotes = 20;

async function recordTable(
  format: 'csv' | 'xlsx',
  first: readonly RawRecord[],
  batches: AsyncIterable<readonly RawRecord[]>,
  file: string,
  { columns = [] }: TableAsked,
  about: Pick<FileTable, 'delimiter' | 'encoding'>,
): Promise<FileTable> {
  const place = headerPlace(
    first.map(({ cells }) => cells),
    columns,
  );
  const top = place === undefined ? undefined : first[place];
  if (top === undefined) throw refused(file, 'data in the first line, expected the names of the columns', 'add them');
  let width = top.cells.length;
  while (
    width > 1 &&
    (top.cells[width - 1] ?? '').trim() === '' &&
    first.every(({ cells }) => (cells[width - 1] ?? '').trim() === '')
  )
    width -= 1;
  if (width > mostColumns)
    throw refused(file, `${width} columns`, `expected at most ${mostColumns}, as many as a sheet of Excel has`);
  const header = namesOf(top.cells.slice(0, width));
  const passed: Passed = { notes: [], headers: 0 };
  const titles = { first: (top.cells[0] ?? '').trim(), titles: header.join('\u001f') };
  async function* rows(): AsyncGenerator<readonly FileRow[]> {
    let wrong = { width: 0, n: 0, line: 0 };
    // Lines of one cell are faults where rows follow, and notes at the end.
    let single: FileRow[] = [];
    for await (const batch of batches) {
      const found: FileRow[] = [];
      for (const { line, cells, fault } of batch) {
        if (line <= (top?.line ?? 0)) continue;
        const even = cells.length === width ? cells : evened(cells, width, format === 'xlsx');
        if (fault === null && isNoRow(line, even ?? cells, width, titles, passed)) continue;
        if (fault === null && even === undefined && cells.length === 1 && width > 3 && single.length < mostNotes) {
          single.push(wrongWidth(line, cells, width));
          continue;
        }
        found.push(...single);
        single = [];
        if (fault === null && even === undefined) {
          wrong = wrong.width === cells.length ? { ...wrong, n: wrong.n + 1 } : { width: cells.length, n: 1, line };
          if (wrong.n === sameWidth)
            throw refused(
              file,
              `${cells.length} cells from line ${wrong.line} on, expected ${width} as in the header`,
              'the columns change half-way: export again, or cut the file in two',
            );
        } else wrong.width = 0;
        if (fault === null && even === undefined) found.push(wrongWidth(line, cells, width));
        else
          found.push({
            line,
            cells: even ?? cells,
            identity: cells.join('\u001f'),
            fault:
              fault === null
                ? null
                : { found: fault, expected: fault === zeroCharacter ? 'text' : 'cells quoted as "a ""b"" c"' },
          });
      }
      if (found.length > 0) yield found;
    }
    passed.notes.push(...single.map(({ line }) => line));
  }
  const missing = columns.filter((name) => !header.includes(name));
  return {
    format,
    header,
    headerLine: top.line,
    ...about,
    missing: () => missing,
    rows: explainedRows(file, rows()),
    passed,
  };
}

const wrongWidth = (line: number, cells: readonly string[], width: number): FileRow => ({
  line,
  cells,
  identity: cells.join('\u001f'),
  fault: { found: `${cells.length} cells`, expected: `${width} as in the header` },
});

/** Cells as many as the header has: empty ones at the end may be too many, or in a workbook be left out. undefined: no. */
function evened(cells: readonly string[], width: number, mayBeShort: boolean): readonly string[] | undefined {
  if (cells.length < width)
    return mayBeShort ? [...cells, ...Array.from({ length: width - cells.length }, () => '')] : undefined;
  return cells.slice(width).every((cell) => cell.trim() === '') ? cells.slice(0, width) : undefined;
}

interface Titles {
  readonly first: string;
  readonly titles: string;
}

/** Blank rows, lines of totals, notes, and the header again: counted, no rows. */
function isNoRow(
  line: number,
  cells: readonly string[],
  width: number,
  { first, titles }: Titles,
  passed: Passed,
): boolean {
  if (cells.length === width && (cells[0] ?? '').trim() === first && namesOf(cells).join('\u001f') === titles) {
    passed.headers += 1;
    return true;
  }
  const kind = kindOfRow(cells, width);
  if (kind === 'note') passed.notes.push(line);
  return kind !== 'row';
}

async function jsonTable(
  pieces: AsyncIterable<string>,
  encoding: () => string,
  file: string,
  { columns }: TableAsked,
): Promise<FileTable> {
  const batches = jsonRecords(pieces);
  const first = await batches.next();
  const records = first.done === true ? [] : first.value;
  const names = columns ?? [...new Set(records.slice(0, 1000).flatMap(({ value }) => memberNames(value)))];
  if (records.every(({ fault }) => fault !== null))
    throw refused(
      file,
      'text that begins like JSON but holds no object',
      'expected JSON lines, or an array of objects',
    );
  const unseen = new Set(columns);
  async function* rows(): AsyncGenerator<readonly FileRow[]> {
    for (let batch: readonly (typeof records)[number][] = records; batch.length > 0;) {
      yield batch.map(({ line, text, value, fault }) => {
        for (const name of unseen) if (memberOf(value, name) !== undefined) unseen.delete(name);
        const cells = names.map((name) => memberText(memberOf(value, name)));
        // Escapes may spell what no later step can carry: a zero character, half of a surrogate pair.
        const bad = /\\u(0000|[dD][89a-fA-F])/.test(text)
          ? cells.find((cell) => cell.includes('\0') || !cell.isWellFormed())
          : undefined;
        return {
          line,
          cells,
          identity: text,
          fault:
            fault !== null
              ? { found: `"${fault.slice(0, 60)}"`, expected: 'one JSON object' }
              : bad !== undefined
                ? { found: bad.includes('\0') ? zeroCharacter : 'half of a surrogate pair', expected: 'text' }
                : null,
        };
      });
      const next = await batches.next();
      batch = next.done === true ? [] : next.value;
    }
  }
  return {
    format: 'json',
    header: names,
    headerLine: 0,
    delimiter: null,
    encoding,
    missing: () => [...unseen],
    rows: explainedRows(file, rows()),
    passed: { notes: [], headers: 0 },
  };
}

/** Events looked at for the names of columns. */
const xesNames = 1000;

async function xesTable(pieces: AsyncIterable<string>, file: string, { columns = [] }: TableAsked): Promise<FileTable> {
  const broken = (cause: unknown): InputError =>
    refused(file, 'a process log (XES) that is no sound XML', 'export it again', cause);
  const { xesEvents } = await import('./xes.ts');
  const batches = xesEvents(pieces);
  const first: XesEvent[] = [];
  try {
    while (first.length < xesNames) {
      const batch = await batches.next();
      if (batch.done === true) break;
      for (const event of batch.value) first.push(event);
    }
  } catch (cause) {
    throw broken(cause);
  }
  if (first.length === 0) throw refused(file, 'a process log (XES) without events', 'export it again');
  const header = [...new Set(first.flatMap(({ values }) => Object.keys(values)))];
  const rowOf = ({ line, values }: XesEvent): FileRow => {
    const cells = header.map((name) => values[name] ?? '');
    return { line, cells, identity: cells.join('\u001f'), fault: null };
  };
  async function* rows(): AsyncGenerator<readonly FileRow[]> {
    yield first.map(rowOf);
    try {
      for await (const batch of batches) yield batch.map(rowOf);
    } catch (cause) {
      throw cause instanceof InputError ? cause : broken(cause);
    }
  }
  return {
    format: 'xes',
    header,
    headerLine: 0,
    delimiter: null,
    encoding: () => 'utf-8',
    missing: () => columns.filter((name) => !header.includes(name)),
    rows: rows(),
    passed: { notes: [], headers: 0 },
  };
}
