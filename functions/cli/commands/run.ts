import { UsageError } from '../../../shared/errors.ts';
import { localSteps } from '../../../shared/run/local-steps.ts';
import { planJobs } from '../../../shared/run/jobs.ts';
import { type RunRecord } from '../../../shared/run/record.ts';
import { readJson, removeKey, writeJson } from '../../../shared/state.ts';
import { run as workflow, RunRequest } from '../../../shared/run/run.ts';
import { suppressions } from '../../../shared/run/suppression.ts';
import { tasksOf } from '../../../shared/run/tasks.ts';
import type { Arguments, Command } from '../command.ts';
import { connectors, withHome, type Home } from '../home.ts';
import { parseInstant } from '../instant.ts';
import { machineFault } from '../machine-fault.ts';
import { publish } from '../out.ts';
import { endRetention } from '../retention.ts';
import { newRun } from '../run-id.ts';
import { progress, say } from '../terminal.ts';
import { noteAttention } from '../attention.ts';
import { asOfOption } from './metrics.ts';
import { outcomeOf, statusOf } from './runs.ts';
import { withheld } from './unsubscribe.ts';

export const run: Command = {
  takes: '',
  options: {
    report: { takes: 'ID', several: true, help: 'only these reports (default: all of the configuration)' },
    period: { takes: 'P', help: 'such as 2026-W39 or 2026-Q3 (default: the last complete one)' },
    'as-of': asOfOption,
    as: {
      takes: 'RECIPIENT',
      help: 'makes the mails that this address would get, for your eyes: sends nothing, issues nothing',
    },
    'dry-run': { help: 'sends nothing and issues nothing; the mails are in out/dry-run/' },
    'no-pull': { help: 'asks no source: measures what was received already' },
    due: { help: 'only what the schedules have due by now and nobody ran yet: for cron, a timer, a CI schedule' },
    approve: { help: 'sends reports that wait for approval' },
  },
  examples: [
    ['casebook run --dry-run', 'makes every mail due and sends none'],
    ['casebook run', 'every report of the configuration'],
    ['casebook run --as lead.emea@example.com --no-pull', 'what that reader would get, from what is stored'],
    ['casebook run --due', 'what a schedule calls every few minutes'],
    ['casebook run --report lead-weekly --period 2026-W39', 'one report of one week'],
  ],
  run: (given) =>
    withHome(given, 'write', async (home) => {
      if (!given.flag('due')) return runIn(home, given);
      const others = ['report', 'period', 'as-of', 'as', 'dry-run', 'no-pull', 'approve'].filter((name) =>
        given.flag(name),
      );
      if (others.length > 0)
        throw new UsageError(`casebook run: --due takes no --${others[0]}: the schedules say what is due.`);
      return (await import('../due-runs.ts')).runDue(home);
    }),
};

/** A run that was begun and not finished: its request, under `current-run.json`, so that the next command goes on with it. */
const currentKey = 'current-run.json';

/** One run in an open home: answers the exit status. */
export const runIn = async (home: Home, given: Arguments): Promise<number> => (await recordedRun(home, given)).status;

/** The same with its record. */
export async function recordedRun(
  home: Home,
  given: Arguments,
): Promise<{ readonly status: number; readonly record: RunRecord }> {
  const { ports, configuration } = home;
  const now_s = ports.clock.now_s();
  const instant = given.one('as-of');
  const fresh = RunRequest.parse({
    run: newRun(now_s),
    started_s: now_s,
    as_of_s: instant === undefined ? now_s : parseInstant(instant, configuration.organisation.time_zone),
    reports: given.many('report'),
    period: given.one('period') ?? null,
    is_dry: given.flag('dry-run') || given.flag('as'),
    recipient: given.one('as') ?? null,
    does_pull: !given.flag('no-pull'),
  });
  if (fresh.as_of_s > now_s) throw new UsageError(`--as-of: ${given.one('as-of')} lies in the future.`);
  // A fault in the arguments shows before anything is pulled or an interrupted run is taken up.
  planJobs(configuration, fresh);
  await endRetention(home);
  const request = await takeUp(home, fresh, given);
  const steps = localSteps(request.run, ports, told(tasksOf({ ...home, connectors })), () =>
    Promise.resolve(given.flag('approve') ? ('approved' as const) : undefined),
  );
  const record = await workflow(request, steps);
  const isPublished = await published(home, record);
  await removeKey(ports.state, currentKey);
  await noteAttention(home, record);
  summarise(record);
  await sayWithheld(home, fresh.recipient ?? null);
  return { status: record.status === 'failed' || !isPublished ? 1 : record.status === 'held' ? 3 : 0, record };
}

