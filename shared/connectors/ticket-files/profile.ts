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

/** Reads a table to its end; `besides`: what else means "no value" in it. Memory: the first rows, and the fingerprints of up to a million values a column. */
export async function profileOf(
  table: Pick<FileTable, 'header' | 'rows'>,
  besides: readonly string[] = [],
): Promise<FileProfile> {
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
  const found = columns.map((column, at): ColumnProfile => {
    const name = names[at] ?? '';
    return { name, at, isRepeated: names.indexOf(name) !== names.lastIndexOf(name), ...column.result() };
  });
  const placeholders = found.map((column) => placeholderIn(column, found));
  return {
    rows,
    faults,
    kept: placeholders.every((text) => text === undefined)
      ? kept
      : kept.map((cells) => cells.map((cell, i) => (cell === placeholders[i] ? '' : cell))),
    columns: found.map((column, i) => withoutPlaceholder(column, placeholders[i])),
  };
}

/**
 * The one text that a column of times has where there is none: "Not resolved", 0000-00-00, 1900-01-01. All other values are times, and
 * no other column has it, where it could mean something.
 */
function placeholderIn(column: ColumnProfile, all: readonly ColumnProfile[]): string | undefined {
  const { filled, formats, values } = column;
  const most = Math.max(0, ...formats.map(({ fits }) => fits));
  if (most === 0 || most >= filled) return undefined;
  const [text, n] = ranked(values).find(([value]) => formats.every(({ format }) => !isTicketTime(format.read(value, 'UTC')))) ?? ['', 0]; // prettier-ignore
  const isElsewhere = all.some((other) => other !== column && other.formats.length === 0 && other.values.has(text));
  return n >= 2 && n + most >= filled && !isElsewhere ? text : undefined;
}

function withoutPlaceholder(column: ColumnProfile, text: string | undefined): ColumnProfile {
  if (text === undefined) return column;
  const values = new Map(column.values);
  const filled = column.filled - (values.get(text) ?? 0);
  values.delete(text);
  return { ...column, values, filled, distinct: column.distinct - 1, empties: new Set([...column.empties, text]) };
}

/** A value that is listed: how often it came, and the number at its end. */
interface Listed {
  n: number;
  readonly number: number | undefined;
}

function columnCounter(empty: ReadonlySet<string>) {
  const values = new Map<string, Listed>();
  const fingerprints = new Set<number>();
  const empties = new Set<string>();
  let formats: readonly DateFormat[] = [];
  let unlisted: Tally = tallyOf(formats);
  let [filled, pairs, ascending, descending] = [0, 0, 0, 0];
  let last: number | undefined;
  const follow = (number: number | undefined): void => {
    if (number === undefined) return;
    if (last !== undefined) {
      pairs += 1;
      if (number > last) ascending += 1;
      if (number < last) descending += 1;
    }
    last = number;
  };
  return {
    begin(some: readonly string[]): void {
      formats = formatsFor(some.filter((value) => !empty.has(value)));
      unlisted = tallyOf(formats);
    },
    add(value: string): void {
      const seen = values.get(value);
      if (seen !== undefined) {
        filled += 1;
        seen.n += 1;
        follow(seen.number);
        return;
      }
      if (empty.has(value)) {
        empties.add(value);
        return;
      }
      filled += 1;
      const number = numberAtEnd(value);
      follow(number);
      if (values.size < listed) values.set(value, { n: 1, number });
      else {
        if (fingerprints.size < counted) fingerprints.add(fingerprintOf(value));
        unlisted.add(value, 1);
      }
    },
    result() {
      // What a listed value is like is looked at once, however often it comes.
      for (const [value, { n }] of values) unlisted.add(value, n);
      const { letters, integers, emails, fits } = unlisted;
      return {
        filled,
        distinct: values.size + fingerprints.size,
        values: new Map([...values].map(([value, { n }]) => [value, n])),
        isListed: fingerprints.size === 0,
        formats: formats.map((format, i) => ({ format, fits: fits[i] ?? 0 })),
        integers,
        ascending: pairs === 0 ? 0 : ascending / pairs,
        descending: pairs === 0 ? 0 : descending / pairs,
        meanLength: filled === 0 ? 0 : letters / filled,
        emails,
        empties,
      };
    },
  };
}

interface Tally {
  add(value: string, n: number): void;
  letters: number;
  integers: number;
  emails: number;
  /** By the formats, in their order. */
  readonly fits: number[];
}
function tallyOf(formats: readonly DateFormat[]): Tally {
  const fits = formats.map(() => 0);
  return {
    letters: 0,
    integers: 0,
    emails: 0,
    fits,
    add(value, n) {
      this.letters += value.length * n;
      for (const [i, format] of formats.entries())
        if (isTicketTime(format.read(value, 'UTC'))) fits[i] = (fits[i] ?? 0) + n;
      if (isDigit(value.charCodeAt(value.length - 1)) && /^\d{1,15}$/.test(value)) this.integers += n;
      if (value.includes('@') && /^\S+@\S+\.\S+$/.test(value)) this.emails += n;
    },
  };
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The number that a value is, or ends in after letters of one word: "INC0012", "SUP-7". */
function numberAtEnd(value: string): number | undefined {
  let from = value.length;
  while (from > 0 && isDigit(value.charCodeAt(from - 1))) from -= 1;
  const digits = value.length - from;
  if (digits === 0 || digits > 15 || from > longestPrefix) return undefined;
  return from === 0 || /^[\p{L}#_-]*[-#\s_]?$/u.test(value.slice(0, from)) ? Number(value.slice(from)) : undefined;
}
/** Letters before the number of an id; a text that happens to end in a number has more. */
const longestPrefix = 40;

/** 53 bits that tell values from each other: two sums that each letter turns over. */
function fingerprintOf(value: string): number {
  let [high, low] = [value.length, 0x9e3779b1];
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 15;
    low = Math.imul(low ^ code, 0xc2b2ae35);
    low ^= low >>> 13;
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
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
