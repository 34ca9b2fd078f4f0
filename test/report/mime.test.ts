import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { mime, plainMessage, type EnvelopeHeaders } from '../../shared/report/mime.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { rendered, mailedReports } from '../support/reports.ts';

const envelope: EnvelopeHeaders = {
  from: 'Support metrics <metrics@example.com>',
  to: 'lead.emea@example.com',
  reply_to: 'owner@example.com',
  unsubscribe_mailbox: 'metrics@example.com',
  unsubscribe_url: null,
  list: 'lead-weekly.emea',
  organisation: 'Example Corp',
};
const message = async (change: Partial<EnvelopeHeaders> = {}): Promise<Uint8Array> =>
  mime(await rendered(leadWeekly, leadWeekFacts()), { ...envelope, ...change });
const headersOf = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1').split('\r\n\r\n')[0]!;

describe('a message', () => {
  it('is read by an independent parser as what was put in', async () => {
    const mail = await rendered(leadWeekly, leadWeekFacts());
    const read = await simpleParser(Buffer.from(await message()), { skipImageLinks: true });
    expect(read.subject).toBe(mail.subject);
    expect(read.from?.text).toBe('"Support metrics" <metrics@example.com>');
    expect(read.replyTo?.text).toBe('owner@example.com');
    expect(read.date?.getTime()).toBe(mail.as_of_s * 1000);
    expect(read.text?.trim()).toBe(mail.text.trim());
    expect(read.html).toBe(mail.html);
    const inline = read.attachments.filter(({ related }) => related);
    expect(inline.map(({ cid }) => cid)).toEqual(mail.images.map(({ cid }) => cid));
    for (const { cid } of inline) expect(mail.html).toContain(`cid:${cid}`);
    const files = read.attachments.filter(({ related }) => !related);
    expect(files.map(({ filename, content }) => [filename, content.length])).toEqual(
      mail.attachments.map(({ filename, body }) => [filename, body.length]),
    );
  });

  it('is the same bytes every time, and others for another recipient', async () => {
    expect(Buffer.from(await message()).equals(Buffer.from(await message()))).toBe(true);
    expect(Buffer.from(await message()).equals(Buffer.from(await message({ to: 'x@example.com' })))).toBe(false);
  });

  it('has no bare line feed and no line above 998 bytes', async () => {
    const text = Buffer.from(await message()).toString('latin1');
    expect(/(?<!\r)\n|\r(?!\n)/.test(text)).toBe(false);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    const body = text.slice(text.indexOf('\r\n\r\n'));
    expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('says that it is automatic, which list it is of and how to leave', async () => {
    const headers = headersOf(await message());
    expect(headers).toMatch(/^List-Id: "Example Corp" <lead-weekly\.emea\.example\.com>/im);
    expect(headers).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(headers).toMatch(/^X-Auto-Response-Suppress: OOF, AutoReply/m);
    expect(headers).toMatch(/^X-Report-Run: lead-emea-2026W39-r1/m);
    expect(headers).toMatch(/^List-Unsubscribe: <mailto:metrics@example\.com\?subject=unsubscribe%20lead-weekly>/m);
    expect(headers).not.toContain('List-Unsubscribe-Post');
    expect(headers.match(/^Message-ID:/gim)).toHaveLength(1);
  });

  it('offers one click only with an https endpoint', async () => {
    const headers = headersOf(await message({ unsubscribe_url: 'https://u.example.com/?t=abc' })).replaceAll(
      /\r\n\s+/g,
      ' ',
    );
    expect(headers).toContain('List-Unsubscribe: <https://u.example.com/?t=abc>, <mailto:metrics@example.com');
    expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  });

  it('cannot be given more headers by a name', async () => {
    const read = await simpleParser(Buffer.from(await message({ organisation: 'Evil\r\nBcc: all@example.com "x' })));
    expect(read.headers.has('bcc')).toBe(false);
  });

  it('stays below the limit of 10 MB for every report', async () => {
    for (const [report, facts] of mailedReports)
      expect((await mime(await rendered(report, facts()), envelope)).length).toBeLessThan(7_000_000);
  });
});

describe('a notice', () => {
  it('is plain text, the same bytes every time', async () => {
    const notice = {
      from: envelope.from,
      to: 'owner@example.com',
      subject: 'Held: x',
      text: 'Because — of\nthis\n',
      at_s: 1_790_000_000,
      run: 'r1',
    };
    const raw = await plainMessage(notice);
    expect(Buffer.from(raw).equals(Buffer.from(await plainMessage(notice)))).toBe(true);
    const read = await simpleParser(Buffer.from(raw));
    expect([read.subject, read.text?.trim()]).toEqual(['Held: x', 'Because — of\nthis']);
  });
});
