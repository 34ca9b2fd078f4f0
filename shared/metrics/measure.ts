import type { Interval } from '../stats/z95.ts';
import type { Relation } from './relation.ts';
import type { Segment } from './value.ts';

/** Which part of time counts: inside the period, before its start, before its end, or the relation's own instant. */
export type Span = 'period' | 'before_start' | 'before_end' | 'any';

interface Base {
  readonly relation: Relation;
  /** Column of the relation that dates a row; null only with span 'any'. */
  readonly at: string | null;
  readonly span: Span;
  /** SQL condition over the relation's columns; allow-listed functions only, no division. */
  readonly where?: string;
}
/** What SQL fetches for one segment: counts, sums and order statistics. Never a finished number. */
export interface CountMeasure extends Base {
  readonly kind: 'count';
}
export interface DistinctMeasure extends Base {
  readonly kind: 'distinct';
  readonly value: string;
}
export interface SumMeasure extends Base {
  readonly kind: 'sum';
  /** An integer expression. */
  readonly value: string;
}
export interface EdgeMeasure extends Base {
  readonly kind: 'min' | 'max';
  readonly value: string;
}
export interface RanksMeasure extends Base {
  readonly kind: 'ranks';
  /** An integer column of at most 32 bit; nulls are not members. */
  readonly value: string;
  readonly p: readonly number[];
  /** Also the values that bound each percentile with 95 %. */
  readonly bounded?: boolean;
}
export type Measure = CountMeasure | DistinctMeasure | SumMeasure | EdgeMeasure | RanksMeasure;

export interface Counted {
  readonly n: number;
}
export interface Summed {
  /** Rows with a value. */
  readonly n: number;
  readonly total: bigint;
}
export interface Edge {
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
    : M extends EdgeMeasure
      ? Edge
      : Counted;
export type AnyResult = Counted | Summed | Edge | Ranked;

/** All measures of one ask for one segment. */
export interface Measurements<M extends Readonly<Record<string, Measure>>> {
  readonly segment: Segment;
  readonly measured: { readonly [K in keyof M]: ResultOf<M[K]> };
}

const given = (where: string | undefined): { readonly where?: string } => (where === undefined ? {} : { where });

export const countOf = (relation: Relation, at: string, where?: string): CountMeasure => ({
  kind: 'count',
  relation,
  at,
  span: 'period',
  ...given(where),
});
export const distinctOf = (relation: Relation, at: string, value: string, where?: string): DistinctMeasure => ({
  kind: 'distinct',
  relation,
  at,
  span: 'period',
  value,
  ...given(where),
});
export const sumOf = (relation: Relation, at: string, value: string, where?: string): SumMeasure => ({
  kind: 'sum',
  relation,
  at,
  span: 'period',
  value,
  ...given(where),
});
export const maxOf = (relation: Relation, at: string, value: string, where?: string): EdgeMeasure => ({
  kind: 'max',
  relation,
  at,
  span: 'period',
  value,
  ...given(where),
});
export const ranksOf = (
  relation: Relation,
  at: string,
  value: string,
  p: readonly number[],
  where?: string,
): RanksMeasure => ({ kind: 'ranks', relation, at, span: 'period', value, p, ...given(where) });
/** The same percentiles with their 95 % intervals. */
export const bounded = (measure: RanksMeasure): RanksMeasure => ({ ...measure, bounded: true });
/** The same measure over another stretch of time. */
export const over = <M extends Measure>(measure: M, span: Span): M => ({ ...measure, span });
