import type { TableName } from '../lake/tables.ts';
import type { Value } from '../lake/table.ts';
import type { Ask, MeasureContext } from './context.ts';
import type { Part } from './definition.ts';
import type { Gaps } from './knowledge.ts';
import type { Measure, Measurements, Span } from './measure.ts';
import type { Frame, Relation } from './relation.ts';
import type { Scope } from './scope.ts';
import type { Sql } from './sql.ts';
import type { Segment } from './value.ts';

export type FactRow = Readonly<Record<string, Value>>;

/** One statement that was run, for `explain` and the tests. */
export interface Ran {
  readonly name: string;
  readonly sql: string;
  readonly rows: number;
}

/** Rows grouped by plain columns of a relation; `sums` are integer expressions. */
export interface Tally<C extends string = string, K extends C = C, S extends string = string> {
  readonly relation: Relation<C>;
  readonly at: NoInfer<C> | null;
  readonly span: Span;
  readonly where?: Sql<NoInfer<C>>;
  readonly columns: readonly K[];
  readonly sums?: Readonly<Record<S, Sql<NoInfer<C>>>>;
}
export interface TallyRow<K extends string = string> {
  readonly segment: Segment;
  readonly n: number;
  /** The columns and sums by name. */
  readonly row: Readonly<Record<K, Value>>;
}

/**
 * Where metrics get their facts. Questions asked before the first answer arrives are put together: one statement a relation for
 * all measures of all asks, each text run once.
 */
export interface MetricQueries {
  readonly context: MeasureContext;
  scope(ask: Ask): Scope;
  frame(ask: Ask): Frame;
  /** Measures of one ask, one element a segment; segments of all measures are joined, absent ones are 0. */
  measure<M extends Readonly<Record<string, Measure>>>(ask: Ask, measures: M): Promise<readonly Measurements<M>[]>;
  /** Rows of a relation counted and summed by its columns, for what TypeScript finishes: one row a segment and group. */
  tally<C extends string, K extends C = never, S extends string = never>(
    ask: Ask,
    asked: Tally<C, K, S>,
  ): Promise<readonly TallyRow<K | S>[]>;
  /** Rows of a portable statement; the same text is run once. */
  rows(name: string, sql: string): Promise<readonly FactRow[]>;
  /** Another metric, with its own checks of inputs. */
  metric(ask: Ask): Promise<readonly Part[]>;
  /** What is not known of some ticket. */
  readonly gaps: Gaps;
  /** The tables that have a row. */
  readonly present: ReadonlySet<TableName>;
}
