import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { outOf } from '../../../functions/cli/commands/demo.ts';
import { companyLog, companyYaml, due } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** The small company, whose cases have a page in its helpdesk; reports are published on a web server. */
const yaml = companyYaml
  .replace('      group: team\n', '      group: team\n      url: link\n')
  .replace('delivery: {', 'delivery: { archive_url: "https://reports.example.com/support/",');
const log = companyLog()
  .split('\n')
  .map((row, i) => (row === '' ? '' : `${row},${i === 0 ? 'link' : `https://desk.example.com/${row.split(',')[0]}`}`))
  .join('\n');
const page = 'out/lead-weekly/2025-W40/emea/r1.html';

let home: CommandLine;
beforeAll(async () => {
  vi.stubEnv('CASEBOOK_UNSUBSCRIBE', 'a-key-of-this-test');
  home = commandLine();
  home.write('casebook.yaml', yaml);
  home.write('logs/desk.csv', log);
  await home.run('run', '--as-of', due);
});
afterAll(() => {
  vi.unstubAllEnvs();
  home.close();
});

/** Text of the cells of a page's rows. */
const cells = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '')),
  );
const rowOf = (html: string, name: string): readonly string[] | undefined =>
  cells(html).find(([first]) => first === name);

describe('the archive in out/', () => {
  it('lists every report by period and recipients, with its subject', () => {
    const front = home.read('out/index.html');
    expect(front).toContain('href="lead-weekly/2025-W40/emea/r1.html"');
    expect(front).toContain('href="lead-weekly/2025-W40/apac/r1.html"');
    expect(front).toContain('Platform Support EMEA week 40');
    expect(front).toContain('<option value="lead-weekly apac">');
    expect(front).toContain('href="last-run.html"');
  });

  it('shows the mail as it was sent, its numbers, and links that are there', () => {
    const html = home.read(page);
    expect(html).toContain('srcdoc="&lt;!doctype html&gt;');
    for (const [, href = ''] of html.matchAll(/<a href="([^"#:]+)"/g))
      expect(existsSync(join(home.folder, 'out/lead-weekly/2025-W40/emea', decodeURIComponent(href))), href).toBe(true);
  });

  // 2025-W40 in Berlin begins on 28 September, 22:00 UTC: T167 was created an hour later, T187 is the last; two of three are EMEA's.
  it('leads from a number to exactly its cases, each with its link into the helpdesk', () => {
    const [, value, , count] = rowOf(home.read(page), 'Ticket volume') ?? [];
    expect([value, count]).toEqual(['14', '14 cases']);
    const cases = home.read('out/lead-weekly/2025-W40/emea/r1-ticket_volume.html');
    expect(cells(cases)[0]?.[1]).toBe('created (14)');
    const ids = cells(cases)
      .slice(1)
      .flatMap(([id, created]) => (created === '✓' ? [id] : []));
    const expected = Array.from({ length: 21 }, (_, i) => 167 + i).filter((i) => i % 3 !== 0);
    expect(ids).toEqual(expected.map((i) => `T${i}`));
    expect(cases).toContain('<a href="https://desk.example.com/T169">T169</a>');
  });

  it('counts as many cases behind a number as the number says', () => {
    const html = home.read(page);
    const whole = cells(html).filter(([, value = '', basis = '']) => /^[\d,]+$/.test(value) && basis === `n ${value}`);
    expect(whole.length).toBeGreaterThanOrEqual(3);
    for (const [name = '', value = ''] of whole) {
      const id = new RegExp(`metrics/([a-z0-9_]+)\\.html">${name}<`).exec(html)?.[1] ?? '';
      const list = cells(home.read(`out/lead-weekly/2025-W40/emea/r1-${id}.html`));
      expect([name, String(list.slice(1).filter(([, first]) => first !== '').length)]).toEqual([name, value]);
    }
  });

  it('has the course of a metric with its definition, every week once, and what was covered', () => {
    const html = home.read('out/metrics/ticket_volume.html');
    expect(html).toContain('<dt>Formula</dt>');
    expect(html).toContain('<svg');
    const weeks = cells(html).flatMap(([first = '']) => (first.startsWith('2025-W') ? [first] : []));
    // nine weeks of two teams: 32 to 40
    expect(weeks).toHaveLength(18);
    expect(new Set(weeks).size).toBe(9);
    expect(rowOf(html, '2025-W40')).toEqual([
      '2025-W40',
      expect.any(String),
      expect.any(String),
      expect.any(String),
      'lead-weekly 2025-W40',
    ]);
  });

  it('is for its owner alone', () => {
    for (const path of ['out', 'out/metrics', 'out/lead-weekly/2025-W40/emea'])
      expect(statSync(join(home.folder, path)).mode & 0o777, path).toBe(0o700);
    for (const path of ['out/index.html', page, 'out/lead-weekly/2025-W40/emea.eml'])
      expect(statSync(join(home.folder, path)).mode & 0o777, path).toBe(0o600);
  });

  it('is what mails link to when archive_url is set', () => {
    const text = home.read('out/lead-weekly/2025-W40/emea.txt');
    expect(text).toContain('<https://reports.example.com/support/lead-weekly/2025-W40/emea/r1.html>');
  });

  it('keeps its pages when a run is dry, or fails', async () => {
    const before = home.files('out');
    const dry = await home.run('run', '--dry-run', '--as-of', due);
    expect(dry.status).toBe(0);
    expect(existsSync(join(home.folder, 'out/dry-run/index.html'))).toBe(true);
    home.write('casebook.yaml', yaml.replace('logs/*.csv', 'elsewhere/*.csv'));
    const failed = await home.run('run', '--as-of', '2025-10-13T05:00:00Z');
    expect(failed.status).not.toBe(0);
    home.write('casebook.yaml', yaml);
    const after = home.files('out');
    for (const [path, body] of Object.entries(before)) expect(after[path] === body, path).toBe(true);
  });

  it('tells a full folder in one sentence, and is whole after casebook archive; no mail goes out twice', async () => {
    const outbox = home.files('.casebook/outbox');
    const before = home.files('out');
    // a file where a folder must be: what a machine says is the same kind of fault as a full disk
    rmSync(join(home.folder, 'out/metrics'), { recursive: true });
    writeFileSync(join(home.folder, 'out/metrics'), '');
    const ended = await home.run('run', '--as-of', due);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(
      /The reports are made and kept, but out\/ was not written: a file lies where a folder is expected .*casebook archive/,
    );
    rmSync(join(home.folder, 'out/metrics'));
    expect((await home.run('archive')).status).toBe(0);
    expect(home.files('.casebook/outbox')).toEqual(outbox);
    const { 'index.html': _front, 'last-run.html': _inbox, ...pages } = before;
    expect(home.files('out')).toMatchObject(pages);
  });

  it('keeps the page of a revision beside the one that corrects it', async () => {
    const first = home.read(page);
    // one more case of the week for EMEA
    home.write('logs/desk.csv', `${log}T900,2025-10-02T08:00:00.000Z,New,,EMEA,email,https://desk.example.com/T900\n`);
    const ended = await home.run('run', '--as-of', due);
    expect(ended.status, ended.stderr).toBe(0);
    const second = home.read(page.replace('r1', 'r2'));
    expect(rowOf(second, 'Ticket volume')?.[1]).toBe('15');
    const corrected = home.read(page);
    expect(corrected).toContain('The numbers were corrected since: <a href="r2.html">revision 2</a>');
    expect(rowOf(corrected, 'Ticket volume')).toEqual(rowOf(first, 'Ticket volume'));
    expect(home.read('out/index.html')).toContain('<a href="lead-weekly/2025-W40/emea/r1.html">revision 1</a>');
  });
});

describe('made-up reports', () => {
  it('give way to one’s own, and never take their place', async () => {
    const own = commandLine();
    try {
      own.write('out/.made-up', '');
      own.write('out/index.html', 'made up');
      own.write('out/lead-weekly/2020-W01/emea.html', 'made up');
      own.write('casebook.yaml', companyYaml);
      own.write('logs/desk.csv', companyLog());
      await own.run('run', '--as-of', due);
      expect(existsSync(join(own.folder, 'out/lead-weekly/2020-W01'))).toBe(false);
      expect(own.read('out/index.html')).not.toContain('made up');
      expect(outOf(join(own.folder, 'out'), 'casebook-demo')).toBe(join('casebook-demo', 'out'));
      expect(outOf(join(own.folder, 'elsewhere'), 'casebook-demo')).toBe(join(own.folder, 'elsewhere'));
    } finally {
      own.close();
    }
  });
});
