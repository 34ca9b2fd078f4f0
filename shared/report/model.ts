import type { Evidence, Sentence } from './claim.ts';
import type { Badge, Block, Pill } from './section.ts';

/** A report as data: what is said, not how it looks. Plain JSON but for bigint. HTML, text, CSV and workbook are made of it alone. */
export interface Model {
  readonly report: string;
  readonly revision: number;
  readonly run: string;
  readonly as_of_s: number;
  /** BCP 47 and writing direction. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** BCP 47 with its region, by which numbers are written. */
  readonly locale: string;
  readonly subject: Sentence<string>;
  /** The verdict's numbers, shown by mail programs beside the subject. */
  readonly preheader: Sentence<string>;
  /** The overall verdict; null when the report has none. */
  readonly verdict: Pill | null;
  readonly kicker: Sentence<string>;
  readonly heading: Sentence<string>;
  /** Exact dates, and what they are compared with. */
  readonly dates: Sentence<string>;
  readonly bottomLine: { readonly sentence: Sentence<string>; readonly points: readonly Sentence[] };
  /** Every text of the mail that says something, with the claim that holds and what it was held against. */
  readonly proofs: readonly {
    /** `head` is what stands above the numbers, `cell` what stands beside one: a verdict, a change, a note. */
    readonly place: 'head' | 'sentence' | 'cell' | 'foot';
    readonly text: string;
    readonly claim: string;
    readonly evidence: Evidence;
  }[];
  readonly sections: readonly ModelSection[];
  /** Its page in the archive; null: the archive is published nowhere. */
  readonly link: Brief['link'];
  /** What the HTML says instead of sections that would make it longer than mail programs show. */
  readonly tooLong: string;
  readonly footer: readonly Sentence[];
  readonly attachments: readonly Attachment[];
  /** For the inbox page and the run record: what the maker should know and the reader need not. */
  readonly warnings: readonly string[];
  /** Arithmetic that was checked while composing: each holds, or the report is not sent. */
  readonly checks: readonly { readonly what: string; readonly holds: boolean }[];
}

export interface ModelSection {
  readonly id: string;
  readonly title: Sentence<string>;
  readonly lead: Sentence<string> | null;
  readonly blocks: readonly Block[];
}

/** Money is in minor units (bigint or integer), durations in seconds, days in epoch seconds. */
export type Datum = string | number | bigint | null;
export type DatumKind = 'text' | 'count' | 'decimal' | 'share' | 'money' | 'hours' | 'instant';
export interface DataColumn {
  readonly title: string;
  readonly kind: DatumKind;
  /** Characters. */
  readonly width: number;
}
export interface Sheet {
  readonly name: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly Datum[])[];
}
export type Attachment =
  | {
      readonly kind: 'csv';
      readonly filename: string;
      readonly sheet: Sheet;
      readonly currency: string;
      readonly zone: string;
    }
  | {
      readonly kind: 'workbook';
      readonly filename: string;
      readonly sheets: readonly Sheet[];
      readonly currency: string;
      readonly zone: string;
    };

/** A mail without its envelope. */
export interface Rendered {
  readonly report: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly images: readonly RenderedFile[];
  readonly attachments: readonly RenderedFile[];
  readonly run: string;
  readonly as_of_s: number;
  readonly language: string;
  /** Sizes near a limit, tables cut, ... */
  readonly warnings: readonly string[];
  /** What the inbox page shows. */
  readonly verdict: Badge | null;
  readonly checks: readonly { readonly what: string; readonly holds: boolean }[];
  /** What a channel is told instead of the mail. */
  readonly brief: Brief;
}

/** A report in a few lines: the bottom line, at most three points, the way to all of it. */
export interface Brief {
  readonly heading: string;
  readonly sentence: string;
  readonly points: readonly string[];
  /** The link, and what it says in the language of the report. */
  readonly link: { readonly text: string; readonly href: string } | null;
}
export interface RenderedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Content-ID without brackets; pictures only. */
  readonly cid?: string;
}
