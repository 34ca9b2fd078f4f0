import { allTables, type TableName } from '../lake/tables.ts';
import { checkSql } from './sql-check.ts';
import { sqlColumns, type SqlColumns } from './sql.ts';
import type { Dimension } from './value.ts';

/** What the text of a relation depends on. */
export interface Frame {
  readonly as_of_s: number;
  /** Start and end of the known part of the period, epoch seconds, half-open. */
  readonly start_s: number;
  readonly end_s: number;
  /** as_of lies before the newest fact: later facts must be hidden. */
  readonly past: boolean;
  /** as_of was chosen before what all sources reach: attributes and hand-offs of that instant are read from the events. */
  readonly looks_back?: boolean;
  /** Tables with at least one row. */
  readonly present: ReadonlySet<TableName>;
  /** Every ticket names its own team, as the table has it now. */
  readonly tells_team?: boolean;
  /** Instants of local midnight of the days on which accounts change: day since 1970 -> epoch seconds. */
  readonly account_days: readonly (readonly [day: number, at_s: number])[];
}

/** A dimension as SQL text that is never null, and the joins it needs. */
export interface Cut {
  readonly sql: string;
  readonly joins: readonly string[];
}

interface RelationDefinition<C extends string> {
  readonly name: string;
  /** What measures may count, sum, date and test. */
  readonly columns: readonly C[];
  /** Tables it reads besides those of its cuts. */
  readonly tables: readonly TableName[];
  /** Two asks with the same key and window may share a statement. */
  readonly key: (dimensions: readonly Dimension[], frame: Frame) => string;
  /** FROM clause without the word. */
  readonly from: (frame: Frame) => string;
  /** Condition that every row fulfils. */
  readonly where?: (frame: Frame) => string | undefined;
  /** undefined: this relation cannot be cut that way. */
  readonly cut: (dimension: Dimension, frame: Frame) => Cut | undefined;
  /** Columns that name a row in `explain`, such as ticket_id. */
  readonly row: readonly NoInfer<C>[];
}

/** A set of rows that measures count: a table, or a query over tables, with its possible cuts. Its alias is always `t`. */
export interface Relation<C extends string = string> extends RelationDefinition<C> {
  /** Its columns, to write conditions and values with. */
  readonly t: SqlColumns<C>;
}

/** @throws InternalError when its text names a column that does not exist */
export function relation<const C extends string>(definition: RelationDefinition<C>): Relation<C> {
  for (const past of [false, true])
    checkSql(`Rows of ${definition.name}`, definition.from({ ...anyFrame, past, looks_back: past }));
  return { ...definition, t: sqlColumns(definition.columns) };
}
const anyFrame = {
  as_of_s: 0,
  start_s: 0,
  end_s: 0,
  present: new Set(allTables.map(({ name }) => name)),
  account_days: [],
};

/** A column of the relation as a dimension; null becomes the segment `unknown`. */
export const column = (name: string): Cut => ({ sql: `coalesce(t.${name}, 'unknown')`, joins: [] });
