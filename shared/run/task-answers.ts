import type { Job } from './jobs.ts';
import type { MailRecord } from './record.ts';

// What the tasks of a run answer.

export interface Plan {
  readonly sources: readonly string[];
  readonly jobs: readonly Job[];
}
export interface PullAnswer {
  readonly is_done: boolean;
  readonly wait_s: number;
  readonly message: string;
  /** A stream ended early; what it had is kept, and the next pull goes on from there. */
  readonly has_failed: boolean;
}
export interface LoadAnswer {
  /** False: this turn's time was used up; the next one goes on. */
  readonly is_done: boolean;
  readonly message: string;
}
export interface MeasureAnswer {
  readonly results_key: string;
  readonly revision: number;
  /** The numbers are those already mailed. */
  readonly is_unchanged: boolean;
  readonly is_quiet: boolean;
  readonly needs_approval: boolean;
  /** Reasons not to send; the owner is told. */
  readonly holds: readonly string[];
}
export interface DeliverAnswer {
  readonly folder: string;
  readonly subject: string;
  readonly mails: readonly MailRecord[];
}
