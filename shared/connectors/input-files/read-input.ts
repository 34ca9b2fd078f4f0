import { CsvError, parse } from 'csv-parse/sync';
import { nearest } from '../../config/read.ts';
import { InputError } from '../../errors.ts';
import type { AnyRow, Value } from '../../lake/table.ts';
import { civilDay } from '../../time/day.ts';
import type { CellContext, Refusal } from './cells.ts';
import { flagOf, text } from './checks.ts';
import type { Fault, InputColumn, InputFlag, InputTable, LineRow } from './input-table.ts';

/** What the organisation says about all files. */
export interface InputContext {
  /** Times without an offset are wall time of this zone. */
  readonly zone: string;
  /** Source of tickets when a row names none: that of the only helpdesk, else null. */
  readonly ticket_source: string | null;
}
export interface ReadInput {
  readonly rows: readonly AnyRow[];
  /** The same rows with their lines. */
  readonly lines: readonly LineRow[];
  readonly flags: readonly InputFlag[];
  /** "2026-09" for tables that are replaced by month, ascending; else empty. */
  readonly months: readonly string[];
}

/**
 * Reads a CSV file of an input table: UTF-8 with or without BOM, LF or CRLF, "," ";" or tab, quoted line breaks.
 * A file that was `accepted` before is read again without the checks between its rows: a rule that came later must not make a
 * replay impossible (casebook doctor tells what is stored against the rules).
 * @throws InputError when anything is wrong with it: up to 20 faults, each with file, line, column, found and expected
 */
export function readInput(
  input: InputTable,
  bytes: Uint8Array,
  file: string,
  context: InputContext,
  { accepted = false }: { readonly accepted?: boolean } = {},
): ReadInput {
  const faults: Fault[] = [];
  const { header, records } = recordsOf(bytes, file);
  const columns = columnsOf(input, header, faults);
  if (faults.length > 0) throw rejected(file, faults);
  const lines: LineRow[] = [];
  for (const { line, cells } of records) {
    if (cells.length !== header.length) {
      faults.push({
        line,
        column: '(row)',
        found: `${cells.length} cells`,
        expected: `${header.length}, as in the header`,
      });
      continue;
    }
    const row = rowOf(input, columns, cells, line, context, faults);
    if (row) lines.push({ line, row });
  }
  if (records.length === 0 && input.replaces.by === 'file') {
    faults.push({
      line: 1,
      column: '(file)',
      found: 'no rows',
      expected: 'at least one: the file replaces everything it said before',
    });
  }
  if (faults.length > 0) throw rejected(file, faults);
  const { rows, flags } = uniqueRows(input, lines, faults);
  if (accepted) faults.length = 0;
  const findings = accepted ? [] : input.checks.map((check) => check(rows));
  faults.push(...findings.flatMap((each) => each.faults ?? []));
  if (faults.length > 0) throw rejected(file, faults);
  return {
    rows: rows.map(({ row }) => row),
    lines: rows,
    flags: [...flags, ...findings.flatMap((each) => each.flags ?? [])],
    months: monthsIn(input, rows),
  };
}

/** The error of a file: the first 20 faults in order of lines, and how many there are. */
export function rejected(file: string, faults: readonly Fault[]): InputError {
  const sorted = [...faults].sort((a, b) => a.line - b.line);
  const more = faults.length > 20 ? `; the first 20 are` : '';
  return new InputError(
    `${file} was rejected: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}${more}. Nothing was changed; correct the file and import it again.`,
    sorted
      .slice(0, 20)
      .map(
        ({ line, column, found, expected }) =>
          `${file}:${line}: ${column}: found ${quoted(found)}, expected ${expected}`,
      ),
  );
}

const quoted = (found: string): string => {
  const shown = found.length > 60 ? `${found.slice(0, 57)}...` : found;
  return shown === '' ? 'nothing' : JSON.stringify(shown);
};

