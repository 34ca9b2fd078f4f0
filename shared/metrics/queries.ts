import type { Value } from '../lake/table.ts';
import type { Span } from './measure.ts';
import type { Relation } from './relation.ts';
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
