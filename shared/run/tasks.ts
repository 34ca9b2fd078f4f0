import type { Configuration } from '../config/configuration.ts';
import type { Ports } from '../ports.ts';
import type { TaskHome } from '../load/task-home.ts';
import { deliver, DeliverRequest } from './deliver.ts';
import { planJobs } from './jobs.ts';
import { measure, MeasureRequest } from './measure.ts';
import { notify, NotifyRequest } from './notify.ts';
import { runKey, type RunRecord } from './record.ts';
import { writeJson } from '../state.ts';
import { retry, RetryRequest } from './retry.ts';
import { RunRequest } from './run.ts';
import type { Plan } from './task-answers.ts';
import { loadTurn, pullTask, SourceRequest } from './source-tasks.ts';

/** How long a run that a person waits for tries a mail server again, unless the configuration says otherwise. */
const patience_s = 30;

/** The tasks that the workflow of run.ts calls by name; each parses its own request. */
export function tasksOf(home: TaskHome): Readonly<Record<string, (input: unknown) => Promise<unknown>>> {
  const { ports, configuration, connectors } = home;
  const titles = Object.fromEntries(connectors.map(({ id, title }) => [id, title]));
  return {
    plan: (input) => Promise.resolve(plan(RunRequest.parse(input), configuration)),
    pull: (input) => pullTask(SourceRequest.parse(input), home),
    load: (input) => loadTurn(SourceRequest.parse(input), home),
    measure: (input) => measure(MeasureRequest.parse(input), ports, configuration, titles),
    deliver: (input) => deliver(DeliverRequest.parse(input), ports, configuration),
    notify: (input) => notify(NotifyRequest.parse(input), ports, configuration),
    retry: (input) =>
      retry(RetryRequest.parse(input), ports, configuration, {
        isAlone: home.deadline_s === undefined,
        patience_s: configuration.delivery.patience ?? patience_s,
      }),
    record: (input) => recordRun(input as RunRecord, ports),
  };
}

export const plan = (request: RunRequest, configuration: Configuration): Plan => ({
  sources: request.sources ?? configuration.sources.map(({ id }) => id),
  jobs: planJobs(configuration, request),
});

/** Keeps the record of a run, with the instant at which it ended. */
export async function recordRun(record: RunRecord, ports: Pick<Ports, 'state' | 'clock'>): Promise<RunRecord> {
  const kept = { ...record, finished_s: record.status === 'running' ? null : ports.clock.now_s() };
  await writeJson(ports.state, runKey(record.run), kept);
  return kept;
}
