import { counted } from '../../shared/counted.ts';
import { nextOccurrence } from '../../shared/run/due.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { settleDue, takeDue } from '../../shared/run/schedule-book.ts';
import { isAnythingOwed, retry } from '../../shared/run/retry.ts';
import { noteMails } from './attention.ts';
import { recordedRun } from './commands/run.ts';
import type { Home } from './home.ts';
import { newRun } from './run-id.ts';
import { say } from './terminal.ts';
import { localTime } from './instant.ts';

/**
 * Runs what the schedule has due, in order; sources are read once. What fails or is held stays due for a day and is tried by the
 * next call. A report that was made is done, whatever became of its mails: what is owed the ledger knows, what was refused or is unknown
 * no further run would change. Answers the worst exit status.
 */
export async function runDue(home: Home): Promise<number> {
  const { ports, configuration } = home;
  const { time_zone } = configuration.organisation;
  const now_s = ports.clock.now_s();
  const { runs, givenUp, skipped } = await takeDue(ports.state, configuration, now_s);
  for (const { report, period, due_s } of givenUp)
    say(
      `Given up: ${report} ${period}, due ${localTime(due_s, time_zone)}, could not be sent for a day. casebook run --report ${report} --period ${period} makes it.`,
    );
  for (const { report, period, due_s } of skipped)
    say(
      `Skipped: ${report} ${period}, due ${localTime(due_s, time_zone)}, more than 100 days ago, when nothing ran. casebook run --report ${report} --period ${period} makes it.`,
    );
  let worst = 0;
  for (const [i, due] of runs.entries()) {
    say(`Due ${localTime(due.due_s, time_zone)}: ${due.reports.join(', ')} of ${due.period}`);
    const { status, record } = await recordedRun(home, {
      positionals: [],
      flag: (name) => name === 'no-pull' && i > 0,
      one: (name) => (name === 'period' ? due.period : undefined),
      many: (name) => (name === 'report' ? due.reports : []),
    });
    const reports = due.reports.filter((id) => isMade(id, record));
    if (reports.length > 0) await settleDue(ports.state, { ...due, reports });
    worst = Math.max(worst, status);
  }
  if (runs.length === 0) {
    worst = await tryOwed(home, now_s);
    const next = nextOccurrence(configuration, now_s);
    say(
      next === undefined
        ? 'Nothing is due: no report has a schedule.'
        : `Nothing is due. Next: ${next.report}, ${localTime(next.due_s, time_zone)} in ${time_zone}.`,
    );
  }
  return worst;
}

/** Was every slice of a report made? One that failed with mails failed for them alone. */
const isMade = (id: string, { reports }: RunRecord): boolean =>
  reports.every(
    ({ report, status, mails }) => report !== id || (status !== 'held' && (status !== 'failed' || mails.length > 0)),
  );

/** Hands over what earlier runs left owed, where no run is due that would. Answers the exit status. */
async function tryOwed(home: Home, now_s: number): Promise<number> {
  const { ports, configuration } = home;
  if (!(await isAnythingOwed(ports.state, now_s))) return 0;
  const asked = { run: newRun(now_s), turn: 1, waited_s: 0 };
  const { mails } = await retry(asked, ports, configuration, { isAlone: true, patience_s: 0 });
  await noteMails(home);
  const left = mails.filter(({ status }) => status === 'owed' || status === 'unknown');
  say(`Tried again: ${counted(mails.length, 'mail')}, ${mails.length - left.length} of them settled.`);
  for (const { report, period, recipient, message } of left)
    say(`  ${report} ${period} to ${recipient} has not arrived: ${message ?? 'no answer'}`);
  return left.length === 0 ? 0 : 1;
}
