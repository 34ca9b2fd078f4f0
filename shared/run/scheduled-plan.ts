import type { Configuration } from '../config/configuration.ts';
import type { Ports, State } from '../ports.ts';
import { readJson, updateJson } from '../state.ts';
import { dueKey, isSecond, missedStarts, occurrenceKey, occurrences, type Occurrence, type Started } from './due.ts';
import { planJobs, slicesOf, type Job } from './jobs.ts';
import { hasLateVerdicts } from './late-verdicts.ts';
import { logEvents } from './log-events.ts';
import { issuedKey } from './measure.ts';
import type { Plan } from './task-answers.ts';
import type { Start } from './schedule-event.ts';

/** What a scheduled run has to make: its reports; for the daily pull those that were missed, too, and mostly none. */
export async function planOf(
  { request, due, isDailyPull }: Start,
  configuration: Configuration,
  { state, log }: Pick<Ports, 'state' | 'log'>,
): Promise<Plan> {
  const sources = request.sources ?? configuration.sources.map(({ id }) => id);
  const jobsOf = (reports: readonly string[]) =>
    reports.length === 0 ? [] : planJobs(configuration, { ...request, reports: [...reports] });
  if (!isDailyPull && due.length === 0) return { sources, jobs: planJobs(configuration, request) };
  const asked: Job[] = [];
  for (const report of due) await note(report, request.as_of_s, configuration, state);
  for (const job of jobsOf(due))
    if (!isSecond(configuration, job.report, request.as_of_s) || (await hasLateVerdicts(state, job, request.as_of_s)))
      asked.push(job);
  if (!isDailyPull) return { sources, jobs: asked };
  const started = Object.fromEntries(
    await Promise.all(
      configuration.reports.map(async ({ id }) => [id, await readJson<Started>(state, dueKey(id))] as const),
    ),
  );
  // One that was caught up yesterday was issued, or has no verdict open.
  const missed = missedStarts(configuration, started, request.as_of_s);
  const issued = missed.length === 0 ? [] : await state.list('issued/');
  const late: Job[] = [];
  for (const one of missed) {
    const { report, period, due_s, is_second } = one;
    const open: Job[] = [];
    for (const slice of slicesOf(configuration, report)) {
      const job = { report, period, slice };
      const isOpen = is_second ? await hasLateVerdicts(state, job, due_s) : !issued.includes(issuedKey(job));
      if (isOpen) open.push(job);
    }
    if (open.length === 0) continue;
    const isGivenUp = await isSeenTooLong(one, request.as_of_s, state);
    log.warn(logEvents.report_missed, { report, period, given_up: isGivenUp });
    if (!isGivenUp) late.push(...open);
  }
  return { sources, jobs: [...late, ...asked] };
}

/** What the schedule starts now is not missed, whatever becomes of it. */
async function note(report: string, due_s: number, configuration: Configuration, state: State): Promise<void> {
  const at = occurrences(configuration, due_s - 1, due_s).filter((one) => one.report === report);
  await updateJson<Started>(state, dueKey(report), (before) => ({
    ...before,
    since_s: before?.since_s ?? before?.due_s ?? due_s,
    due_s,
    done: [...new Set([...(before?.done ?? []), ...at.map(occurrenceKey)])].slice(-mostKept),
  }));
}

/** A start that is missed is made up for this long, then said to be given up, once. */
async function isSeenTooLong(one: Occurrence, now_s: number, state: State): Promise<boolean> {
  const key = occurrenceKey(one);
  let isTooLong = false;
  await updateJson<Started>(state, dueKey(one.report), (before) => {
    if (before === undefined) return before;
    const { [key]: first_s = now_s, ...others } = before.seen_s ?? {};
    isTooLong = now_s - first_s > patience_s;
    return isTooLong
      ? { ...before, seen_s: others, done: [...(before.done ?? []), key].slice(-mostKept) }
      : { ...before, seen_s: { ...others, [key]: first_s } };
  });
  return isTooLong;
}
const patience_s = 7 * 86_400;
/** More starts than the days that are looked back on have. */
const mostKept = 200;
