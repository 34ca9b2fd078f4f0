import { nearest } from '../../nearest.ts';
import { InputError } from '../../errors.ts';
import type { AnyRow, Value } from '../../lake/table.ts';
import { civilDay } from '../../time/day.ts';
import type { InputMapping } from '../../config/input-mapping.ts';
import { mappedCells, mappingFor } from './mapped.ts';
import { openInput } from './open-input.ts';
import type { CellContext, Refusal } from './cells.ts';
import { flagOf, text } from './checks.ts';
import type { Fault, InputColumn, InputFlag, InputTable, LineRow } from './input-table.ts';

/** What the organisation says about all files. */
export interface InputContext {
  /** Times without an offset are wall time of this zone. */
  readonly zone: string;
  /** Source of tickets when a row names none: that of the only helpdesk, else null. */
  readonly ticket_source: string | null;
  /** How files are read that are not written in the columns of a table. */
  readonly mappings?: readonly InputMapping[];
  /** The local day on which the file comes in; left out: days ahead are not looked for. */
  readonly today?: number;
}
export interface ReadInput {
  readonly rows: readonly AnyRow[];
  /** The same rows with their lines. */
  readonly lines: readonly LineRow[];
  readonly flags: readonly InputFlag[];
  /** "2026-09" for tables that are replaced by month, ascending; else empty. */
  readonly months: readonly string[];
  /** The file was read by a mapping. */
  readonly isMapped: boolean;
}

/**
 * Reads a file of an input table, whatever its container, encoding and layout (openInput).
 * A file that was `accepted` before is read again without the checks between its rows: a rule that came later must not make a
 * replay impossible (casebook doctor tells what is stored against the rules).
 * @throws InputError when anything is wrong with it: up to 20 faults, each with file, line, column, found and expected
 */
