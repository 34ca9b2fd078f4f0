import type { Cadence } from '../config/cadence.ts';
import type { Ask, Metric } from '../metrics/model.ts';
import type { Sentence } from './claim.ts';
import type { ReportContext, ReportFacts } from './facts.ts';
import type { Attachment } from './model.ts';
import type { List, Pill, Reading, Section, View } from './section.ts';
import type { Words } from './words/words.ts';

/** A report is a list of sections, what it opens with, and what it attaches. */
export interface ReportDefinition {
  readonly id: string;
  /** Its name, also above the heading of its mails. */
  readonly title: (words: Words) => string;
  readonly audience: 'executive' | 'finance' | 'lead';
  readonly cadence: Cadence;
  /** Id of the weekly report to the same readers: what its mails corrected within the period is said again here. */
  readonly weekly?: string;
  /** false: nothing in it is compared with an earlier period, so that its dates name none. */
  readonly isCompared?: boolean;
  readonly heading: (view: View) => Sentence<string>;
  readonly sections: readonly Section[];
  /** Metrics and lists that only the headline or the attachments read. */
  readonly asks?: (context: ReportContext) => readonly Ask[];
  readonly lists?: readonly List[];
  /** The number that the report is about most: a change of it is seen sooner than one of the others. */
  readonly leading?: Metric;
  /** The numbers that it judges: one that moved or missed its goal is answered for, and the cases behind a bad one are attached. */
  readonly judged?: (view: View) => readonly Reading[];
  readonly headline: (view: View) => Headline;
  readonly attachments: (view: View) => readonly Attachment[];
  /** Arithmetic that must hold in what is shown; the inbox page lists it. */
  readonly checks?: (view: View) => readonly { readonly what: string; readonly holds: boolean }[];
  /** Reasons to refuse to send; empty = may be sent. */
  readonly holds?: (facts: ReportFacts) => readonly string[];
}

/** The opening: made from arithmetic only. */
export interface Headline {
  readonly verdict: Pill | null;
  /** Up to 78 characters, with the period. */
  readonly subject: Sentence<string>;
  /** The numbers behind it, shown by mail programs beside the subject. */
  readonly preheader: Sentence<string>;
  /** At most 20 words. */
  readonly sentence: Sentence<string>;
  /** At most three. */
  readonly points: readonly Sentence[];
}
