import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import { dueReports, isPullTime } from './due.ts';
import { RunRequest } from './run.ts';

const scheduled_at = z.iso.datetime({ offset: true });

/** What a schedule sends every day at one time: make what is due at that instant. */
export const DueEvent = z.strictObject({ due: z.literal(true), scheduled_at });
/** The weekly schedule: tidy the tables. */
export const MaintainEvent = z.strictObject({ maintain: z.literal(true), scheduled_at });
/** A start by hand: one report as of that instant, or null for a pull. */
export const ReportEvent = z.strictObject({ report: z.string().nullable(), scheduled_at });

/** A run is started by a schedule, or by hand, also with a whole request. */
export const RunEvent = z.union([DueEvent, ReportEvent, RunRequest]);

export interface Start {
  readonly request: RunRequest;
  /** Reports that the schedule makes due now; their start is noted, so that one that never comes is missed. */
  readonly due: readonly string[];
  /** The daily pull: it makes the reports, too, whose start never came. */
  readonly isDailyPull: boolean;
}

/**
 * The request of a start; undefined when nothing is due at its instant. The run's name follows from the event alone, so that a
 * start that is delivered twice is one run to the send ledger, and a late one makes the report of the week it was due in. All
 * reports that are due at one instant, and a pull that is, are one run: one pull and one load.
 */
export function requestOf(event: z.output<typeof RunEvent>, configuration: Configuration): Start | undefined {
  if ('run' in event) return { request: event, due: [], isDailyPull: false };
  const at_s = Math.floor(Date.parse(event.scheduled_at) / 1000);
  const at = new Date(at_s * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const request = (name: string, reports: readonly string[]): RunRequest =>
    RunRequest.parse({ run: `${at}-${name}`, started_s: at_s, as_of_s: at_s, reports });
  if ('report' in event) {
    const reports = event.report === null ? [] : [event.report];
    return { request: request(event.report ?? 'pull', reports), due: [], isDailyPull: event.report === null };
  }
  const due = dueReports(configuration, at_s);
  const isDailyPull = isPullTime(configuration, at_s);
  if (due.length === 0 && !isDailyPull) return undefined;
  return { request: request(isDailyPull ? 'pull' : 'reports', due), due, isDailyPull };
}