export async function readInput(
  input: InputTable,
  bytes: Uint8Array,
  file: string,
  context: InputContext,
  { accepted = false }: { readonly accepted?: boolean } = {},
): Promise<ReadInput> {
  const faults: Fault[] = [];
  const { header, records, left, isMapped } = await recordsOf(input, bytes, file, context.mappings ?? [], faults);
  const columns = columnsOf(input, header, faults);
  const lines: LineRow[] = [];
  for (const { line, cells } of records) {
    const row = rowOf(input, columns, cells, line, context, faults);
    if (row) lines.push({ line, row });
  }
  if (records.length === 0 && faults.length === 0 && input.replaces.by === 'file') {
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
  const findings = accepted ? [] : input.checks.map((check) => check(rows, context));
  faults.push(...findings.flatMap((each) => each.faults ?? []));
  if (faults.length > 0) throw rejected(file, faults);
  return {
    rows: rows.map(({ row }) => row),
    lines: rows,
    flags: [...left, ...flags, ...findings.flatMap((each) => each.flags ?? [])],
    months: monthsIn(input, rows),
    isMapped,
  };
}

/** The error of a file: the first 20 faults in order of lines, equal ones as one with the lines that repeat it, and how many there are. */
export function rejected(file: string, faults: readonly Fault[]): InputError {
  const sorted = [...faults].sort((a, b) => a.line - b.line);
  const kinds = Map.groupBy(sorted, ({ column, found, expected }) => JSON.stringify([column, found, expected]));
  const more = kinds.size > 20 ? `; the first 20 are` : '';
  return new InputError(
    `${file} was rejected: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}${more}. Nothing was changed; correct the file and import it again.`,
    [...kinds.values()].slice(0, 20).map((same) => faultText(file, same)),
  );
}

function faultText(file: string, [first, ...again]: readonly Fault[]): string {
  if (first === undefined) return '';
  const { line, column, found, expected } = first;
  const text = `${file}:${line}: ${column}: found ${quoted(found)}, expected ${expected}`;
  if (again.length === 0) return text;
  const lines = again.slice(0, 5).map((fault) => fault.line);
  return `${text}; so ${again.length === 1 ? 'does line' : `do ${again.length} more lines:`} ${lines.join(', ')}${again.length > lines.length ? ' and others' : ''}`;
}

const quoted = (found: string): string => {
  const shown = found.length > 60 ? `${found.slice(0, 57)}...` : found;
  return shown === '' ? 'nothing' : JSON.stringify(shown);
};

interface Record_ {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Header in small letters, rows that can be trusted, and the lines of totals and notes that are none. */
async function recordsOf(
  input: InputTable,
  bytes: Uint8Array,
  file: string,
  mappings: readonly InputMapping[],
  faults: Fault[],
): Promise<{
  readonly isMapped: boolean;
  readonly header: readonly string[];
  readonly records: readonly Record_[];
  readonly left: readonly InputFlag[];
}> {
  const [only] = mappings.filter(({ table }) => table === input.name);
  const table = await openInput(bytes, file, { sheet: only?.sheet, encoding: only?.encoding });
  const mapping = mappingFor(mappings, input.name, table.header);
  const mapped = mapping === undefined ? undefined : mappedCells(mapping, input, table.header);
  const records: Record_[] = [];
  for (const { line, cells, fault } of table.rows) {
    if (fault === null) records.push({ line, cells: mapped?.cells(cells) ?? cells });
    else faults.push({ line, column: '(row)', ...fault });
  }
  const left = flagOf(
    'lines_left_out',
    table.notes.map((line) => `line ${line} holds a total or a note`),
  );
  return {
    header: mapped?.header ?? asWritten(table.header.map((name) => name.toLowerCase())),
    records,
    left,
    isMapped: mapped !== undefined,
  };
}

/** Names that a header has twice come numbered (shared/files/header.ts); an input takes each once, so they are told as they stand. */
const asWritten = (names: readonly string[]): readonly string[] =>
  names.map((name) => {
    const own = name.replace(/#\d+$/, '');
    return names.includes(`${own}#1`) && names.includes(`${own}#2`) ? own : name;
  });

/** The definition of each column of the file, in the file's order; undefined for one that the table does not know. */
function columnsOf(input: InputTable, header: readonly string[], faults: Fault[]): Columns {
  const known = Object.keys(input.columns);
  const fault = (found: string, expected: string): void =>
    void faults.push({ line: 1, column: '(header)', found, expected });
  for (const [name, { required, meaning }] of Object.entries(input.columns)) {
    if (required && !header.includes(name))
      fault(`no column ${name}`, `one: ${meaning} (casebook import --template ${input.name} prints a header)`);
  }
  return header.map((name, i) => {
    const column = input.columns[name];
    if (!column || !Object.hasOwn(input.columns, name)) {
      const hint = nearest(name, known);
      fault(name, hint === undefined ? `one of ${known.join(', ')}` : `one of the columns (did you mean ${hint}?)`);
      return undefined;
    }
    if (header.indexOf(name) !== i) fault(name, 'each column once');
    return [name, column] as const;
  });
}

type Columns = readonly (readonly [name: string, column: InputColumn] | undefined)[];

function rowOf(
  input: InputTable,
  columns: Columns,
  cells: readonly string[],
  line: number,
  context: InputContext,
  faults: Fault[],
): AnyRow | undefined {
  const before = faults.length;
  const row: Record<string, Value> = {};
  for (const [name, { into = name, otherwise = null }] of Object.entries(input.columns)) row[into] = otherwise;
  if ('ticket_source' in row) row['ticket_source'] = context.ticket_source;
  const currencyAt = columns.findIndex((each) => each?.[0] === 'currency');
  const about: CellContext = { zone: context.zone, currency: currencyAt < 0 ? '' : (cells[currencyAt] ?? '') };
  columns.forEach((each, i) => {
    if (each === undefined) return;
    const [name, column] = each;
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
