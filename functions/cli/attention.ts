import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { openMails } from '../../shared/run/open-mails.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { openLine } from '../../shared/run/retry.ts';
import type { Home } from './home.ts';
import { say } from './terminal.ts';

/**
 * A file beside the outbox that is there exactly while something needs a person: mails that have not arrived, reports that were held or failed.
 * It hangs on no mail system, so that whatever watches files can tell somebody.
 */
export async function noteAttention(home: Home, record: RunRecord): Promise<void> {
  const path = join(home.dataFolder, 'ATTENTION.txt');
  const open = await openMails(home.ports.state);
  const reports = record.reports.filter(({ status }) => status === 'held' || status === 'failed');
  if (open.length + reports.length === 0) {
    await rm(path, { force: true });
    return;
  }
  const lines = [
    `Run ${record.run} needs a person.`,
    ...reports.flatMap(({ report, period, slice, status, reasons }) => [
      `${report} ${period}${slice === 'all' ? '' : ` ${slice}`} was ${status === 'held' ? 'held' : 'not finished'}:`,
      ...reasons.map((reason) => `  ${reason}`),
    ]),
    ...(open.length === 0 ? [] : ['Mails that have not arrived:', ...open.map((one) => `  ${openLine(one)}`)]),
    '',
    'casebook runs says the same; casebook resend and casebook settle act on mails. A run without faults removes this file.',
  ];
  await replaceFile(path, `${lines.join('\n')}\n`);
  if (open.length > 0)
    say(
      `${open.length} ${open.length === 1 ? 'mail has' : 'mails have'} not arrived. casebook runs lists them; casebook resend sends what is owed.`,
    );
}
