import type { AnyRow, Table } from '../../lake/table.ts';
import type { TableName } from '../../lake/tables.ts';
import type { Cell } from './cells.ts';

/** One column of a file: what people write, and the lake column it fills. */
export interface InputColumn {
  readonly cell: Cell;
  readonly meaning: string;
  /** A cell of the template's example row; '' = left empty there. */
  readonly example: string;
  /** false: the cell may be empty and the column may be left out. */
  readonly required: boolean;
  /** Lake column; the header's name when left out. */
  readonly into?: string;
  /** Value of an empty cell; null when left out. */
  readonly otherwise?: AnyRow[string];
}

/** A row with the line of the file on which it begins. */
export interface LineRow {
  readonly line: number;
  readonly row: AnyRow;
}
/** One fault of a file: it is rejected whole. */
export interface Fault {
  readonly line: number;
  readonly column: string;
  readonly found: string;
  readonly expected: string;
}
/** Something a reader should know though it rejects nothing. */
export interface InputFlag {
  readonly flag: string;
  readonly count: number;
  /** Up to five places. */
  readonly examples: readonly string[];
  /** What to do about it, where that is not to correct the file. */
  readonly advice?: string;
}
/** What a check of all rows of a file answers. */
export interface Findings {
  readonly faults?: readonly Fault[];
  readonly flags?: readonly InputFlag[];
}
/** What a check may know besides the rows. */
export interface CheckContext {
  /** The local day on which the file comes in; left out: nobody asks. */
  readonly today?: number;
}
export type Check = (rows: readonly LineRow[], context: CheckContext) => Findings;

/** What the rows of a file must agree with that other files said. */
export interface StoredCheck {
  /** Lake columns that the check compares. */
  readonly columns: readonly string[];
  /** Only stored rows of the file's days are read, by this column; all of them when left out. */
  readonly day?: string;
  /** `stored`: delivered rows that this file does not replace. */
  readonly check: (rows: readonly LineRow[], stored: readonly AnyRow[]) => Findings;
}

/**
 * What a newer delivery of the same file name does to the rows of its older ones; in all cases a row with the same key replaces.
 * - `file`: all of them go. The file is the whole statement: a roster, rates, a calendar.
 * - `month`: those of the months that occur in the newer delivery go, by `day`. The file is a ledger: correct a month by
 *   delivering it again.
 * - `key`: none goes. The file is a stream of things that happened.
 */
export type Replaces =
  { readonly by: 'file' } | { readonly by: 'key' } | { readonly by: 'month'; readonly day: string };

/** An input that does not come from a helpdesk (contract 4.3), as data. */
export interface InputTable {
  readonly name: TableName;
  readonly table: Table;
  /** One sentence for the documentation. */
  readonly about: string;
  readonly replaces: Replaces;
  readonly columns: Readonly<Record<string, InputColumn>>;
  /** Further rows of the template, each by what differs from the examples of the columns. */
  readonly alsoLike?: readonly Readonly<Record<string, string>>[];
  readonly checks: readonly Check[];
  readonly stored?: StoredCheck;
  /** A repeated key inside one file: always a fault, or only where the contents differ and no `updated_at` orders them. */
  readonly repeats: 'fault' | 'latest';
}

/** Makes a definition. That every column fills a column of the table, of the cell's kind, is tested over the registry. */
export function inputTable(definition: {
  readonly table: Table;
  readonly about: string;
  readonly replaces: Replaces;
  readonly columns: Readonly<Record<string, InputColumn>>;
  readonly alsoLike?: InputTable['alsoLike'];
  readonly checks?: readonly Check[];
  readonly stored?: StoredCheck;
  readonly repeats?: 'fault' | 'latest';
}): InputTable {
  const { checks = [], repeats = 'fault', table, ...rest } = definition;
  return { ...rest, table, name: table.name as TableName, checks, repeats };
}

type Options = Pick<InputColumn, 'into' | 'otherwise'>;

/** A column whose cells must be filled. */
export const required = (cell: Cell, meaning: string, example: string, options: Options = {}): InputColumn => ({
  cell,
  meaning,
  example,
  required: true,
  ...options,
});

/** A column that may be empty or left out. */
export const optional = (cell: Cell, meaning: string, example = '', options: Options = {}): InputColumn => ({
  cell,
  meaning,
  example,
  required: false,
  ...options,
});
