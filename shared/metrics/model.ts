import type { FactKind } from '../knowledge/fact-kind.ts';
import type { ColumnPath, TableName } from '../lake/tables.ts';
import type { Period } from '../period.ts';
import type { Extras, MeasureContext } from './context.ts';
import type { Duration, Gaps } from './gaps.ts';
import type { Measure, Measurements } from './measure.ts';
import type { FactRow, Tally, TallyRow } from './queries.ts';
import type { Frame } from './relation.ts';
import type { Scope } from './scope.ts';
import type { Dimension, MetricValue, Reason, Segment, Unit } from './value.ts';

// A metric, the question that it answers, and where it gets its facts: types that speak of each other.

export type Audience = 'executive' | 'finance' | 'lead';
export type Cadence = 'weekly' | 'quarterly';
export type Direction = 'up' | 'down' | 'neutral' | 'as_base';
export type Axis =
  'created' | 'resolved' | 'first_resolved' | 'first_reply' | 'answered' | 'raised' | 'period' | 'instant' | 'as_base';
export type Credit = 'resolver' | 'first replier' | 'rated person' | 'reviewed person' | 'owner at the end';
export type MetricKind = 'value' | 'by_part' | 'by_dimension' | 'panel' | 'alias' | 'undefined';
/** How firm the formula is: the text gives it, gives words only, gives the name only, or contradicts itself. */
export type Basis = 'stated' | 'described' | 'named' | 'ambiguous';

/** What a number means, in words that mails, the catalogue page and `explain` print. Ids are promises: added, never renamed. */
export interface Definition {
  readonly id: string;
  readonly title: string;
  /** The reader's question that the number answers. */
  readonly question: string;
  readonly group: string;
  readonly kind: MetricKind;
  readonly formula: string;
  readonly unit: Unit;
  /** Which way is good. */
  readonly direction: Direction;
  readonly audience: readonly Audience[];
  readonly cadence: readonly Cadence[];
  readonly inputs: readonly ColumnPath[];
  /** Facts of a ticket without which it is in neither part of the number. */
  readonly needs?: readonly FactKind[];
  /** Besides the cases it divides by something that others tell, such as costs: with fewer cases it would be another number. */
  readonly needs_all?: true;
  /** The duration that the number is about: a ticket of which it would be negative is in neither part. */
  readonly duration?: Duration;
  /** Tables without which the number is still given, but not the correction or cut that needs them. */
  readonly optional_inputs?: readonly TableName[];
  readonly population: string;
  /** The date that puts a fact into a period. */
  readonly axis: Axis;
  /** Whom a ticket counts for when cut by team, level or person. */
  readonly credit: Credit | null;
  readonly dimensions: readonly Dimension[];
  /** Of the proportion or score, in the JSON of contract 4.2; that of a percentile stands apart (`percentile`). */
  readonly interval: 'none' | 'wilson' | 'nps';
  /** The number is this percentile (0 to 1): its 95 % interval is that of order statistics. */
  readonly percentile?: number;
  /** Below this n no arrow, no colour and no words of change. */
  readonly change_from_n: number;
  /** Tables without a row of which there is no number. */
  readonly requires: readonly TableName[];
  /** The reasons it may be unknown; no_input:<table> of the tables that it requires come first and are not written out. */
  readonly no_data: readonly Reason[];
  /** When a member of the population is not ripe; null = never. */
  readonly immature: string | null;
  readonly pitfalls: string;
  readonly basis: Basis;
  /** The published texts the number comes from. */
  readonly source: readonly string[];
  readonly decision?: string;
  readonly benchmark?: string;
  /** The value that one of the texts publishes for comparison, in the metric's unit; `year` null: the text is not dated. */
  readonly published?: { readonly value: number; readonly source: string; readonly year: number | null };
  readonly params?: Readonly<Record<string, number | string | readonly number[]>>;
  readonly parts?: readonly string[];
  readonly alias_of?: string;
}

/** A value of one segment as a metric computes it; `part` adds to the asked segment. */
export interface Part {
  readonly segment: Segment;
  readonly value: MetricValue;
  readonly extras?: Extras;
  readonly not_told?: number;
  readonly doubts?: readonly string[];
  /** Only where it differs from the metric's own (mix-adjusted money). */
  readonly unit?: Unit;
}

export interface Metric extends Definition {
  /** What the whole answer may be limited to besides its dimensions, because its parts can be. */
  readonly slices?: readonly Dimension[];
  /** Answers one element a segment and part; called only when the inputs are there. */
  readonly evaluate: (queries: MetricQueries, ask: Ask) => Promise<readonly Part[]>;
}

/** One question: this metric over this period, cut by these dimensions (crossed), inside this segment. */
export interface Ask {
  readonly metric: Metric;
  readonly period: Period;
  readonly by: readonly Dimension[];
  readonly where?: Segment;
  /** false leaves out the extras that need a query of their own (for long histories); default true. */
  readonly companions?: boolean;
  /** Percentiles: their 95 % bounds are fetched also without companions. */
  readonly bounded?: boolean;
  /**
   * Percentiles: also how many members lie above the percentile of this stretch of time (extra `above`), which is what a change
   * is judged by. A stretch without members leaves the extra out.
   */
  readonly against?: Period;
  /** Percentiles: also how many members last at least so many seconds (extras `over_<seconds>`), for a distribution. */
  readonly over_s?: readonly number[];
  /** The asked pieces of a composite metric (part, hours, base_metric, group_dimension); set by the checks, taken out of `where`. */
  readonly pieces?: Segment;
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