interface Record_ {
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsOf(
  bytes: Uint8Array,
  file: string,
): { readonly header: readonly string[]; readonly records: readonly Record_[] } {
  const content = decoded(bytes, file);
  const first = content.slice(0, Math.max(0, content.search(/[\r\n]|$/)));
  const delimiter = [',', ';', '\t'].reduce((best, each) => (count(first, each) > count(first, best) ? each : best));
  const parsed: Record_[] = [];
  try {
    parse(content, {
      delimiter,
      // The parser says where a record ends; line breaks inside its cells lead back to where it begins.
      on_record(cells: string[], { lines }) {
        const breaks = cells.reduce((sum, cell) => sum + (cell.includes('\n') ? count(cell, '\n') : 0), 0);
        parsed.push({ line: lines - breaks, cells });
        return null;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      bom: true,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause['lines'] === 'number' ? cause['lines'] : 1;
    throw rejected(file, [{ line, column: '(row)', found: cause.message.split('\n')[0] ?? '', expected: 'CSV' }]);
  }
  const header = parsed[0];
  if (!header) throw rejected(file, [{ line: 1, column: '(file)', found: '', expected: 'a header line' }]);
  const filled = parsed.slice(1).filter(({ cells }) => cells.some((cell) => cell !== ''));
  return { header: header.cells.map((name) => name.toLowerCase()), records: filled };
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const found = bytes[0] === 0xff || bytes[0] === 0xfe ? 'UTF-16' : 'bytes that are not UTF-8';
    throw rejected(file, [
      { line: 1, column: '(file)', found, expected: 'UTF-8 text (in a spreadsheet: save as "CSV UTF-8")' },
    ]);
  }
}

const count = (content: string, part: string): number => content.split(part).length - 1;

/** The definition of each column of the file, in the file's order. */
function columnsOf(
  input: InputTable,
  header: readonly string[],
  faults: Fault[],
): readonly (readonly [string, InputColumn])[] {
  const known = Object.keys(input.columns);
  const fault = (found: string, expected: string): void =>
    void faults.push({ line: 1, column: '(header)', found, expected });
  for (const [name, { required, meaning }] of Object.entries(input.columns)) {
    if (required && !header.includes(name))
      fault(`no column ${name}`, `one: ${meaning} (casebook import --template ${input.name} prints a header)`);
  }
  return header.flatMap((name, i) => {
    const column = input.columns[name];
    if (!column || !Object.hasOwn(input.columns, name)) {
      const hint = nearest(name, known);
      fault(name, hint === undefined ? `one of ${known.join(', ')}` : `one of the columns (did you mean ${hint}?)`);
      return [];
    }
    if (header.indexOf(name) !== i) fault(name, 'each column once');
    return [[name, column] as const];
  });
}

function rowOf(
  input: InputTable,
  columns: readonly (readonly [string, InputColumn])[],
  cells: readonly string[],
  line: number,
  context: InputContext,
  faults: Fault[],
): AnyRow | undefined {
  const before = faults.length;
  const row: Record<string, Value> = {};
  for (const [name, { into = name, otherwise = null }] of Object.entries(input.columns)) row[into] = otherwise;
  if ('ticket_source' in row) row['ticket_source'] = context.ticket_source;
  const currencyAt = columns.findIndex(([name]) => name === 'currency');
  const about: CellContext = { zone: context.zone, currency: currencyAt < 0 ? '' : (cells[currencyAt] ?? '') };
  columns.forEach(([name, column], i) => {
    const cell = cells[i] ?? '';
    if (cell === '') {
      if (column.required) faults.push({ line, column: name, found: '', expected: `a value: ${column.meaning}` });
      return;
    }
    const value = column.cell.parse(cell, about);
    if (isRefusal(value)) faults.push({ line, column: name, found: cell, expected: value.expected });
    else row[column.into ?? name] = value;
  });
  return faults.length === before ? row : undefined;
}

const isRefusal = (value: Value | Refusal): value is Refusal => typeof value === 'object' && value !== null;

/**
 * One row a key. Where repeats are allowed, the same content again is counted, and of two contents the one with the later
 * `updated_s` wins, which is told; two contents that no `updated_s` puts in order are a fault: one of them is wrong, nobody knows
 * which. Elsewhere every repeat is a fault.
 */
function uniqueRows(
  input: InputTable,
  lines: readonly LineRow[],
  faults: Fault[],
): { readonly rows: readonly LineRow[]; readonly flags: readonly InputFlag[] } {
  const key = input.table.key.filter((name) => name !== 'source');
  const best = new Map<string, LineRow>();
  const [repeats, superseded]: [string[], string[]] = [[], []];
  for (const each of lines) {
    const name = JSON.stringify(key.map((column) => text(each.row[column])));
    const seen = best.get(name);
    if (!seen) {
      best.set(name, each);
      continue;
    }
    const fault = (expected: string): void => {
      const found = key.map((column) => text(each.row[column])).join(', ');
      faults.push({ line: each.line, column: key.join('+'), found, expected });
    };
    if (input.repeats === 'fault') {
      fault(`a key that line ${seen.line} does not have`);
    } else if (contentOf(each.row) === contentOf(seen.row)) {
      repeats.push(`line ${each.line} repeats line ${seen.line}`);
    } else if (updatedOf(each) === updatedOf(seen)) {
      fault(
        `the content of line ${seen.line}, which has the same key, or an updated_at that says which of the two is later`,
      );
      best.set(name, each);
    } else {
      const [later, earlier] = updatedOf(each) > updatedOf(seen) ? [each, seen] : [seen, each];
      superseded.push(`line ${later.line} wins over line ${earlier.line}, it was updated later`);
      best.set(name, later);
    }
  }
  return {
    rows: [...best.values()],
    flags: [...flagOf('duplicate_rows', repeats), ...flagOf('superseded_rows', superseded)],
  };
}

const updatedOf = ({ row }: LineRow): number => Number(row['updated_s'] ?? 0);
const contentOf = (row: AnyRow): string =>
  JSON.stringify(Object.entries(row).map(([name, value]) => [name, text(value)]));

function monthsIn({ replaces }: InputTable, rows: readonly LineRow[]): readonly string[] {
  if (replaces.by !== 'month') return [];
  const days = rows.flatMap(({ row }) => (typeof row[replaces.day] === 'number' ? [Number(row[replaces.day])] : []));
  return [...new Set(days.map(monthOfDay))].sort();
}

/** "2026-09" */
export function monthOfDay(day: number): string {
  const { year, month } = civilDay(day);
  return `${year}-${String(month).padStart(2, '0')}`;
}
