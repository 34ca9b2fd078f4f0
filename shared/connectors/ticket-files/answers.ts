import type { Status } from './value-words.ts';

/** What a person has said about the file; all else is found out, or left unknown. */
export interface Answers {
  readonly time_zone?: string | undefined;
  readonly day_order?: 'day_first' | 'month_first' | undefined;
  readonly statuses?: Readonly<Record<string, Status>> | undefined;
  readonly sheet?: string | undefined;
}
export interface Asked {
  readonly now_s: number;
  /** Taken for times without an offset until another one is told. */
  readonly zone: string;
  /** Patterns under `files:`; the path when left out. */
  readonly files?: readonly string[];
  readonly id?: string;
  readonly answers?: Answers;
}
/** What the data leave open. */
export type Question =
  | { readonly about: 'day_order'; readonly text: string }
  | { readonly about: 'time_zone'; readonly text: string }
  | { readonly about: 'status'; readonly raw: string; readonly rows: number; readonly text: string };
