import type { Line } from './line.ts';
import type { Cadence } from '../config/cadence.ts';
import type { Proof, Sentence } from './claim.ts';
import type { Ask } from '../metrics/evaluate.ts';
import type { Metric } from '../metrics/model.ts';
import type { Dimension, MetricValue, Segment } from '../metrics/value.ts';
import type { Frame } from '../metrics/relation.ts';
import type { Period } from '../period.ts';
import type { Judgement } from './change.ts';
import type { Goal, ListRow, ReportContext, ReportFacts } from './facts.ts';
import type { Format } from './format.ts';
import type { Words } from './words/words.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'none';
/** Glyph, word and colour: never colour alone. */
export interface Badge {
  readonly tone: Tone;
  readonly glyph: string;
  readonly word: string;
}
/** A badge of a mail: it says something about the data, and carries what proves it. */
export interface Pill extends Badge, Proof {}

/** Pictures as data; `charts/` draws them. Every number of a picture is also in text nearby. */
export type Chart =
  | {
      readonly kind: 'sparkline';
      /** null is a gap. */
      readonly values: readonly (number | null)[];
      readonly goal: number | null;
      readonly alt: Sentence<string>;
    }
  | {
      readonly kind: 'line';
      readonly values: readonly (number | null)[];
      /** A second, dotted line, such as the 80th percentile. */
      readonly dotted: readonly (number | null)[] | null;
      /** The same periods of last year, dashed; null or left out where nobody can tell. */
      readonly lastYear?: readonly (number | null)[] | null;
      /** Letters above the periods in which something happened; the list below says what. */
      readonly marks?: readonly { readonly at: number; readonly letter: string }[];
      readonly goal: { readonly value: number; readonly label: string } | null;
      /** First and last value of each line as text. */
      readonly labels: {
        readonly first: string;
        readonly last: string;
        readonly dottedFirst: string;
        readonly dottedLast: string;
      };
      /** Below the axis: first, middle, last period. */
      readonly axis: readonly [first: string, middle: string, last: string];
      readonly alt: Sentence<string>;
    }
  | {
      readonly kind: 'waterfall';
      readonly start: WaterfallBar;
      readonly steps: readonly WaterfallBar[];
      readonly end: WaterfallBar;
      /** Where the bars begin. */
      readonly floor: number;
      readonly alt: Sentence<string>;
    };
export interface WaterfallBar {
  readonly label: string;
  readonly value: number;
  readonly shown: string;
  readonly tone: Tone;
}

export type Cell =
  /** A name, a word or a value of the data: what the row is about. */
  | { readonly kind: 'text'; readonly line: Line; readonly note?: Sentence; readonly pill?: Pill }
  /** What is said of it. */
  | { readonly kind: 'said'; readonly sentence: Sentence; readonly pill?: Pill }
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly note?: Sentence;
      readonly big?: boolean;
      readonly change?: Change;
    }
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'pill'; readonly pill: Pill }
  | {
      readonly kind: 'bar';
      readonly text: string;
      /** 0 to 1 of the full width. */ readonly fill: number;
      readonly quiet?: boolean;
    }
  | { readonly kind: 'chart'; readonly chart: Chart };

/** A change as words: arrow for the direction, size, and better or worse only where that is known. */
export interface Change extends Proof {
  readonly arrow: '▲' | '▼' | '';
  readonly text: string;
  readonly word: string;
  readonly tone: Tone;
}

export interface Column {
  readonly label: string;
  readonly align: 'start' | 'end';
  /** Share of the width in percent; the rest is shared. */
  readonly width?: number;
  /** Left out on phones; what it says must be said elsewhere. */
  readonly wide?: boolean;
}
export type TableRow = { readonly group: string } | { readonly cells: readonly Cell[] };

