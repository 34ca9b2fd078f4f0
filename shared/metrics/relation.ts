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
  readonly present: ReadonlySet<string>;
  /** Instants of local midnight of the days on which accounts change: day since 1970 -> epoch seconds. */
  readonly account_days: readonly (readonly [day: number, at_s: number])[];
}

/** A dimension as SQL text that is never null, and the joins it needs. */
export interface Cut {
  readonly sql: string;
  readonly joins: readonly string[];
}

/** A set of rows that measures count: a table, or a query over tables, with its possible cuts. Its alias is always `t`. */
export interface Relation {
  readonly name: string;
  /** Tables it reads besides those of its cuts. */
  readonly tables: readonly string[];
  /** Two asks with the same key and window may share a statement. */
  readonly key: (dimensions: readonly Dimension[], frame: Frame) => string;
  /** FROM clause without the word. */
  readonly from: (frame: Frame) => string;
  /** Condition that every row fulfils. */
  readonly where?: (frame: Frame) => string | undefined;
  /** undefined: this relation cannot be cut that way. */
  readonly cut: (dimension: Dimension, frame: Frame) => Cut | undefined;
  /** Column that names a row in `explain`, such as ticket_id. */
  readonly row: readonly string[];
}

/** A column of the relation as a dimension; null becomes the segment `unknown`. */
export const column = (name: string): Cut => ({ sql: `coalesce(t.${name}, 'unknown')`, joins: [] });
