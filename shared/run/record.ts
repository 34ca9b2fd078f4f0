import { ConflictError, type DeliveryFault } from '../errors.ts';
import { readJson } from '../state.ts';
import type { State } from '../ports.ts';

/** What is known of one source after its last pull and load; state `sources/<id>.json`. */
export interface SourceRecord {
  readonly source: string;
  readonly connector: string;
  readonly run: string;
  /** When the last attempt ended. */
  readonly finished_s: number;
  /** Everything up to here has been read and loaded; null = never. */
  readonly watermark_s: number | null;
  readonly is_complete: boolean;
  /** Stored over the vendor's own count, 0 to 1; null when the vendor has none. */
  readonly share: number | null;
  /** What went wrong last time, one plain phrase; null = nothing. */
  readonly problem: string | null;
  /** Where its data begin and end; absent in records from before this was told. */
  readonly edges?: SourceEdges;
  /** When the mapping or another rule last changed, and how many tickets have other facts since. */
  readonly rules?: { readonly changed_s: number; readonly tickets: number };
}

export interface SourceEdges {
  /** Creation of its first ticket; null: it has none. */
  readonly first_s: number | null;
  /** Tickets created from here on are all there, and with their whole history; null: that is true of all. */
  readonly whole_from_s: number | null;
  /** The watermark is the newest row of files, not an instant at which everything was read. */
  readonly is_by_data: boolean;
}

/**
 * What became of one message. `owed`: certainly not handed over, and tried again; `unknown`: handed over, but no answer came back; never
 * sent again by itself.
 */
export type MailStatus = 'sent' | 'already_sent' | 'owed' | 'refused' | 'unknown' | 'suppressed';
export interface MailRecord {
  readonly recipient: string;
  readonly status: MailStatus;
  readonly id: string | null;
  readonly message: string | null;
  /** Whose fault it is that it was not taken. */
  readonly fault?: DeliveryFault;
}

/** What became of one report for one slice. */
export interface ReportRecord {
  readonly report: string;
  readonly period: string;
  readonly slice: string;
  readonly status: 'sent' | 'rendered' | 'unchanged' | 'skipped' | 'held' | 'failed';
  readonly revision: number;
  readonly subject: string | null;
  /** Why it was held, skipped or failed. */
  readonly reasons: readonly string[];
  readonly results_key: string | null;
  /** Folder of the rendered files in the lake. */
  readonly folder: string | null;
  readonly mails: readonly MailRecord[];
}

/** A mail of an earlier run, and what became of it now. */
export interface Retried extends MailRecord {
  readonly report: string;
  readonly period: string;
  readonly slice: string;
}

/** One run, for `casebook runs`; state `runs/<run>.json`. */
export interface RunRecord {
  readonly run: string;
  readonly started_s: number;
  readonly finished_s: number | null;
  readonly as_of_s: number;
  readonly is_dry: boolean;
  readonly status: 'running' | 'sent' | 'held' | 'failed';
  readonly sources: readonly { readonly source: string; readonly ok: boolean; readonly message: string }[];
  readonly reports: readonly ReportRecord[];
  /** Mails of earlier runs that this one tried again. */
  readonly retried?: readonly Retried[];
}

export const sourceKey = (source: string): string => `sources/${source}.json`;
export const runKey = (run: string): string => `runs/${run}.json`;

/** A run that began longer ago than this and has no end is taken for dead. */
const longestRun_s = 86_400;

/** Whether a run has ended, or must be taken for dead. */
export const isOver = (record: RunRecord | undefined, now_s: number): boolean =>
  record === undefined || record.status !== 'running' || record.started_s <= now_s - longestRun_s;

/** @throws ConflictError while a run is under way, as far as its record says */
export async function refuseWhileRunning(state: State, now_s: number): Promise<void> {
  for (const key of (await state.list('runs/')).slice(-50)) {
    const record = await readJson<RunRecord>(state, key);
    if (record !== undefined && !isOver(record, now_s))
      throw new ConflictError(`The run ${record.run} is under way. Repeat this when it has ended.`);
  }
}
