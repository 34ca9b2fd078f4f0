import { z } from 'zod';
import type { DeliverAnswer, LoadAnswer, MeasureAnswer, Plan, PullAnswer } from './task-answers.ts';
import type { MailRecord, ReportRecord, Retried, RunRecord } from './record.ts';
import type { RetryAnswer } from './retry.ts';
import type { Outcome, Steps } from './steps.ts';

/** What starts a run: a schedule, or a person. */
export const RunRequest = z.object({
  run: z.string().min(1),
  started_s: z.int(),
  as_of_s: z.int(),
  reports: z.array(z.string()).default([]),
  period: z.string().nullable().default(null),
  sources: z.array(z.string()).nullable().default(null),
  is_dry: z.boolean().default(false),
  /** Only the mails that this address gets. */
  recipient: z.string().nullable().optional(),
  /** False: measure what is stored already. */
  does_pull: z.boolean().default(true),
});
export type RunRequest = z.output<typeof RunRequest>;

/** A reason to hold: the wait ended without a decision. */
export const nobodyApproved =
  'Nobody approved the report in time. Where it was run by hand, casebook run --approve sends it.';

/**
 * The whole of a run over the Steps of a home: pull every source, load, measure, decide, deliver, record (D3). The tasks `plan`,
 * `pull`, `load`, `measure`, `deliver`, `notify` and `record` do the work; this function only orders it, and nothing between two
 * steps has an effect. One source that fails does not stop the others: the gate of each report decides what that means.
 */
export async function run(request: RunRequest, steps: Steps): Promise<RunRecord> {
  const call = <T>(at: Steps, name: string, task: string, input: unknown): Promise<T> =>
    at.invoke<unknown, T>(name, task, input);
  const plan = await call<Plan>(steps, 'plan', 'plan', request);
  const record = (
    status: RunRecord['status'],
    sources: RunRecord['sources'],
    reports: readonly ReportRecord[],
  ): RunRecord => ({
    run: request.run,
    started_s: request.started_s,
    finished_s: null,
    as_of_s: request.as_of_s,
    is_dry: request.is_dry,
    status,
    sources,
    reports,
  });
  await call(steps, 'begin', 'record', record('running', [], []));

  const pulled = !request.does_pull
    ? []
    : await steps.map(
        'pull',
        plan.sources,
        async (source, branch) => {
          for (let turn = 1; ; turn++) {
            const answer = await call<PullAnswer>(branch, `turn ${turn}`, 'pull', { source, run: request.run });
            if (answer.is_done) return answer;
            await branch.wait(`pause ${turn}`, answer.wait_s);
          }
        },
        4,
      );
  // One writer a table: sources are loaded one after another, then the dropped files. Without a pull, too, a changed configuration
  // derives anew what was received from the sources.
  const loads = request.does_pull ? [...plan.sources, 'inputs'] : plan.sources;
  const loaded = await steps.map(
    'load',
    loads,
    async (source, branch) => {
      for (let turn = 1; ; turn++) {
        const name = turn === 1 ? 'load' : `load, turn ${turn}`;
        const answer = await call<LoadAnswer>(branch, name, 'load', {
          source,
          run: request.run,
          ...(request.does_pull ? {} : { does_pull: false }),
        });
        if (answer.is_done) return answer.message;
      }
    },
    1,
  );
  const sources = plan.sources.flatMap((source, i) => {
    const outcome = pulled[i];
    if (!request.does_pull) {
      const load = loaded[i];
      return load?.ok === true && load.value !== '' ? [{ source, ok: true, message: load.value }] : [];
    }
    if (outcome?.ok !== true) return told(source, outcome);
    const load = loaded[i];
    const message = load?.ok === true ? `${outcome.value.message}; ${load.value}` : outcome.value.message;
    return { source, ok: !outcome.value.has_failed, message };
  });
  const failedLoads = loads.map((source, i) => told(source, loaded[i])).filter((answer) => !answer.ok);

  const reports = await steps.map(
    'report',
    plan.jobs,
    async (job, branch): Promise<ReportRecord> => {
      const known: ReportRecord = {
        ...job,
        status: 'failed',
        revision: 1,
        subject: null,
        reasons: [],
        results_key: null,
        folder: null,
        mails: [],
      };
      const measured = await call<MeasureAnswer>(branch, 'measure', 'measure', {
        job,
        run: request.run,
        as_of_s: request.as_of_s,
        is_dry: request.is_dry,
      });
      const made = { ...known, revision: measured.revision, results_key: measured.results_key };
      if (measured.holds.length > 0) {
        await call(branch, 'notify', 'notify', {
          job,
          run: request.run,
          is_dry: request.is_dry,
          reasons: measured.holds,
        });
        return { ...made, status: 'held', reasons: measured.holds };
      }
      if (measured.is_quiet)
        return {
          ...made,
          status: 'skipped',
          reasons: ['There was no case in the period, and the configuration says to skip quiet periods.'],
        };
      if (measured.needs_approval && !request.is_dry && !measured.is_unchanged) {
        const decision = await branch.waitForApproval(
          'approval',
          (token) => call(branch, 'ask', 'notify', { job, run: request.run, is_dry: false, reasons: [], token }),
          3 * 86_400,
        );
        if (decision !== 'approved') {
          const reasons = [decision === 'rejected' ? 'A person rejected the report.' : nobodyApproved];
          await call(branch, 'notify', 'notify', { job, run: request.run, is_dry: false, reasons });
          return { ...made, status: 'held', reasons };
        }
      }
      const sent = await call<DeliverAnswer>(branch, 'deliver', 'deliver', {
        job,
        run: request.run,
        results_key: measured.results_key,
        is_dry: request.is_dry,
      });
      const good = measured.is_unchanged
        ? 'unchanged'
        : request.is_dry || sent.mails.length === 0
          ? 'rendered'
          : 'sent';
      return judged({ ...made, ...sent, status: good });
    },
    1,
  );
  const retried = request.is_dry ? [] : await retries(request.run, steps);
  const made = plan.jobs.map((job, i): ReportRecord => {
    const outcome = reports[i];
    if (outcome?.ok) return judged(withRetried(outcome.value, retried));
    const message = outcome === undefined ? 'It was never started.' : outcome.message;
    return {
      ...job,
      status: 'failed',
      revision: 1,
      subject: null,
      reasons: [message],
      results_key: null,
      folder: null,
      mails: [],
    };
  });
  const allSources = [...sources, ...failedLoads];
  const failed =
    made.some(({ status }) => status === 'failed') || (plan.jobs.length === 0 && allSources.some(({ ok }) => !ok));
  const held = made.some(({ status }) => status === 'held');
  const others = retried.filter((mail) => !made.some((report) => isOf(mail, report)));
  const final = {
    ...record(failed ? 'failed' : held ? 'held' : 'sent', allSources, made),
    ...(others.length === 0 ? {} : { retried: others }),
  };
  return call<RunRecord>(steps, 'finish', 'record', final);
}

