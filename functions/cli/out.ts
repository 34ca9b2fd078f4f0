import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { inboxPage, type InboxMail } from '../../shared/report/inbox.ts';
import { issuedKey } from '../../shared/run/measure.ts';
import type { ReportRecord, RunRecord } from '../../shared/run/record.ts';
import { readJson } from '../../shared/state.ts';
import { claimFolder, filesIn, imagesOf, inboxes, putFiles, writeArchive, writeFront } from './archive.ts';
import type { Home } from './home.ts';

/** Shows what a run made: what it issued joins the archive of out/, a dry run has out/dry-run/ for itself. Answers the page to open. */
export async function publish(home: Home, record: RunRecord): Promise<string> {
  await claimFolder(home);
  const inbox = await writeInbox(home, record);
  if (!record.is_dry) {
    await writeArchive(home, record.reports);
    return join(home.outFolder, 'index.html');
  }
  if (!existsSync(join(home.outFolder, 'index.html'))) await writeFront(home);
  return inbox;
}

/** The mails of a run on one page, over its files. A run that made none leaves the page of the one before. */
export async function writeInbox(home: Home, record: RunRecord): Promise<string> {
  const page = join(home.outFolder, record.is_dry ? inboxes.dry : inboxes.issued);
  const made = record.reports.filter(({ folder }) => folder !== null);
  if (made.length === 0 && !record.is_dry) return page;
  const root = dirname(page);
  if (record.is_dry) await rm(root, { recursive: true, force: true });
  const mails: InboxMail[] = [];
  for (const report of made) mails.push(await shownOf(home, report, root, record.is_dry));
  const { organisation } = home.configuration;
  await replaceFile(page, inboxPage({ run: record, mails, organisation }));
  return page;
}

/** What the inbox shows of a report. The files of a dry run lie beside its page; those of issued reports are the archive's. */
async function shownOf(home: Home, report: ReportRecord, root: string, isDry: boolean): Promise<InboxMail> {
  const files = await filesIn(home.ports.lake, report.folder ?? '');
  const text = new TextDecoder();
  const at = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();
  const folder = `${report.report}/${report.period}`;
  if (isDry) await putFiles(join(root, report.report, report.period), report.slice, files);
  // what was not issued has its files at their place, too, as long as nothing that was issued has them there
  if ((await readJson(home.ports.state, issuedKey(report))) === undefined)
    await putFiles(join(home.outFolder, report.report, report.period), report.slice, files);
  return {
    report,
    summary: JSON.parse(text.decode(at('mail.json'))) as InboxMail['summary'],
    html: text.decode(at(`${report.slice}.html`)),
    text: text.decode(at(`${report.slice}.txt`)),
    eml: at(`${report.slice}.eml`),
    emlPath: `${folder}/${report.slice}.eml`,
    images: imagesOf(files),
    attachments: [...files]
      .filter(([name]) => name.startsWith('attachments/'))
      .map(([name, body]) => [name.slice('attachments/'.length), body.length] as const)
      .map(([name, size]) => ({ name, path: `${folder}/${report.slice}-${name}`, size })),
  };
}
