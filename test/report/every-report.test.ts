import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compose } from '../../shared/report/report.ts';
import { languages } from '../../shared/report/words/words.ts';
import { inLanguage, readable, rendered, mailedReports } from '../support/reports.ts';

const hash = (parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');

for (const [report, facts] of mailedReports) {
  describe(report.id, () => {
    it('stays below the sizes at which mail programs cut', async () => {
      const mail = await rendered(report, facts());
      expect(Buffer.byteLength(mail.html)).toBeLessThan(95_000);
      expect(mail.images.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThan(150_000);
      expect(mail.images.length).toBeLessThanOrEqual(12);
    });

    it('is the same bytes every time', async () => {
      const bytes = async (): Promise<string> => {
        const mail = await rendered(report, structuredClone(facts()));
        return hash([
          mail.subject,
          mail.html,
          mail.text,
          ...mail.images.map(({ body }) => body),
          ...mail.attachments.map(({ body }) => body),
        ]);
      };
      expect(await bytes()).toBe(await bytes());
    });

    it('survives being kept as JSON', () => {
      const kept = JSON.parse(JSON.stringify(facts())) as ReturnType<typeof facts>;
      expect(compose(report, kept)).toEqual(compose(report, facts()));
    });

    it('has one h1, then h2, then h3; a text for every picture; a scope for every header; a role for every layout table', async () => {
      const { html } = await rendered(report, facts());
      const body = html.slice(html.indexOf('<body'));
      const levels = [...body.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels[0]).toBe(1);
      levels.forEach((level, i) => expect(level - (levels[i - 1] ?? 1)).toBeLessThanOrEqual(1));
      for (const [image] of body.matchAll(/<img [^>]*>/g)) {
        expect(image).toMatch(/ alt="[^"]+"/);
        expect(image).toMatch(/ width="\d+"/);
        expect(image).toMatch(/ height="(\d+|auto)"/);
        expect(image).toMatch(/ src="cid:/);
      }
      for (const [header] of body.matchAll(/<th[ >][^>]*>/g)) expect(header).toMatch(/ scope="(col|row|colgroup)"/);
      for (const [table] of body
        .replaceAll(/<!--[\s\S]*?-->/g, '')
        .matchAll(/<table(?![^>]*role="presentation")[^>]*>(?:(?!<\/table>)[\s\S])*/g))
        expect(table).toContain('<th ');
    });

    it('loads nothing from anywhere', async () => {
      const { html } = await rendered(report, facts());
      expect(html).not.toMatch(/<svg|data:image|<script|<link |@import|url\(/);
      expect(html).not.toMatch(/ src="http/);
      expect(html).toMatch(/<html[^>]* lang="en"/);
    });

    it('shows no picture twice and no picture that is not attached', async () => {
      const { html, images } = await rendered(report, facts());
      const asked = new Set([...html.matchAll(/cid:([^"]+)"/g)].map(([, cid]) => cid));
      expect(asked).toEqual(new Set(images.map(({ cid }) => cid)));
    });

    for (const locale of Object.keys(languages)) {
      it(`says nothing in the text part (${locale}) that the HTML does not say`, async () => {
        const mail = await rendered(report, inLanguage(facts(), locale));
        const seen = readable(mail.html);
        const numbers = [...mail.text.matchAll(/\d+(?:[.,\u00a0\u202f]\d+)*/g)].map(([number]) => number);
        expect(numbers.length).toBeGreaterThan(10);
        expect(numbers.filter((number) => !seen.includes(number.replaceAll('\u202f', ' ')))).toEqual([]);
      });

      it(`has a subject of at most 78 characters and an opening sentence of at most 24 words (${locale})`, () => {
        const model = compose(report, inLanguage(facts(), locale));
        expect(model.subject.line.length).toBeLessThanOrEqual(78);
        expect(model.bottomLine.sentence.line.split(' ').length).toBeLessThanOrEqual(24);
        expect(model.bottomLine.points.length).toBeLessThanOrEqual(3);
        expect(JSON.stringify(model)).not.toMatch(/undefined|NaN|\[object|Infinity/);
      });
    }

    it('has the punctuation of Chinese beside Chinese words, and no space after it', async () => {
      const chinese = inLanguage(facts(), 'zh-CN');
      const { text } = await rendered(report, chinese);
      const han = String.raw`\p{Script=Han}`;
      const wrong = new RegExp(String.raw`${han}[,;:!?]|[,;:] ?${han}|${han}\.(?=\s|$)|[，：；。（] (?!退订)`, 'gu');
      const lines = [text.replaceAll('\n', '\n\n'), ...compose(report, chinese).proofs.map((proof) => proof.text)];
      expect(lines.flatMap((part) => [...part.matchAll(wrong)].map(([found]) => found))).toEqual([]);
    });

    it('uses a true minus sign before numbers', async () => {
      const mail = await rendered(report, facts());
      expect(readable(mail.html)).not.toMatch(/[ >(]-\$?\d/);
    });

    it('holds its own arithmetic', () => {
      for (const check of compose(report, facts()).checks) expect(check).toMatchObject({ holds: true });
    });
  });
}
