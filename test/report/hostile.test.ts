import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { ListRow, ReportFacts } from '../../shared/report/facts.ts';
import { mime } from '../../shared/report/mime.ts';
import { compose } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { known, leadWeekFacts, measured, weekPeriods } from '../support/report-facts.ts';
import { readable, rendered, sheetOf } from '../support/reports.ts';

const evil = {
  markup: '</mj-text></mj-column><script>alert(1)</script>',
  formula: `=cmd|' /C calc'!A0`,
  override: '\u202egnp.exe\u202c',
  long: 'Schadensersatzansprüche '.repeat(220),
  emoji: '👩‍👩‍👧‍👦 help 🔥',
  control: 'a\u0000b\u0008\u000b\u001b[31m\u007f\u2028',
  noncharacter: 'a\uffff\ufffeb',
  accents: `a${'\u0301'.repeat(5000)}`,
  megabyte: 'x'.repeat(1 << 20),
  comment: '<!-- htmlmin:ignore --> & {{ x }} [[ y ]] "quoted" \'single\'',
} as const;

const named = (name: string): ReportFacts => {
  const base = leadWeekFacts();
  const hostile = (row: ListRow): ListRow => ({
    ...row,
    number: name,
    category: name,
    priority: name,
    url: 'javascript:alert(1)',
    person: 'p1',
  });
  return {
    ...base,
    organisation: { ...base.organisation, name, address: name },
    slice: { dimension: 'team', id: 'emea', name, url: 'data:text/html,x' },
    measured: [
      ...base.measured.filter(({ metric, segment }) => metric !== 'ticket_volume' || segment.category === undefined),
      ...measured('ticket_volume', weekPeriods.now, { category: name }, known(90, 90)),
      ...measured('ticket_volume', weekPeriods.baseline, { category: name }, known(40, 40)),
    ],
    lists: {
      attention_cases: base.lists.attention_cases!.map(hostile),
      open_cases: base.lists.open_cases!.map(hostile),
      people_names: [{ person_id: 'p1', name }],
    },
    coverage: [{ source: 'x', name, share: null, watermark_s: null, problem: name }],
    commentary: [{ section: 'commentary', author: name, text: name, written_s: base.as_of_s }],
  };
};

describe('a hostile name', () => {
  for (const [kind, text] of Object.entries(evil)) {
    it(`(${kind}) changes nothing but itself`, async () => {
      const mail = await rendered(leadWeekly, named(text));
      const clean = await rendered(leadWeekly, named('Plain name'));
      const skeleton = (html: string): string =>
        html
          .slice(html.indexOf('<body'))
          .replaceAll(/>[^<]+</g, '><')
          .replaceAll(/ (alt|href|src|aria-label)="[^"]*"/g, '')
          .replaceAll(/width="\d+%"/g, '');
      expect(skeleton(mail.html).length).toBe(skeleton(clean.html).length);
      expect(mail.html).not.toMatch(/<script|javascript:|href="data:/);
      expect(`${mail.html}${mail.text}${mail.subject}`).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      expect(Buffer.byteLength(mail.html)).toBeLessThan(95_000);
      expect(mail.subject.length).toBeLessThanOrEqual(78);
      // All sections are still there, down to the last.
      expect(readable(mail.html)).toContain('lead-emea-2026W39-r1');
      expect(compose(leadWeekly, named(text)).sections.map(({ id }) => id)).toEqual(
        compose(leadWeekly, named('Plain name')).sections.map(({ id }) => id),
      );
    });
  }

  it('is shown as it is, not as markup', async () => {
    expect(readable((await rendered(leadWeekly, named('a < b & "c"'))).html)).toContain('a < b & "c"');
  });

  it('is no formula in the list', async () => {
    const { attachments } = await rendered(leadWeekly, named(evil.formula));
    const csv = new TextDecoder().decode(attachments[0]!.body);
    expect(csv).toContain(`'=cmd|' /C calc'!A0`);
    expect(csv).not.toMatch(/(^|,|\r\n)"?=cmd/m);
  });

  it.each(['control', 'megabyte'] as const)(
    '(%s) is a cell that spreadsheets open, and no control character',
    async (kind) => {
      const { attachments } = await rendered(leadWeekly, named(evil[kind]));
      const csv = new TextDecoder().decode(attachments[0]!.body);
      expect(csv).not.toMatch(/[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f]/);
      expect(csv.split(/[",\r\n]/).reduce((longest, cell) => Math.max(longest, cell.length), 0)).toBeLessThanOrEqual(
        32_767,
      );
    },
  );

  it('is no formula in the workbook', async () => {
    const { attachments } = await rendered(leadWeekly, named(evil.formula));
    const workbook = attachments.find(({ filename }) => filename.endsWith('.xlsx'))!;
    expect(sheetOf(workbook.body, 'Scorecard').length).toBeGreaterThan(5);
    expect(Buffer.from(workbook.body).includes('<f>')).toBe(false);
  });

  it.each(['markup', 'long'] as const)('(%s) cannot break the message', async (kind) => {
    const mail = await rendered(leadWeekly, named(`${evil[kind]}\r\nBcc: all@example.com`));
    const raw = await mime(mail, {
      from: 'Support metrics <metrics@example.com>',
      to: 'x@example.com',
      reply_to: null,
      unsubscribe_mailbox: 'metrics@example.com',
      unsubscribe_url: null,
      list: 'lead-weekly.emea',
      organisation: evil[kind],
    });
    const read = await simpleParser(Buffer.from(raw), { skipImageLinks: true });
    expect(read.headers.has('bcc')).toBe(false);
    expect(read.headers.get('list')).toMatchObject({ id: { id: 'lead-weekly.emea.example.com' } });
    expect(
      Buffer.from(raw)
        .toString('latin1')
        .match(/^List-Id: .*$/im)![0].length,
    ).toBeLessThan(120);
    expect(read.subject).toBe(mail.subject);
  });
});
