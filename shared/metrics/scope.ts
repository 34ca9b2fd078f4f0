import type { TableName } from '../lake/tables.ts';
import type { Period } from '../period.ts';
import type { MeasureContext } from './context.ts';
import type { Dimension } from './value.ts';

/** What a measure's conditions may refer to: the period, and the facts known by as_of. */
export interface Scope {
  readonly period: Period;
  /** Epoch seconds: facts with start_s <= at < end_s count. end_s is cut at as_of, whose own second is known. */
  readonly start_s: number;
  readonly end_s: number;
  readonly as_of_s: number;
  readonly policies: MeasureContext['policies'];
  readonly organisation: MeasureContext['organisation'];
  /** The tables with a row: a companion figure of an absent table is left out, not 0. */
  readonly present: ReadonlySet<TableName>;
  /** false: leave out figures that need a query of their own. */
  readonly companions: boolean;
  /** true: fetch the bounds of percentiles also without companions. */
  readonly bounded?: boolean;
  readonly by: readonly Dimension[];
}

/**
 * "All" leaves nothing out: a ticket that says it is of 1960, as imports and broken clocks make them, counts like its durations do.
 * Printed, "all" begins in 1970 (contract 4.2). The year 1, far enough for every date that a helpdesk or a file can name.
 */
const beginning_s = -62_135_596_800;

/** The part of a period that is known by as_of: half-open, never longer than the period, never negative. */
export function scopeOf(
  period: Period,
  context: MeasureContext,
  present: ReadonlySet<TableName>,
  companions = true,
): Scope {
  const end_s = Math.max(period.start_s, Math.min(period.end_s, context.as_of_s + 1));
  return {
    period,
    start_s: period.kind === 'all' ? beginning_s : period.start_s,
    end_s,
    as_of_s: context.as_of_s,
    policies: context.policies,
    organisation: context.organisation,
    present,
    companions,
    by: [],
  };
}