/** Who asked for no mail would get none of what was made in their name. */
async function sayWithheld({ ports: { state } }: Home, recipient: string | null): Promise<void> {
  const kept = recipient === null ? [] : await suppressions(state, recipient);
  if (recipient !== null && kept.length > 0) say(`Note: ${withheld(recipient, kept)}`);
}

/** Mails are out by now: a folder that cannot be written changes nothing of that, and is no reason to run again. */
async function published(home: Home, record: RunRecord): Promise<boolean> {
  try {
    await publish(home, record);
    return true;
  } catch (error) {
    const fault = machineFault(error);
    if (fault === undefined) throw error;
    say(`The reports are made and kept, but out/ was not written: ${fault} Then: casebook archive.`);
    return false;
  }
}

type Tasks = ReturnType<typeof tasksOf>;

/** The tasks, each of which says what it is at. */
function told(tasks: Tasks): Tasks {
  return Object.fromEntries(
    Object.entries(tasks).map(([task, work]) => [
      task,
      (input) => {
        const text = doing[task]?.(input as Told);
        if (text !== undefined) progress(text, true);
        return work(input);
      },
    ]),
  );
}

interface Told {
  readonly source: string;
  readonly turn: number;
  readonly job: { readonly report: string; readonly period: string; readonly slice: string };
}
const mailOf = ({ job: { report, period, slice } }: Told): string =>
  `${report} ${period}${slice === 'all' ? '' : ` for ${slice}`}`;
const doing: Readonly<Record<string, (input: Told) => string | undefined>> = {
  pull: ({ source }) => `Reading ${source}`,
  load: ({ source }) => (source === 'inputs' ? 'Loading the input files' : `Loading ${source}`),
  measure: (input) => `Measuring ${mailOf(input)}`,
  deliver: (input) => `Writing ${mailOf(input)}`,
  retry: ({ turn }) => (turn === 1 ? undefined : 'Trying again to hand mails over'),
};

/** Goes on with an interrupted run that was asked the same; else begins the new one. */
async function takeUp(home: Home, fresh: RunRequest, given: Arguments): Promise<RunRequest> {
  const asked = JSON.stringify([
    fresh.reports,
    fresh.period,
    given.one('as-of') ?? null,
    fresh.is_dry,
    fresh.recipient ?? null,
    fresh.does_pull,
    home.configuration,
  ]);
  const before = await readJson<{ readonly asked: string; readonly request: RunRequest }>(home.ports.state, currentKey);
  if (before?.asked === asked && !given.flag('approve')) {
    const age_s = fresh.started_s - before.request.started_s;
    if (age_s <= home.configuration.gates.max_staleness) {
      say(`Going on with run ${before.request.run}, which was interrupted.`);
      return before.request;
    }
    // Its data would be stale, and the period it was about may be over: what it sent is in the ledger, what it did not is said.
    say(
      `Note: run ${before.request.run} was interrupted ${Math.round(age_s / 3600)} h ago and never finished. casebook runs ${before.request.run} tells what it was about.`,
    );
  }
  await writeJson(home.ports.state, currentKey, { asked, request: fresh });
  return fresh;
}

function summarise(record: RunRecord): void {
  for (const { source, ok, message } of record.sources)
    progress(`${ok ? 'Read' : 'FAILED'} ${source}: ${message}`, true);
  for (const report of record.reports) {
    const name = `${report.report} ${report.period}${report.slice === 'all' ? '' : ` ${report.slice}`}`;
    const counts = [...Map.groupBy(report.mails, statusOf)].flatMap(([status, { length }]) =>
      status === 'sent' || status === 'in the outbox' ? [`${length} ${status}`] : [],
    );
    const status = report.status === 'sent' ? outcomeOf({ status: 'sent', reports: [report] }) : report.status;
    progress(
      `${status.padEnd(9)} ${name}${report.subject === null ? '' : `: ${report.subject}`}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`,
      true,
    );
    for (const reason of report.reasons) say(`          because: ${reason.split('\n')[0]}`);
  }
  for (const { report, period, recipient, status, message } of record.retried ?? [])
    say(
      `${status.padEnd(9)} ${report} ${period} to ${recipient}, of an earlier run${message === null ? '' : `: ${message}`}`,
    );
  if (outcomeOf(record) === 'written')
    say('No mail was sent: they lie in the outbox, because casebook.yaml has no delivery.smtp.');
  progress(`Run ${record.run}: ${outcomeOf(record)}. casebook runs ${record.run} tells all of it.`, true);
}
