import { describe, expect, it } from 'vitest';
import { inboxPage, type InboxMail } from '../../shared/report/inbox.ts';
import { mime } from '../../shared/report/mime.ts';
import { executiveQuarterly } from '../../shared/report/reports/all.ts';
import { executiveQuarterFacts } from '../support/report-facts.ts';
import { rendered } from '../support/reports.ts';

const evil = `</script><script>alert(1)</script>"'&`;
const page = async (subject = 'Support Q3 2026', organisation = 'Example Corp'): Promise<string> => {
  const mail = await rendered(executiveQuarterly, executiveQuarterFacts());
  const eml = await mime(mail, {
    from: 'metrics@example.com',
    to: 'board@example.com',
    reply_to: null,
    unsubscribe_mailbox: 'metrics@example.com',
    unsubscribe_url: null,
    list: 'executive-quarterly',
    organisation: 'Example Corp',
  });
  const entry: InboxMail = {
    report: {
      report: 'executive-quarterly',
      period: '2026-Q3',
      slice: 'all',
      status: 'sent',
      revision: 1,
      mails: [{ recipient: 'board@example.com', status: 'sent' }],
    },
    summary: { subject, verdict: mail.verdict, warnings: mail.warnings, checks: mail.checks },
    html: mail.html,
    text: mail.text,
    eml,
    emlPath: 'executive-quarterly/2026-Q3/all.eml',
    images: mail.images.map(({ cid, body }) => ({ cid: cid!, body })),
    attachments: mail.attachments.map(({ filename, body }) => ({
      name: filename,
      path: `executive-quarterly/2026-Q3/all-${filename}`,
      size: body.length,
    })),
  };
  return inboxPage({
    run: {
      run: 'r1',
      as_of_s: 1_790_546_400,
      is_dry: false,
      status: 'held',
      reports: [
        {
          report: 'finance-quarterly',
          period: '2026-Q3',
          slice: 'all',
          status: 'held',
          reasons: [`ledger differs ${subject}`],
          folder: null,
        },
      ],
    },
    mails: [entry],
    organisation: { name: organisation, time_zone: 'Europe/Berlin', locale: 'en' },
  });
};

describe('the inbox page', () => {
  it('needs nothing but itself: no address is loaded, pictures are inside', async () => {
    const text = await page();
    expect(text).not.toMatch(/<link|<img[^>]+src="http|<script[^>]+src|@import|url\(/);
    expect(text).not.toContain('cid:');
    expect(text).toContain('data:image/png;base64,');
    expect(text).toContain("default-src 'none'");
  });
  it('shows the subject, who got it, checks, warnings, headers, files and what was held and why', async () => {
    const text = await page();
    for (const part of [
      'Support Q3 2026',
      'board@example.com',
      '✓ 1 check',
      '! 1 warning',
      'X-Report-Run',
      'all.eml',
      'support-scorecard-2026-Q3.xlsx',
      'ledger differs',
    ])
      expect(text).toContain(part);
  });
  it('escapes everything it shows', async () => {
    const text = await page(evil, evil);
    expect(text).not.toContain('<script>alert(1)');
    expect(text.match(/<script/g)).toHaveLength(2);
    const data = /id="bodies">([\s\S]*?)<\/script>/.exec(text)![1]!;
    expect((JSON.parse(data) as { html: string }[])[0]!.html).toContain('<!doctype html>');
  });
  it('is the same bytes every time', async () => {
    expect(await page()).toBe(await page());
  });
});