/** Tries again what was certainly not handed over: first what earlier runs left, then, as long as the home waits, what this one did. */
async function retries(run: string, steps: Steps): Promise<readonly Retried[]> {
  const mails: Retried[] = [];
  let waited_s = 0;
  for (let turn = 1; ; turn++) {
    const input = { run, turn, waited_s };
    const answer = await steps.invoke<unknown, RetryAnswer>(`retry ${turn}`, 'retry', input);
    mails.push(...answer.mails);
    if (answer.wait_s === null) return mails;
    await steps.wait(`retry pause ${turn}`, answer.wait_s);
    waited_s += answer.wait_s;
  }
}

const isOf = (mail: Retried, { report, period, slice, mails }: ReportRecord): boolean =>
  mail.report === report &&
  mail.period === period &&
  mail.slice === slice &&
  mails.some(({ recipient }) => recipient === mail.recipient);

/** A report with what became of its mails in the last turn. */
function withRetried(report: ReportRecord, retried: readonly Retried[]): ReportRecord {
  const mails = report.mails.map((mail): MailRecord => {
    const last = retried.findLast((one) => one.recipient === mail.recipient && isOf(one, report));
    if (last === undefined) return mail;
    const { report: _report, period: _period, slice: _slice, ...now } = last;
    return now;
  });
  return { ...report, mails };
}

/** A report of which a mail did not arrive has failed, and says why; one whose mails all arrived after all has not. */
function judged(report: ReportRecord): ReportRecord {
  const bad = report.mails.filter(({ status }) => status === 'owed' || status === 'refused' || status === 'unknown');
  if (bad.length === 0)
    return report.status === 'failed' && report.mails.length > 0 ? { ...report, status: 'sent', reasons: [] } : report;
  return {
    ...report,
    status: 'failed',
    reasons: bad.map(({ recipient, message }) => `${recipient}: ${message ?? 'no answer'}`),
  };
}

function told(source: string, outcome: Outcome<unknown> | undefined): RunRecord['sources'][number] {
  if (outcome === undefined) return { source, ok: false, message: 'It was never started.' };
  return { source, ok: outcome.ok, message: outcome.ok ? String(outcome.value) : outcome.message };
}
