import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { browserPath } from './browser.ts';

/** Takes the pictures of docs/sample-mails.md: `npm start`, then `node test/support/pictures.ts`. Needs Chromium. */
const mails = [
  'lead-weekly/2026-W40/emea',
  'executive-weekly/2026-W40/all',
  'finance-weekly/2026-W40/all',
  'finance-monthly/2026-09/all',
  'lead-quarterly/2026-Q3/emea',
  'executive-quarterly/2026-Q3/all',
  'finance-quarterly/2026-Q3/all',
];
const [out = 'casebook-demo/out'] = process.argv.slice(2);
mkdirSync('docs/pictures', { recursive: true });
const browser = await chromium.launch({ executablePath: browserPath ?? 'chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 600, height: 900 } });
for (const mail of mails) {
  await page.goto(pathToFileURL(resolve(join(out, `${mail}.html`))).href, { waitUntil: 'load' });
  const path = join('docs/pictures', `${mail.replaceAll('/', '-')}.jpg`);
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 55 });
}
await browser.close();
