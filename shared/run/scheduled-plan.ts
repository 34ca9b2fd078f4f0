import type { Configuration } from '../config/configuration.ts';
import type { State } from '../ports.ts';
import { missedReports } from './due.ts';
import { planJobs } from './jobs.ts';
import { issuedKey } from './measure.ts';
import type { Plan, RunRequest } from './run.ts';

/** What a scheduled run has to make: its report; for the daily pull, the reports that were missed, and mostly none. */
export async function planOf(
  request: RunRequest,
  makesReports: boolean,
  configuration: Configuration,
  state: State,
): Promise<Plan> {
  const sources = request.sources ?? configuration.sources.map(({ id }) => id);
  if (makesReports) return { sources, jobs: planJobs(configuration, request) };
  const runs = (await state.list('runs/')).map((key) => key.replace(/^runs\/|\.json$/g, ''));
  const reports = missedReports(configuration, runs, request.as_of_s);
  if (reports.length === 0) return { sources, jobs: [] };
  // One that was caught up yesterday has no run of its own either, but it was issued.
  const issued = new Set(await state.list('issued/'));
  return {
    sources,
    jobs: planJobs(configuration, { ...request, reports }).filter((job) => !issued.has(issuedKey(job))),
  };
}