export type Block =
  | {
      readonly kind: 'table';
      /** A small line above the table. */
      readonly caption?: Sentence<string>;
      readonly columns: readonly Column[];
      readonly rows: readonly TableRow[];
      readonly total?: readonly Cell[];
    }
  | {
      readonly kind: 'figures';
      readonly figures: readonly {
        readonly label: string;
        readonly value: string;
        readonly notes: readonly Change[];
      }[];
    }
  | {
      readonly kind: 'charts';
      readonly charts: readonly {
        readonly title: string;
        readonly caption?: Sentence<string>;
        readonly chart: Chart;
        readonly sentence?: Sentence;
      }[];
    }
  | { readonly kind: 'picture'; readonly chart: Chart }
  | { readonly kind: 'subheading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly line: Sentence; readonly small?: boolean }
  /** `isOnce`: an equal list of an earlier section of the mail is not repeated. */
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Sentence[]; readonly isOnce?: boolean }
  | { readonly kind: 'note'; readonly lines: readonly Sentence[] }
  | { readonly kind: 'button'; readonly text: string; readonly href: string };

/** A number with everything needed to say it: what it is, was, should be, and whether the difference means anything. */
export interface Reading {
  readonly metric: Metric;
  readonly segment: Segment;
  /** The period of `now`: an earlier one than the report's when the cohort of that is still too young. */
  readonly period: Period;
  readonly now: MetricValue;
  /** Over the baseline (pooled, or the mean of four for counts and instants). */
  readonly before: MetricValue;
  /** Ascending; the last is `now`. */
  readonly history: readonly MetricValue[];
  readonly goal: Goal | null;
  readonly verdict: 'on_target' | 'watch' | 'off_target' | 'no_verdict';
  /** null: it could not be judged. */
  readonly judgement: Judgement | null;
  readonly news: 'better' | 'worse' | 'moved' | 'within_noise' | 'unknown';
}

/** What a section may look at. Nothing else exists for it. */
export interface View {
  readonly facts: ReportFacts;
  readonly cadence: Cadence;
  readonly words: Words;
  readonly format: Format;
  reading(metric: Metric, segment?: Segment): Reading;
  /** `no_data` when it was not measured. */
  value(metric: Metric, segment?: Segment, period?: Period): MetricValue;
  extra(metric: Metric, name: string, segment?: Segment, period?: Period): number | string | null;
  /** Every segment measured of one dimension, ascending by key. */
  cut(
    metric: Metric,
    dimension: Dimension,
    period?: Period,
  ): readonly { readonly key: string; readonly value: MetricValue }[];
  rows(list: List): readonly ListRow[];
  /** Is a change news among all that the mail judges? `weight`: 1 for a number, less for a row of a table. */
  stands(key: string, judgement: Judgement, weight: number): boolean;
}

/** Rows that a section or attachment shows; one SELECT in Athena's dialect over relations of the metrics. */
export interface List {
  readonly id: string;
  /** `frame`: which tables have rows, and the end of the report's period. Answers null when a table it cannot do without is empty. */
  sql(context: ReportContext, frame: Frame): string | null;
}
/** What the pipeline runs: facts.lists[id] = rows of sql. */
export interface ListAsk {
  readonly id: string;
  readonly sql: string;
}

/** The cases behind a number, those of the largest value first; `facts.lists[id]` has them. */
export interface CasesAsk {
  readonly id: string;
  readonly ask: Ask;
  readonly rows: number;
}

export interface Section {
  readonly id: string;
  title(words: Words, view: View): Sentence<string>;
  /** A line under the title. */
  lead?(words: Words, view: View): Sentence<string>;
  asks?(context: ReportContext): readonly Ask[];
  readonly lists?: readonly List[];
  cases?(context: ReportContext): readonly CasesAsk[];
  /** It speaks in a period without a new or open case as well; left out, it has nothing true to say of one. */
  readonly inQuietPeriods?: true;
  /** An empty list leaves the section out. */
  blocks(view: View): readonly Block[];
}
export const section = (definition: Section): Section => definition;

/** Ids of the sections that every report has by itself; a mail of late verdicts has only these. */
export const inEveryReport: readonly string[] = ['restated', 'answers', 'read_with_care'];
