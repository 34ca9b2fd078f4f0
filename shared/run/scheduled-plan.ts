import type { Configuration } from '../config/configuration.ts';
import type { Ports } from '../ports.ts';
import { readJson, writeJson } from '../state.ts';
import { dueKey, isSecond, missedStarts, type Started } from './due.ts';
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
  for (const report of due) await writeJson(state, dueKey(report), { due_s: request.as_of_s } satisfies Started);
  const asked: Job[] = [];
  for (const job of jobsOf(due))
    if (!isSecond(configuration, job.report, request.as_of_s) || (await hasLateVerdicts(state, job, request.as_of_s)))
      asked.push(job);
  if (!isDailyPull) return { sources, jobs: asked };
  const started = Object.fromEntries(
    await Promise.all(
      configuration.reports.map(async ({ id }) => [id, (await readJson<Started>(state, dueKey(id)))?.due_s] as const),
    ),
  );
  const missed = missedStarts(configuration, started, request.as_of_s);
  // One that was caught up yesterday was issued, or has no verdict open.
  const issued = missed.length === 0 ? [] : await state.list('issued/');
  const late: Job[] = [];
  for (const { report, period, due_s, is_second } of missed)
    for (const slice of slicesOf(configuration, report)) {
      const job = { report, period, slice };
      const isOpen = is_second ? await hasLateVerdicts(state, job, due_s) : !issued.includes(issuedKey(job));
      if (isOpen) late.push(job);
    }
  for (const report of new Set(late.map((job) => job.report))) log.warn(logEvents.report_missed, { report });
  return { sources, jobs: [...asked, ...late] };
}
