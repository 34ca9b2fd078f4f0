import { join } from 'node:path';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { inboxPage, withPictures, type InboxMail } from '../../shared/report/inbox.ts';
import type { ReportRecord, RunRecord } from '../../shared/run/record.ts';
import type { Home } from './home.ts';

/**
 * Copies what a run rendered to out/ (contract 4.6): out/<report>/<period>/<slice>.eml, .html, .txt and the attachments, named
 * <slice>-<file>; and writes the inbox page over all of them.
 */
export async function publish(home: Home, record: RunRecord): Promise<string> {
  const mails: InboxMail[] = [];
  for (const report of record.reports) {
    if (report.folder !== null) mails.push(await publishReport(home, report));
  }
  const page = join(home.outFolder, 'index.html');
  await replaceFile(
    page,
    new TextEncoder().encode(inboxPage({ run: record, mails, organisation: home.configuration.organisation })),
  );
  return page;
}

async function publishReport(home: Home, report: ReportRecord): Promise<InboxMail> {
  const { lake } = home.ports;
  const root = `${report.folder}/`;
  const folder = join(home.outFolder, report.report, report.period);
  const files = new Map<string, Uint8Array>();
  for (const key of await lake.list(root)) files.set(key.slice(root.length), (await lake.get(key)) ?? new Uint8Array());
  const text = new TextDecoder();
  const at = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();
  const images = [...files]
    .filter(([name]) => name.startsWith('images/'))
    .map(([name, body]) => ({ cid: name.slice('images/'.length, -'.png'.length), body }));
  const html = text.decode(at(`${report.slice}.html`));
  const attachments: { name: string; path: string; size: number }[] = [];
  for (const [name, body] of files) {
    if (name === 'mail.json' || name.startsWith('images/')) continue;
    const own = name.startsWith('attachments/') ? `${report.slice}-${name.slice('attachments/'.length)}` : name;
    const isPage = name === `${report.slice}.html`;
    await replaceFile(join(folder, own), isPage ? new TextEncoder().encode(withPictures({ html, images })) : body);
    if (name.startsWith('attachments/')) {
      attachments.push({
        name: name.slice('attachments/'.length),
        path: `${report.report}/${report.period}/${own}`,
        size: body.length,
      });
    }
  }
  return {
    report,
    summary: JSON.parse(text.decode(at('mail.json'))) as InboxMail['summary'],
    html,
    text: text.decode(at(`${report.slice}.txt`)),
    eml: at(`${report.slice}.eml`),
    emlPath: `${report.report}/${report.period}/${report.slice}.eml`,
    images,
    attachments,
  };
}
