import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { companyLog, companyYaml, due } from '../support/aws/company.ts';
import { browserPath, violations, widthOf } from '../support/browser.ts';
import { commandLine, type CommandLine } from '../support/command-line.ts';

const shots = join(tmpdir(), 'casebook-archive');
const pages = [
  'index.html',
  'metrics/index.html',
  'metrics/dts_p50.html',
  'lead-weekly/2025-W40/emea/r1.html',
  'lead-weekly/2025-W40/emea/r1-backlog.html',
];

describe.skipIf(browserPath === undefined)('the archive in a browser', () => {
  let home: CommandLine;
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    vi.stubEnv('CASEBOOK_UNSUBSCRIBE', 'a-key-of-this-test');
    home = commandLine();
    home.write('casebook.yaml', companyYaml);
    home.write('logs/desk.csv', companyLog());
    expect(await home.run('run', '--as-of', due)).toMatchObject({ status: 0 });
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
    server = createServer(({ url = '/' }, response) => {
      const path = join(home.folder, 'out', decodeURIComponent(url));
      if (!existsSync(path)) response.writeHead(404).end();
      else createReadStream(path).pipe(response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    home?.close();
    vi.unstubAllEnvs();
  });

  /** From disk, and from a web server that knows nothing but files. */
  const places = () => [
    pathToFileURL(join(home.folder, 'out')).href,
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ];
  const open = async (address: string, width = 1280): Promise<{ page: Page; others: readonly string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const others: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== address && !/^(data|about):/.test(request.url())) others.push(request.url());
    });
    page.on('console', (message) => others.push(message.text()));
    await page.goto(address, { waitUntil: 'load' });
    return { page, others };
  };

  for (const path of pages)
    it(`${path} loads nothing else, is accessible and fits 1280 and 375 pixels`, async () => {
      for (const place of places())
        for (const width of [1280, 375]) {
          const { page, others } = await open(`${place}/${path}`, width);
          const name = `${path.replaceAll('/', '-')}-${width}`;
          writeFileSync(join(shots, `${name}.png`), await page.screenshot({ fullPage: true }));
          expect(others, name).toEqual([]);
          expect(await widthOf(page), name).toBeLessThanOrEqual(width);
          // axe writes into frames of its own; the mail inside is tested in mails.test.ts
          if (place.startsWith('http')) expect(await violations(page), name).toEqual([]);
          await page.close();
        }
    });

  it('is searched, and read down to a case, with the keyboard alone', async () => {
    const { page } = await open(`${places()[0]}/index.html`);
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement } = (globalThis as unknown as { document: { activeElement: Record<string, string> } })
          .document;
        return activeElement['id'] || activeElement['textContent'] || '';
      });
    const tabTo = async (wanted: RegExp): Promise<void> => {
      for (let i = 0; i < 40 && !wanted.test(await focused()); i++) await page.keyboard.press('Tab');
      expect(await focused()).toMatch(wanted);
    };
    await tabTo(/^q$/);
    await page.keyboard.type('emea backlog');
    expect(await page.locator('#found').textContent()).toBe('1 of 2 reports');
    expect(await page.locator('li:visible').count()).toBe(1);
    await tabTo(/Platform Support EMEA week 40/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/emea\/r1\.html$/);
    await tabTo(/^\d+ cases$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/emea\/r1-\w+\.html$/);
    expect(await page.locator('h1').textContent()).toMatch(/^Cases behind /);
    await page.goBack();
    await page.goBack();
    // the address keeps the search
    expect(await page.locator('#found').textContent()).toBe('1 of 2 reports');
    await page.close();
  });
});
