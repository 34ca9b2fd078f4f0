import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rendered } from '../../shared/report/model.ts';
import { browserPath, violations, widthOf } from '../support/browser.ts';
import { inLanguage, rendered, mailedReports } from '../support/reports.ts';

/** Screenshots are left in the system's temporary folder to be looked at. */
const shots = join(tmpdir(), 'casebook-mails');
const looks = [
  { width: 600, colorScheme: 'light' },
  { width: 600, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const;

/** A mail is a document of its own: it has no landmarks. */
const bare = ['region', 'landmark-one-main'];

const withPictures = (mail: Rendered): string =>
  mail.images.reduce(
    (html, { cid, body }) =>
      html.replaceAll(`cid:${cid}`, `data:image/png;base64,${Buffer.from(body).toString('base64')}`),
    mail.html,
  );

describe.skipIf(browserPath === undefined)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  const open = async (
    html: string,
    look: (typeof looks)[number],
  ): Promise<{ page: Page; requests: readonly string[] }> => {
    const page = await browser.newPage({ viewport: { width: look.width, height: 900 }, colorScheme: look.colorScheme });
    const requests: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && !request.url().startsWith('about:')) requests.push(request.url());
    });
    await page.setContent(html, { waitUntil: 'load' });
    return { page, requests };
  };
  for (const [report, facts] of mailedReports) {
    for (const locale of ['en', 'zh-CN', 'ru']) {
      it(`${report.id} (${locale}) is accessible, asks nothing of anybody and does not scroll sideways`, async () => {
        const mail = await rendered(report, inLanguage(facts(), locale));
        const html = withPictures(mail);
        for (const look of locale === 'en' ? looks : [looks[1], looks[2]]) {
          const { page, requests } = await open(html, look);
          const name = `${report.id}-${locale}-${look.width}-${look.colorScheme}`;
          writeFileSync(join(shots, `${name}.png`), await page.screenshot({ fullPage: true }));
          expect(requests, name).toEqual([]);
          expect(await widthOf(page), name).toBeLessThanOrEqual(look.width);
          expect(await violations(page, bare), name).toEqual([]);
          await page.close();
        }
      });
    }

    it(`${report.id} can be read with pictures blocked`, async () => {
      const { page } = await open(
        (await rendered(report, facts())).html.replaceAll(/src="cid:[^"]*"/g, 'src=""'),
        looks[0],
      );
      writeFileSync(join(shots, `${report.id}-blocked.png`), await page.screenshot({ fullPage: true }));
      expect(await violations(page, bare)).toEqual([]);
      await page.close();
    });
  }
});
