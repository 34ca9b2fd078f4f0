import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Known } from '../../../shared/knowledge/known.ts';
import { commandLine, type CommandLine, type Ended } from '../../support/command-line.ts';

/** Eight cases of week 39, opened on Monday at 9; case n ended after n hours, the last two in a state that no map names at first. */
const header = 'id,at,state,who\n';
const log = Array.from(
  { length: 8 },
  (_, i) =>
    `${i + 1},2026-09-21T09:00:00Z,New,ann\n${i + 1},2026-09-21T${10 + i}:00:00Z,${i < 6 ? 'Done' : 'Finished'},ann\n`,
).join('');
const yaml = (map: string) => `
organisation: { name: Example Corp, time_zone: UTC, currency: EUR }
sources:
  - id: desk
    connector: event-log
    files: ["log.csv"]
    ticket: id
    at: at
    columns: { assignee: who, status: { column: state, map: { New: new, ${map} }, default: other } }
reports:
  - { id: executive-weekly, schedule: "mon 07:00", recipients: [board@example.com] }
delivery: { from: "Support metrics <metrics@example.com>" }
gates: { max_staleness: 2000 h, partial_periods: mark, silence: send }
`;

describe('what a source tells', () => {
  let home: CommandLine;
  let again: Ended;
  beforeAll(async () => {
    home = commandLine();
    home.write('log.csv', header + log);
    home.write('casebook.yaml', yaml('Done: solved'));
    await home.run('run', '--as-of', '2026-09-28T08:00:00Z');
    home.write('casebook.yaml', yaml('Done: solved, Finished: solved'));
    again = await home.run('run', '--as-of', '2026-10-05T08:00:00Z');
  });
  afterAll(() => home.close());

  it('is a page for people: a line a fact, and what would tell more below it', async () => {
    const { status, stdout, stderr } = await home.run('knows');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^What desk tells of its tickets\n/);
    expect(stdout).toMatch(/✓ resolution +all +100 % +2026-09-21 to 2026-09-2\d/);
    expect(stdout).toMatch(/✕ first reply +all +not told *\n +map a column to first_reply_at\n/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
  it('is JSON for programs, limited to the sources named', async () => {
    const { stdout } = await home.run('knows', '--source', 'desk', '--json');
    const found = JSON.parse(stdout) as readonly Known[];
    expect(found.find(({ fact }) => fact === 'first_reply')).toMatchObject({
      source: 'desk',
      channel: 'all',
      told: 'none',
      tickets: 8,
      told_tickets: 0,
      told_share: 0,
      more: 'map a column to first_reply_at',
    });
    expect(await home.run('knows', '--source', 'dsk')).toMatchObject({ status: 2, stdout: '' });
  });
  it('is in the doctor, and under a number that lost cases by it', async () => {
    const { stdout: doctor } = await home.run('doctor');
    expect(doctor).toMatch(/! source desk: does not tell .*first reply.*\n +casebook knows --source desk says/);
    const { stdout: explained } = await home.run('explain', 'frt_p50', '--period', '2026-W39');
    const text = explained.replaceAll(/\s+/g, ' ');
    expect(text).toContain('no number, ');
    expect(text).toContain(
      'desk: when a person first replied in public is told of 0 of 8 tickets; map a column to first_reply_at',
    );
  });
  it('of a period that runs is called running, in JSON, too', async () => {
    const periodOf = async (...more: readonly string[]) => {
      const { stdout } = await home.run('metrics', '--metric', 'issues_handled', '--json', ...more);
      return (JSON.parse(stdout) as readonly { readonly period: object }[])[0]?.period;
    };
    expect(await periodOf('--period', '2026-W39', '--as-of', '2026-09-21T15:00:00Z')).toEqual({
      id: '2026-W39',
      start: '2026-09-21T00:00:00+00:00',
      end: '2026-09-28T00:00:00+00:00',
      running_until: '2026-09-21T15:00:00+00:00',
    });
    expect(await periodOf('--period', '2026-W38')).not.toHaveProperty('running_until');
  });
  it('is a sheet of the workbook that a mail carries', () => {
    const [workbook = ''] = Object.keys(home.files('out')).filter((name) => name.endsWith('.xlsx'));
    expect(workbook).not.toBe('');
    expect(Object.values(home.files('out')).length).toBeGreaterThan(0);
    const text = Object.entries(home.files('out')).find(([name]) => name.endsWith('.txt'));
    expect(Buffer.from(text?.[1] ?? '', 'base64').toString()).toContain('What the data can tell');
  });
  it('changes with the mapping: what was received is derived anew, and told with the number of cases', () => {
    expect(again.stderr).toMatch(/the rules changed: 2 tickets have other facts/);
  });
  it('and a number that was mailed is restated with that reason', () => {
    const texts = Object.entries(home.files('out'))
      .filter(([name]) => name.endsWith('.txt') && name.includes('W40'))
      .map(([, body]) => Buffer.from(body, 'base64').toString().replaceAll(/\s+/g, ' '));
    expect(texts.join(' ')).toMatch(/right now; the mapping changed, and 2 cases read differently/);
  });
});

describe('a file that contradicts its configuration', () => {
  const table = 'id,at,state,who\n1,2026-09-21T09:00:00Z,New,ann\n2,2026-09-22T09:00:00Z,Done,bob\n';
  it.each([
    [
      'a newer row than complete_until',
      header + log,
      'complete_until: "2026-09-21T12:00:00Z"',
      /log\.csv, line 17: found a row of 2026-09-21T17:00:00Z, expected none after sources\.desk\.complete_until/,
    ],
    [
      'two rows of a ticket in a table',
      header + log,
      'shape: snapshots',
      /log\.csv, line 3: found a second row of ticket "1", expected one row a ticket/,
    ],
    [
      'a column that a stated table cannot tell',
      table,
      'shape: snapshots',
      /casebook\.yaml:10: sources\[0\]\.columns\.actor: found "who", expected no such column beside shape: snapshots/,
    ],
    [
      'a column that a table recognised as one cannot tell',
      'id,at,state,who,end\n1,2026-09-21T09:00:00Z,New,ann,\n2,2026-09-22T09:00:00Z,Done,bob,2026-09-23T09:00:00Z\n',
      'set_aside: 0',
      /log\.csv, line 2: found a table of tickets, expected a log with a row per change, because sources\.desk\.columns\.actor is mapped/,
    ],
  ])('is refused in one sentence: %s', async (name, text, line, sentence) => {
    const home = commandLine();
    home.write('log.csv', text);
    const columns = name.startsWith('a column')
      ? yaml('Done: solved')
          .replace('columns: { ', 'columns: { actor: who, resolved_at: end, ')
          .replace('resolved_at: end, ', text === table ? '' : 'resolved_at: end, ')
      : yaml('Done: solved');
    home.write('casebook.yaml', columns.replace('    ticket: id', `    ${line}\n    ticket: id`));
    const { status, stderr } = await home.run('pull');
    home.close();
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(sentence);
    expect(status).not.toBe(0);
  });
});
