import type { Configuration } from '../config/configuration.ts';
import type { Period } from '../period.ts';
import type { Warehouse } from '../ports.ts';
import type { Dimension, MetricValue, Segment, Unit } from './value.ts';

/** How far a source in use has been read: numbers that need later data are `incomplete_source`. */
export interface SourceReach {
  readonly source: string;
  /** Everything before this instant has been read; 0 = never read to its end. */
  readonly complete_until_s: number;
  /** Creation of its first ticket: before it there is no number, not a 0. Left out: not known. */
  readonly begins_s?: number;
  /** From here on all of its tickets are there: none before says nothing. Left out: that is true of all, or not known. */
  readonly whole_from_s?: number;
  /** complete_until_s is the newest row of files: what was read of a period stands as of then. */
  readonly is_by_data?: boolean;
}

/** All that a number depends on besides the lake. */
export interface MeasureContext {
  readonly warehouse: Warehouse;
  /** The instant up to which facts are known; a fact counts when at_s <= as_of_s. */
  readonly as_of_s: number;
  /** The newest fact in the lake, null for an empty one. An as_of_s before it makes later facts invisible. */
  readonly watermark_s: number | null;
  /**
   * false: as_of_s is as far as the slowest source was read, and only facts of the others are newer. Then attributes are those of
   * the latest version, which spares every statement the events. Default true.
   */
  readonly looks_back?: boolean;
  /**
   * Dimensions of which many values are asked one after the other, as the teams of a report are: an ask limited to one value reads all
   * of them, so that the next one is answered by the same statements, where the warehouse remembers answers.
   */
  readonly together?: readonly Dimension[];
  readonly organisation: Configuration['organisation'];
  readonly policies: Configuration['policies'];
  readonly targets: Configuration['targets'];
  readonly calendars: Configuration['calendars'];
  readonly teams: Configuration['teams'];
  /** Accounts that the configuration says are people, however they answer. */
  readonly people?: ReadonlySet<string>;
  readonly reach?: readonly SourceReach[];
  /** The instant asked for: as_of_s before it was held back to the oldest watermark. Default as_of_s. */
  readonly asked_s?: number;
  /** Rows of a window above which percentiles are found in two passes; 5,000,000 unless given. */
  readonly refine_above?: number;
}

export type Extra = number | string | null;
export type Extras = Readonly<Record<string, Extra>>;

/** One answer. `segment` has the asked dimensions, and `part`, `hours` or `base_metric` for the pieces of a composite metric. */
export interface Measured {
  readonly metric: string;
  readonly period: Period;
  readonly segment: Segment;
  readonly unit: Unit;
  readonly value: MetricValue;
  /** What METRICS prints beside the number: still open, coverage, what was left out. Units as in the key: _s, _minor, _share. */
  readonly extras: Extras;
  /** The period was not over when it was asked for: up to when it is counted; absent: it was. */
  readonly running_until_s?: number;
  /** Cases left out of both parts because their source did not tell what the number needs; absent: none. */
  readonly not_told?: number;
  /** Ids of reasons not to trust the value; absent: none is known. */
  readonly doubts?: readonly string[];
}
