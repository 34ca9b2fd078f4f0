import { hash } from 'node:crypto';
import type { FileTable } from '../../files/table.ts';
import { formatsFor, isTicketTime, type DateFormat } from './date-formats.ts';

/** Texts that stand for "no value" in exports. */
export const emptyTexts: ReadonlySet<string> = new Set(['', '?', 'null', 'NULL', 'Null', 'None', 'none', 'N/A', 'n/a', '-', '--', '—', 'nan', 'NaN', '(empty)', '(null)', 'NIL', '#N/A']); // prettier-ignore
/** Rows kept to compare columns with each other; all rows are counted. */
const keptRows = 20_000;
/** Rows that the formats of dates are chosen by; all rows are counted. */
const firstRows = 300;
/** Different values of one column that are listed. */
export const listed = 400;
const counted = 1_000_000;

/** What the values of one column are like, over the whole file. */
export interface ColumnProfile {
  readonly name: string;
  readonly at: number;
  /** Another column has the same name. */
  readonly isRepeated: boolean;
  readonly filled: number;
  readonly distinct: number;
  /** Values with their counts; not whole when there are more than `listed`. */
  readonly values: ReadonlyMap<string, number>;
  readonly isListed: boolean;
  /** Formats with the rows that they read. */
  readonly formats: readonly { readonly format: DateFormat; readonly fits: number }[];
  readonly integers: number;
  /** Share of the rows whose number is larger than that of the row before; of those that have one. */
  readonly ascending: number;
  readonly descending: number;
  readonly meanLength: number;
  readonly emails: number;
  readonly empties: ReadonlySet<string>;
}

export interface FileProfile {
  readonly rows: number;
  readonly faults: readonly { readonly line: number; readonly found: string; readonly expected: string }[];
  readonly columns: readonly ColumnProfile[];
  /** The first rows, cells in the order of the header, what means "no value" as ''. */
  readonly kept: readonly (readonly string[])[];
}

/** Reads a table to its end; `besides`: what else means "no value" in it. Memory: the first rows, and the hashes of up to a million values a column. */
export async function profileOf(table: FileTable, besides: readonly string[] = []): Promise<FileProfile> {
  const empty = new Set([...emptyTexts, ...besides]);
  const columns = table.header.map(() => columnCounter(empty));
  const kept: (readonly string[])[] = [];
  const faults: { line: number; found: string; expected: string }[] = [];
  let rows = 0;
  let early: (readonly string[])[] | undefined = [];
  const settle = (): void => {
    for (const [i, column] of columns.entries()) column.begin((early ?? []).map((cells) => cells[i] ?? ''));
    for (const cells of early ?? []) for (const [i, column] of columns.entries()) column.add(cells[i] ?? '');
    early = undefined;
  };
  for await (const batch of table.rows) {
    for (const { line, cells, fault } of batch) {
      rows += 1;
      if (fault !== null) {
        faults.push({ line, ...fault });
        continue;
      }
      const values = cells.map((cell) => cell.trim());
      if (kept.length < keptRows) kept.push(values.map((value) => (empty.has(value) ? '' : value)));
      if (early === undefined) for (const [i, column] of columns.entries()) column.add(values[i] ?? '');
      else if (early.push(values) >= firstRows) settle();
    }
  }
  if (early !== undefined) settle();
  const names = table.header;
  return {
    rows,
    faults,
    kept,
    columns: columns.map((column, at) => {
      const name = names[at] ?? '';
      return { name, at, isRepeated: names.indexOf(name) !== names.lastIndexOf(name), ...column.result() };
    }),
  };
}

function columnCounter(empty: ReadonlySet<string>) {
  const values = new Map<string, number>();
  const hashes = new Set<number>();
  const empties = new Set<string>();
  let formats: { format: DateFormat; fits: number }[] = [];
  let [filled, letters, integers, emails, pairs, ascending, descending] = [0, 0, 0, 0, 0, 0, 0];
  let last: number | undefined;
  let isListed = true;
  return {
    begin(some: readonly string[]): void {
      const told = some.filter((value) => !empty.has(value));
      formats = formatsFor(told).map((format) => ({ format, fits: 0 }));
    },
    add(value: string): void {
      if (empty.has(value)) {
        empties.add(value);
        return;
      }
      filled += 1;
      letters += value.length;
      const seen = values.get(value);
      if (seen !== undefined) values.set(value, seen + 1);
      else if (values.size < listed) values.set(value, 1);
      else {
        isListed = false;
        if (hashes.size < counted) hashes.add(Number.parseInt(hash('md5', value, 'hex').slice(0, 13), 16));
      }
      for (const each of formats) if (isTicketTime(each.format.read(value, 'UTC'))) each.fits += 1;
      if (/^\d{1,15}$/.test(value)) integers += 1;
      if (/^\S+@\S+\.\S+$/.test(value)) emails += 1;
      const number = /^(?:[\p{L}#_-]*[-#\s_]?)?(\d{1,15})$/u.exec(value)?.[1];
      if (number === undefined) return;
      if (last !== undefined) {
        pairs += 1;
        if (Number(number) > last) ascending += 1;
        if (Number(number) < last) descending += 1;
      }
      last = Number(number);
    },
    result: () => ({
      filled,
      distinct: values.size + hashes.size,
      values,
      isListed,
      formats,
      integers,
      ascending: pairs === 0 ? 0 : ascending / pairs,
      descending: pairs === 0 ? 0 : descending / pairs,
      meanLength: filled === 0 ? 0 : letters / filled,
      emails,
      empties,
    }),
  };
}

/** Whether a column holds times: some formats of one order of day and month read nearly all of it. */
export function timesOf({
  filled,
  formats,
}: ColumnProfile): readonly { readonly format: DateFormat; readonly fits: number }[] {
  return filled === 0 ? [] : formats.filter(({ fits }) => fits >= filled * 0.97 || fits >= filled - 1);
}

/** Values with their counts, the most frequent first. */
export const ranked = (values: ReadonlyMap<string, number>): readonly (readonly [value: string, n: number])[] =>
  [...values].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
