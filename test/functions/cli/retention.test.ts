import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHome, type Home } from '../../../functions/cli/home.ts';
import { endRetention } from '../../../functions/cli/retention.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

let home: CommandLine;
const configuration = (keep: string): string => `organisation: { name: Example Corp, time_zone: UTC }
sources:
  - { id: log, connector: event-log, files: ["logs/*.csv"], ticket: number, at: at, columns: { status: { column: state, map: { open: open } } } }
reports: [{ id: executive-weekly, recipients: [ceo@example.com] }]
gates: { max_staleness: 100000 d, min_coverage: 0, silence: send, partial_periods: mark }
${keep}
`;
const long_ago = new Date('2020-01-01');
/** Makes every file below a folder as old as that. */
function aged(path: string): readonly string[] {
  const names = Object.keys(home.files(path));
  for (const name of names) utimesSync(join(home.folder, path, name), long_ago, long_ago);
  return names;
}
const count = (path: string): number => Object.keys(home.files(path)).length;
const backlog = async (): Promise<string> =>
  (await home.run('metrics', '--metric', 'backlog', '--period', '2026-W37', '--json')).stdout;

/** Does something with the home as if so many days had passed. */
async function inDays(days: number, work: (opened: Home) => Promise<void>): Promise<void> {
  const places = {
    config: join(home.folder, 'casebook.yaml'),
    data: join(home.folder, '.casebook'),
    out: join(home.folder, 'out'),
  };
  const now_s = Math.floor(Date.now() / 1000) + days * 86_400;
  const opened = await openHome(places, { clock: { now_s: () => now_s } });
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

beforeAll(async () => {
  home = commandLine();
  home.write('casebook.yaml', configuration(''));
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${i},2026-09-${String((i % 14) + 1).padStart(2, '0')}T08:00:00Z,open`,
  );
  home.write('logs/a.csv', `number,at,state\n${rows.join('\n')}\n`);
  expect(await home.run('run', '--period', '2026-W37', '--as-of', '2026-09-15T09:00:00Z')).toMatchObject({ status: 0 });
});
afterAll(() => home?.close());

describe('what casebook.yaml keeps', () => {
  it('is everything, unless it says otherwise', async () => {
    const mails = aged('.casebook/outbox');
    const reports = aged('out');
    expect([mails.length, reports.length > 3]).toEqual([1, true]);
    await home.run('pull');
    expect(Object.keys(home.files('.casebook/outbox'))).toEqual(mails);
    expect(count('out')).toBe(reports.length);
  });

  it('ends for mails and reports by their age; a younger one stays, and so do numbers and what was received', async () => {
    home.write('casebook.yaml', configuration('keep: { outbox_days: 90, out_days: 90 }'));
    home.write('out/executive-weekly/2026-W38/all.txt', 'made today');
    aged('.casebook/lake/reports');
    const [raw, results, number] = [count('.casebook/lake/raw'), count('.casebook/lake/results'), await backlog()];
    expect((await home.run('pull')).stderr).toMatch(/keeps no longer: 1 mail, \d+ files of reports, 0 raw pages/);
    expect(count('.casebook/outbox')).toBe(0);
    expect(Object.keys(home.files('out'))).toEqual(['executive-weekly/2026-W38/all.txt']);
    expect([count('.casebook/lake/raw'), count('.casebook/lake/results')]).toEqual([raw + 1, results]);
    expect(await backlog()).toBe(number);
    // The ledger knows that the mail was sent: it is not made again.
    await home.run('run', '--no-pull', '--period', '2026-W37', '--as-of', '2026-09-15T09:00:00Z');
    expect(count('.casebook/outbox')).toBe(0);
  });

  it('ends for raw pages that are in the tables, by when they were received; one that is not loaded stays', async () => {
    home.write('casebook.yaml', configuration('keep: { raw_days: 30 }'));
    const number = await backlog();
    const pages = (): readonly string[] =>
      Object.keys(home.files('.casebook/lake/raw')).filter((name) => name.includes('.at-'));
    expect(pages()).toHaveLength(1);
    const waiting = 'source=log/stream=log/run=never/0001-0.at-5.of-b.csv.gz';
    home.write(`.casebook/lake/raw/${waiting}`, 'nobody read this yet');
    await inDays(31, endRetention);
    expect(pages()).toEqual([waiting]);
    rmSync(join(home.folder, '.casebook/lake/raw', pages()[0] ?? ''));
    expect(await backlog()).toBe(number);
  });

  it('sweeps what killed commands left half written, a day old, beside the data and in out/', async () => {
    for (const place of ['.casebook/.unfinished/a', '.casebook/lake/.unfinished/b', 'out/index.html.part']) {
      home.write(place, 'half a file');
      utimesSync(join(home.folder, place), long_ago, long_ago);
    }
    home.write('out/young.html.part', 'another command writes this now');
    await home.run('pull');
    expect([count('.casebook/.unfinished'), count('.casebook/lake/.unfinished')]).toEqual([0, 0]);
    expect(Object.keys(home.files('out')).filter((name) => name.endsWith('.part'))).toEqual(['young.html.part']);
  });

  it('says what is wrong with it', async () => {
    home.write('casebook.yaml', configuration('keep: { outbox_days: 0 }'));
    expect((await home.run('pull')).stderr).toMatch(/keep\.outbox_days.*at least 1 day/);
  });
});
