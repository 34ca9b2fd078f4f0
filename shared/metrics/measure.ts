import type { Interval } from '../stats/z95.ts';
import type { Relation } from './relation.ts';
import { sql, type Sql } from './sql.ts';
import type { Segment } from './value.ts';

/** Which part of time counts: inside the period, before its start, before its end, or the relation's own instant. */
export type Span = 'period' | 'before_start' | 'before_end' | 'any';

interface Base {
  readonly relation: Relation;
  /** Column of the relation that dates a row; null only with span 'any'. */
  readonly at: string | null;
  readonly span: Span;
  /** SQL condition over the relation's columns; allow-listed functions only, no division. */
  readonly where?: Sql;
}
/** What SQL fetches for one segment: counts, sums and order statistics. Never a finished number. */
export interface CountMeasure extends Base {
  readonly kind: 'count';
}
export interface DistinctMeasure extends Base {
  readonly kind: 'distinct';
  readonly value: Sql;
}
export interface SumMeasure extends Base {
  readonly kind: 'sum';
  /** An integer expression. */
  readonly value: Sql;
}
export interface MinMaxMeasure extends Base {
  readonly kind: 'min' | 'max';
  readonly value: Sql;
}
export interface RanksMeasure extends Base {
  readonly kind: 'ranks';
  /** An integer column of at most 32 bit; nulls are not members. */
  readonly value: Sql;
  readonly p: readonly number[];
  /** Also the values that bound each percentile with 95 %. */
  readonly bounded?: boolean;
}
export type Measure = CountMeasure | DistinctMeasure | SumMeasure | MinMaxMeasure | RanksMeasure;

export interface Counted {
  readonly n: number;
}
export interface Summed {
  /** Rows with a value. */
  readonly n: number;
  readonly total: bigint;
}
export interface MinMax {
  readonly value: number | null;
}
/** The two neighbours of each rank: enough for an exact, interpolated percentile. */
export interface Ranked {
  readonly n: number;
  readonly neighbours: Readonly<Record<number, readonly [lower: number, upper: number]>>;
  /** Of each percentile, where the measure is `bounded`; null when n is too small for one. */
  readonly intervals?: Readonly<Record<number, Interval | null>>;
}
export type ResultOf<M extends Measure> = M extends RanksMeasure
  ? Ranked
  : M extends SumMeasure
    ? Summed
    : M extends MinMaxMeasure
      ? MinMax
      : Counted;
export type AnyResult = Counted | Summed | MinMax | Ranked;

/** All measures of one ask for one segment. */
export interface Measurements<M extends Readonly<Record<string, Measure>>> {
  readonly segment: Segment;
  readonly measured: { readonly [K in keyof M]: ResultOf<M[K]> };
}

/** A measure by its relation and the column that dates a row; conditions and values name columns of that relation alone. */
const dated = <C extends string>(relation: Relation<C>, at: NoInfer<C>, where?: Sql<NoInfer<C>>) =>
  ({ relation, at, span: 'period', ...(where === undefined ? {} : { where }) }) as const;

export const countOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  where?: Sql<NoInfer<C>>,
): CountMeasure => ({ kind: 'count', ...dated(relation, at, where) });
export const distinctOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  value: Sql<NoInfer<C>>,
  where?: Sql<NoInfer<C>>,
): DistinctMeasure => ({ kind: 'distinct', value, ...dated(relation, at, where) });
export const sumOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  value: Sql<NoInfer<C>>,
  where?: Sql<NoInfer<C>>,
): SumMeasure => ({ kind: 'sum', value, ...dated(relation, at, where) });
export const minOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  value: Sql<NoInfer<C>>,
  where?: Sql<NoInfer<C>>,
): MinMaxMeasure => ({ kind: 'min', value, ...dated(relation, at, where) });
export const maxOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  value: Sql<NoInfer<C>>,
  where?: Sql<NoInfer<C>>,
): MinMaxMeasure => ({ kind: 'max', value, ...dated(relation, at, where) });
export const ranksOf = <C extends string>(
  relation: Relation<C>,
  at: NoInfer<C>,
  value: Sql<NoInfer<C>>,
  p: readonly number[],
  where?: Sql<NoInfer<C>>,
): RanksMeasure => ({ kind: 'ranks', value, p, ...dated(relation, at, where) });
/** The same percentiles with their 95 % intervals. */
export const bounded = (measure: RanksMeasure): RanksMeasure => ({ ...measure, bounded: true });
/** The same measure over another stretch of time. */
export const over = <M extends Measure>(measure: M, span: Span): M =>
  span === 'any' ? { ...measure, span, at: null } : { ...measure, span };
/** Nothing: the same measure without a row, for what is not asked. */
export const noneOf = <M extends Measure>(measure: M): M => ({ ...measure, where: sql`FALSE` });
