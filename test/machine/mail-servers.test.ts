import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpMailer } from '../../shared/adapters/embedded/smtp-mailer.ts';
import type { MailRecord } from '../../shared/run/record.ts';
import { sendOnce } from '../../shared/run/send-ledger.ts';
import { mime } from '../../shared/report/mime.ts';
import { memoryState } from '../support/memory-state.ts';
import { rendered, mailedReports } from '../support/reports.ts';

/** Every report through a real SMTP server and back out of a real mailbox, then before a real spam filter. */
const up = resolve('../shared/mail/mail-up.sh');
const folder = mkdtempSync(join(tmpdir(), 'casebook-mail-test-'));
const started = existsSync(up)
  ? spawnSync(up, ['--smtp', '2625', '--imap', '2243', '--data', folder], { encoding: 'utf8' })
  : undefined;
const isUp = started?.status === 0;
if (!isUp)
  console.log(
    `Skipped: no mail servers. ${started?.stderr.trim().split('\n').at(-1) ?? 'shared/mail is not beside the repository.'}`,
  );
const hasSpamAssassin = spawnSync('spamassassin', ['--version']).status === 0;
if (!hasSpamAssassin) console.log('Skipped: spamassassin is not installed.');

const from = 'Support metrics <metrics@example.com>';
const state = memoryState();
const mailer = smtpMailer({ host: '127.0.0.1', port: 2625, tls: 'none' });
const home = { state, mailer, clock: { now_s: () => 1_790_000_000 } };
const messages = new Map<string, Uint8Array>();
const send = (report: string, recipient: string): Promise<MailRecord> =>
  sendOnce(
    { report, period: '2026-W39', slice: 'all', revision: 1, recipient },
    { from, raw: messages.get(report)!, tags: {} },
    home,
    'run',
  );
const delivered = (address: string): readonly string[] => {
  const box = join(folder, 'mail', address, 'Maildir');
  return ['new', 'cur'].flatMap((name) =>
    existsSync(join(box, name)) ? readdirSync(join(box, name)).map((file) => join(box, name, file)) : [],
  );
};

beforeAll(async () => {
  for (const [report, facts] of mailedReports) {
    messages.set(
      report.id,
      await mime(await rendered(report, facts()), {
        from,
        to: `${report.id}@example.test`,
        reply_to: 'owner@example.com',
        unsubscribe_mailbox: 'metrics@example.com',
        unsubscribe_url: null,
        list: report.id,
        organisation: 'Example Corp',
      }),
    );
  }
});
afterAll(() => {
  if (isUp) spawnSync(resolve('../shared/mail/mail-down.sh'), ['--data', folder, '--purge']);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isUp)('through real mail servers', () => {
  it('every report arrives once, whole: subject, parts, pictures and attachments as sent', async () => {
    for (const report of messages.keys())
      expect(await send(report, `${report}@example.test`)).toMatchObject({ status: 'sent' });
    for (const [report, raw] of messages) {
      let files = delivered(`${report}@example.test`);
      for (let tries = 0; files.length === 0 && tries < 50; tries++) {
        await new Promise((wake) => setTimeout(wake, 100));
        files = delivered(`${report}@example.test`);
      }
      expect(files, report).toHaveLength(1);
      const body = readFileSync(files[0]!);
      const [got, sent] = [
        await simpleParser(body, { skipImageLinks: true }),
        await simpleParser(Buffer.from(raw), { skipImageLinks: true }),
      ];
      expect(got.subject).toBe(sent.subject);
      expect(got.text).toBe(sent.text);
      expect(got.html).toBe(sent.html);
      expect(got.attachments.map(({ filename, checksum }) => [filename, checksum])).toEqual(
        sent.attachments.map(({ filename, checksum }) => [filename, checksum]),
      );
      for (const name of ['list-unsubscribe', 'x-report-run', 'auto-submitted', 'list-id']) {
        expect(
          got.headerLines.map(({ key }) => key),
          name,
        ).toContain(name);
      }
      const longest = Math.max(
        ...body
          .toString('latin1')
          .split('\n')
          .map((line) => line.length),
      );
      expect(longest).toBeLessThanOrEqual(998);
    }
  });

  it('a second run sends nothing', async () => {
    for (const report of messages.keys())
      expect(await send(report, `${report}@example.test`)).toMatchObject({ status: 'already_sent' });
    for (const report of messages.keys()) expect(delivered(`${report}@example.test`)).toHaveLength(1);
  });

  it('a refused recipient ends as refused in the ledger, and is not tried again', async () => {
    expect(await send('lead-weekly', 'bounce@example.test')).toMatchObject({ status: 'refused' });
    expect(await send('lead-weekly', 'bounce@example.test')).toMatchObject({ status: 'refused' });
  });
});

describe.skipIf(!hasSpamAssassin)('a spam filter', () => {
  it.each(mailedReports.map(([report]) => report.id))('gives %s less than 2 points', (id) => {
    const file = join(folder, `${id}.eml`);
    writeFileSync(file, messages.get(id)!);
    const told = spawnSync('spamassassin', ['-t', '-L'], {
      input: readFileSync(file),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const score = Number(/X-Spam-Status:[^\n]*score=(-?[\d.]+)/.exec(told.stdout)?.[1]);
    expect(score, told.stdout.match(/Content analysis details:[\s\S]*?\n\n[\s\S]*?\n\n/)?.[0]).toBeLessThan(2);
  });
});
