import type { Cadence } from '../config/cadence.ts';
import type { Known } from '../knowledge/known.ts';
import type { Configuration, ReportConfiguration } from '../config/configuration.ts';
import type { Measured } from '../metrics/evaluate.ts';
import type { MetricValue, Segment } from '../metrics/value.ts';
import type { Period } from '../period.ts';

/** The organisation as mails show it. */
export interface OrganisationFacts {
  readonly name: string;
  readonly time_zone: string;
  readonly locale: string;
  /** ISO 4217; every amount of the facts is in its minor units. */
  readonly currency: string;
  /** 1 = the fiscal year is the calendar year. */
  readonly fiscal_year_start_month: number;
  /** Postal line of the footer. */
  readonly address: string | null;
}

/** The part of the organisation that one recipient may see; null is everything. */
export interface Slice {
  readonly dimension: 'team' | 'region' | 'product' | 'brand' | 'channel';
  readonly id: string;
  readonly name: string;
  /** Link of the button, such as the team's board. */
  readonly url: string | null;
  /** Who answers for its numbers, where the configuration says. */
  readonly owner?: string;
}

/** The periods of a report, all cut in the organisation's zone. */
export interface ReportPeriods {
  readonly now: Period;
  /** Ascending, gapless, ends with `now`: 14 weeks, 13 months or 8 quarters (`historyLength`). */
  readonly history: readonly Period[];
  /** What `now` is compared with, as one stretch: the four weeks before as one range, or the month or quarter before. */
  readonly baseline: Period;
  /** The months of `now`, ascending. Weekly: the month that holds the last day of `now` (whole). */
  readonly months: readonly Period[];
  /** Weekly: the running quarter cut at the end of `now` (start of quarter .. now.end_s). Else null. */
  readonly quarter: Period | null;
}

/** One row of a list; money is in minor units, instants in epoch seconds. */
export type ListRow = Readonly<Record<string, string | number | boolean | null>>;

/** What is known of one source for the period. */
export interface Coverage {
  readonly source: string;
  /** What people call it, such as "Zendesk". */
  readonly name: string;
  /** Share of the cases that were read, 0 to 1; null when it cannot be said. */
  readonly share: number | null;
  /** Everything up to here has been read; null = never. */
  readonly watermark_s: number | null;
  /** What went wrong, one short plain phrase; null = nothing. */
  readonly problem: string | null;
  /** New cases of the period, where they are less than half or more than twice of what the eight weeks before had. */
  readonly unusual?: { readonly n: number; readonly usual: readonly [least: number, most: number] };
  /** What could not be read since the period began; absent in reports kept from before this was told. */
  readonly skipped?: {
    /** Records that could not be read. */
    readonly records: number;
    /** Values that are left out of what was read otherwise; absent in reports kept from before this was told. */
    readonly values?: number;
    /** Names of what the helpdesk does not give at all. */
    readonly unavailable: readonly string[];
    /** Cases of which the helpdesk refused a part. */
    readonly partly: number;
  };
}

/** A file of the inputs folder that was rejected whole; where its first fault is, without what the row says. */
export interface RejectedInput {
  readonly file: string;
  readonly table: string;
  readonly line: number;
  readonly column: string;
}

/** A number that was mailed and has changed since beyond rounding. */
export interface Restatement {
  readonly metric: string;
  /** Period id. */
  readonly period: string;
  readonly segment: Segment;
  readonly before: MetricValue;
  readonly after: MetricValue;
  /** Cases created, changed or removed since the mail. */
  readonly tickets_changed: number;
  /** Cases that read differently since because the rules changed: mapping, policies, teams; absent: none. */
  readonly rules_changed?: number;
}

/** A signed sentence of a person; code never states a cause. */
export interface Comment {
  /** Section id, or 'decision'. */
  readonly section: string;
  readonly author: string;
  readonly text: string;
  readonly written_s: number;
}

/** Why a number moved or missed its goal, of the whole or of the report's slice. */
export interface Answer {
  readonly metric: string;
  /** Period id. */
  readonly period: string;
  readonly owner: string;
  /** null: not known yet. */
  readonly text: string | null;
  /** Local day by which it is mended, or the answer known; null with a text alone. */
  readonly by_day: number | null;
}

/**
 * A goal in force at the end of the period, in the metric's unit (money: minor units). Exactly one of at_most and at_least is set.
 * In a sliced report the goals of the slice, its dimension taken out of the segment; where it has none, those of the whole.
 */
export interface Goal {
  readonly metric: string;
  readonly segment: Segment;
  readonly at_most: number | null;
  readonly at_least: number | null;
  /** Beyond the goal but not beyond this: Watch instead of Off target. */
  readonly watch: number | null;
  /** Of which reports; absent: of quarterly ones. */
  readonly cadence?: Cadence;
  /** Who answers for it, where the configuration says. */
  readonly owner?: string;
}

/** A part of a mail that is no number: a change of it makes the next revision. */
export type Reworded =
  'language' | 'names' | 'sections' | 'goals' | 'plan' | 'ledger' | 'commentary' | 'answers' | 'events';

/** Two numbers that must be equal. Amounts are minor units as decimal text, so that nothing is lost. */
export interface Check {
  readonly id: string;
  /** What is compared, such as "General ledger" and "Allocated and not allocated". */
  readonly left_label: string;
  readonly right_label: string;
  readonly left: string;
  readonly right: string;
  readonly unit: 'currency' | 'count';
  /** Of the amounts, where it is not that of the organisation. */
  readonly currency?: string;
}

/** What is known before anything is measured; `needs` takes this. */
export interface ReportContext {
  readonly organisation: OrganisationFacts;
  readonly configuration: ReportConfiguration;
  readonly slice: Slice | null;
  readonly periods: ReportPeriods;
  readonly as_of_s: number;
  /** Windows that lists count by; absent in results of versions that did not know of it. */
  readonly policies?: Pick<Configuration['policies'], 'ai_silence_hours' | 'reopen_window_days'>;
}

/** Everything that a report reads: plain JSON, kept in results/, so that a later render of the same facts is the same bytes. */
export interface ReportFacts extends ReportContext {
  readonly run: string;
  /** 1, or more for a corrected report. */
  readonly revision: number;
  /** When rules last changed that the cases were derived by; 0: never. Absent in reports from before it was kept. */
  readonly rules_changed_s?: number;
  /** By metric, period and segment; the slice is not part of a segment. */
  readonly measured: readonly Measured[];
  /** By list id. */
  readonly lists: Readonly<Record<string, readonly ListRow[]>>;
  readonly coverage: readonly Coverage[];
  /** What every source tells; absent in results of versions that did not keep it. */
  readonly knowledge?: readonly Known[];
  /** Of tables that the report reads; absent in results of versions that did not know of it. */
  readonly rejected_inputs?: readonly RejectedInput[];
  /** Numbers of this period (revision > 1), or of earlier periods, that changed since they were mailed. */
  readonly restatements: readonly Restatement[];
  /** What of the mail changed since it was issued beside its numbers; absent: nothing. */
  readonly reworded?: readonly Reworded[];
  readonly commentary: readonly Comment[];
  /** Of the periods of the history; absent in results of versions that did not know of it. */
  readonly answers?: readonly Answer[];
  readonly goals: readonly Goal[];
  readonly checks: readonly Check[];
  readonly reply_to: string | null;
  /** Where the archive is published; absent: nowhere. */
  readonly archive_url?: string;
}
