import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { openMails } from '../../shared/run/open-mails.ts';
import { runKey, type RunRecord } from '../../shared/run/record.ts';
import { openLine } from '../../shared/run/retry.ts';
import { readJson } from '../../shared/state.ts';
import type { Home } from './home.ts';
import { say } from './terminal.ts';

/**
 * A file beside the outbox that is there exactly while something needs a person: mails that have not arrived, reports that were held or failed.
 * It hangs on no mail system, so that whatever watches files can tell somebody. `record`: the run that ended; a dry run changes nothing.
 */
export async function noteAttention(home: Home, record: RunRecord): Promise<void> {
  if (record.is_dry) return;
  const many = await written(home, record);
  if (many > 0)
    say(
      `${many} ${many === 1 ? 'mail has' : 'mails have'} not arrived. casebook runs lists them; casebook resend sends what is owed.`,
    );
}

/** Brings the file up to date after mails were sent again or settled. */
export async function noteMails(home: Home): Promise<void> {
  const path = pathOf(home);
  if (!existsSync(path)) return;
  const run = firstLine.exec(await readFile(path, 'utf8'))?.[1];
  const record = run === undefined ? undefined : await readJson<RunRecord>(home.ports.state, runKey(run));
  if (record !== undefined) await written(home, record);
}

const firstLine = /^Run (\S+) needs a person\./;
const pathOf = ({ dataFolder }: Home): string => join(dataFolder, 'ATTENTION.txt');

/** Answers how many mails have not arrived. */
async function written(home: Home, record: RunRecord): Promise<number> {
  const path = pathOf(home);
  const open = await openMails(home.ports.state);
  // A report that failed for its mails is told by these, as long as they are open.
  const reports = record.reports.filter(
    ({ status, mails }) => status === 'held' || (status === 'failed' && mails.length === 0),
  );
  if (open.length + reports.length === 0) {
    await rm(path, { force: true });
    return 0;
  }
  const lines = [
    `Run ${record.run} needs a person.`,
    ...reports.flatMap(({ report, period, slice, status, reasons }) => [
      `${report} ${period}${slice === 'all' ? '' : ` ${slice}`} was ${status === 'held' ? 'held' : 'not finished'}:`,
      ...reasons.map((reason) => `  ${reason}`),
    ]),
    ...(open.length === 0 ? [] : ['Mails that have not arrived:', ...open.map((one) => `  ${openLine(one)}`)]),
    '',
    'casebook runs says the same; casebook resend and casebook settle act on mails. What needs nobody any more leaves this file.',
  ];
  await replaceFile(path, `${lines.join('\n')}\n`);
  return open.length;
}
