import type { Ask, MetricQueries } from './model.ts';
import { isOfCases } from './dimensions.ts';
import type { CountMeasure, Measure, ResultOf } from './measure.ts';
import type { Segment } from './value.ts';

/** How a reason not to trust numbers is found: data, as metrics are. What each says: knowledge/doubt.ts. */
export interface DoubtRule {
  /** What to look at, in one sentence. */
  readonly advice: string;
  /** Whether the numbers of a question are touched by it. */
  readonly touches: (ask: Ask) => boolean;
  /** The segments in which it holds; a whole one, {}, means all of them. Counts only. */
  readonly find: (queries: MetricQueries, ask: Ask) => Promise<readonly DoubtFound[]>;
}
export interface DoubtFound {
  readonly segment: Segment;
  /** Whom or what it is about, such as an account. */
  readonly about?: string;
}

export const doubt = (rule: DoubtRule): DoubtRule => rule;

/** Fewer cases than this are odd by chance. */
export const few = 20;
export const isMost = (odd: number, all: number): boolean => all >= few && odd * 2 > all;

/** More than half of the cases are odd. */
export const mostOf =
  (measures: { readonly all: CountMeasure; readonly odd: CountMeasure }): DoubtRule['find'] =>
  (queries, ask) =>
    bySegmentOf(queries, ask, measures, ({ all, odd }) => isMost(odd.n, all.n));

/** Measures by those of the asked cuts that every case has; a report about something else, such as a promise, is not looked at. */
export async function bySegmentOf<M extends Readonly<Record<string, Measure>>>(
  queries: MetricQueries,
  ask: Ask,
  measures: M,
  holds: (measured: { readonly [K in keyof M]: ResultOf<M[K]> }) => boolean,
): Promise<readonly DoubtFound[]> {
  if (!Object.keys(ask.where ?? {}).every(isOfCases)) return [];
  const found = await queries.measure({ ...ask, by: ask.by.filter(isOfCases) }, measures);
  return found.flatMap(({ segment, measured }) => (holds(measured) ? [{ segment }] : []));
}
