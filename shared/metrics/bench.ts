import type { Value } from '../lake/table.ts';
import type { Ask, MeasureContext } from './context.ts';
import type { Part } from './definition.ts';
import type { Measure, Measurements, Span } from './measure.ts';
import type { Frame, Relation } from './relation.ts';
import type { Scope } from './scope.ts';
import type { Segment } from './value.ts';

export type FactRow = Readonly<Record<string, Value>>;

/** One statement that was run, for `explain` and the tests. */
export interface Ran {
  readonly name: string;
  readonly sql: string;
  readonly rows: number;
}

/** Rows grouped by plain columns of a relation; `sums` are integer expressions. */
export interface Tally {
  readonly relation: Relation;
  readonly at: string | null;
  readonly span: Span;
  readonly where?: string;
  readonly columns: readonly string[];
  readonly sums?: Readonly<Record<string, string>>;
}
export interface TallyRow {
  readonly segment: Segment;
  readonly n: number;
  /** The columns and sums by name. */
  readonly row: FactRow;
}

/**
 * Where metrics get their facts. Questions asked before the first answer arrives are put together: one statement a relation for
 * all measures of all asks, each text run once.
 */
export interface Bench {
  readonly context: MeasureContext;
  scope(ask: Ask): Scope;
  frame(ask: Ask): Frame;
  /** Measures of one ask, one element a segment; segments of all measures are joined, absent ones are 0. */
  measure<M extends Readonly<Record<string, Measure>>>(ask: Ask, measures: M): Promise<readonly Measurements<M>[]>;
  /** Rows of a relation counted and summed by its columns, for what TypeScript finishes: one row a segment and group. */
  tally(ask: Ask, asked: Tally): Promise<readonly TallyRow[]>;
  /** Rows of a portable statement; the same text is run once. */
  rows(name: string, sql: string): Promise<readonly FactRow[]>;
  /** Another metric, with its own checks of inputs. */
  metric(ask: Ask): Promise<readonly Part[]>;
  /** The tables that have a row. */
  readonly present: ReadonlySet<string>;
}
