import { z } from 'zod';
import { RunRequest } from './run.ts';

/** What a schedule sends: a report to make, or null for the daily pull, and the instant it was due. */
export const ScheduleEvent = z.object({
  report: z.string().nullable(),
  scheduled_at: z.iso.datetime({ offset: true }),
});
export type ScheduleEvent = z.output<typeof ScheduleEvent>;

/** A run is started by a schedule, or by hand with a whole request. */
export const RunEvent = z.union([ScheduleEvent, RunRequest]);

/**
 * The request of a start. The run's name follows from the schedule alone, so that a start that is delivered twice is one run to
 * the send ledger, and a late one makes the report of the week it was due in.
 */
export function requestOf(event: z.output<typeof RunEvent>): {
  readonly request: RunRequest;
  readonly makesReports: boolean;
} {
  if ('run' in event) return { request: event, makesReports: true };
  const due_s = Math.floor(Date.parse(event.scheduled_at) / 1000);
  const at = new Date(due_s * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const request = RunRequest.parse({
    run: `${at}-${event.report ?? 'pull'}`,
    started_s: due_s,
    as_of_s: due_s,
    reports: event.report === null ? [] : [event.report],
  });
  return { request, makesReports: event.report !== null };
}
