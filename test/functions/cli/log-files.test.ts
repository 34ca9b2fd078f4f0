import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** What a dropped log file may be, through the real command: refused whole with one clear error, or loaded and flagged. */
const configuration = (more = ''): string => `
organisation: { name: Example Corp, time_zone: UTC, currency: EUR }
sources:
  - id: desk
    connector: event-log
    files: ["logs/*.csv"]
    ticket: id
    at: at
    columns: { assignee: who, status: { column: state, map: { New: new, Open: open, Done: solved } } }
${more}`;
const header = 'id,at,state,who\n';
const good = `${header}1,2026-01-05T09:00:00Z,New,\n1,2026-01-05T10:00:00Z,Open,ann\n1,2026-01-05T12:00:00Z,Done,ann\n`;

let home: CommandLine;
beforeEach(() => {
  home = commandLine();
  home.write('casebook.yaml', configuration());
});
afterEach(() => home.close());

const value = async (metric: string): Promise<number | null | undefined> => {
  const ended = await home.run('metrics', '--json', '--metric', metric, '--period', '2026-01');
  expect([ended.status, ended.stderr]).toEqual([0, '']);
  return (JSON.parse(ended.stdout) as { readonly value: number | null }[])[0]?.value;
};

describe('a bad log file is refused whole, nothing stored is lost, and it is read again once mended', () => {
  it.each([
    [
      'statuses without a meaning, with their counts',
      `${header}2,2026-01-06T09:00:00Z,Parked,\n2,2026-01-06T10:00:00Z,Parked,\n3,2026-01-06T10:00:00Z,Odd,\n`,
      /column state: found "Parked" \(2 rows\), "Odd" \(1 row\)/,
    ],
    [
      'a time that cannot be read',
      `${header}2,yesterday,New,\n`,
      /bad\.csv, line 2, column at: found "yesterday", expected a time like 2026-09-01T12:30:00Z/,
    ],
    ['a missing column', 'id,at,who\n2,2026-01-06T09:00:00Z,\n', /bad\.csv, line 1, column state: not there/],
    ['a row with too many cells', `${header}2,2026-01-06T09:00:00Z,New,ann,x\n`, /line 2: found 5 cells, expected 4/],
    ['an empty file', '', /bad\.csv was rejected: found an empty file, expected a header and rows/],
  ])('%s', async (_what, text, message) => {
    home.write('logs/good.csv', good);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(1);
    home.write('logs/bad.csv', text);
    const refused = await home.run('pull');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(message);
    expect(await value('ticket_volume')).toBe(1);
    home.write('logs/bad.csv', `${header}2,2026-01-06T09:00:00Z,New,\n`);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(2);
  });

  it('a pattern that no file matches', async () => {
    const ended = await home.run('pull');
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('no file matches logs/*.csv (source desk); expected at least one');
  });
});

describe('an odd log file is loaded', () => {
  it('with a byte-order mark, CRLF, an embedded line break and a cell of 5 MB', async () => {
    const long = 'x'.repeat(5_000_000);
    const text = `\uFEFFid,at,state,who,note\r\n1,2026-01-05T09:00:00Z,New,,"two\r\nlines ""quoted"""\r\n1,2026-01-05T12:00:00Z,Done,ann,${long}\r\n`;
    home.write('logs/odd.csv', text);
    const pulled = await home.run('pull');
    expect([pulled.status, pulled.stderr]).toEqual([0, expect.stringContaining('2 records')]);
    expect(await value('ticket_volume')).toBe(1);
    expect(await value('dts_p50')).toBe(3 * 3600);
  });
  it('with a row twice, which counts once', async () => {
    home.write('logs/twice.csv', good + good.slice(header.length));
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(1);
    expect(await value('dts_p50')).toBe(3 * 3600);
  });
  it('with a given resolution before the creation, which has no resolution time', async () => {
    home.write(
      'casebook.yaml',
      configuration().replace('columns: {', 'columns: { created_at: made, resolved_at: done,'),
    );
    home.write(
      'logs/back.csv',
      'id,at,state,who,made,done\n1,2026-01-05T09:00:00Z,Done,ann,2026-01-05T09:00:00Z,2026-01-05T08:00:00Z\n2,2026-01-05T09:00:00Z,Done,ann,2026-01-05T07:00:00Z,2026-01-05T08:00:00Z\n',
    );
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(2);
    expect(await value('dts_p50')).toBe(3600);
  });
  it('once, however often it is pulled and under whatever name', async () => {
    home.write('logs/a.csv', good);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    home.write('logs/b.csv', good);
    const again = await home.run('pull');
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('0 new objects, 0 tickets derived')]);
    expect(await value('ticket_volume')).toBe(1);
  });
});

describe('rows set aside', () => {
  const bad = '3,2026-13-06T09:00:00Z,New,\n,2026-01-06T09:00:00Z,New,\n';
  const many = Array.from({ length: 60 }, (_, i) => `${100 + i},2026-01-05T09:00:00Z,New,\n`).join('');

  it('are left out up to the share, counted and listed, and come back when the file is corrected', async () => {
    home.write('casebook.yaml', configuration().replace('ticket: id', 'set_aside: 0.05\n    ticket: id'));
    home.write('logs/a.csv', `${good}${many}${bad}`);
    const read = await home.run('pull');
    expect(read.status).toBe(0);
    expect(read.stderr).toContain('logs/a.csv: 2 rows could not be read and are set aside');
    expect(await value('ticket_volume')).toBe(61);
    const listed = JSON.parse(home.read('.casebook/lake/raw/source=desk/set-aside/a.csv.json')) as unknown;
    expect(listed).toEqual({ file: 'a.csv', rows: 2, listed: [
      { line: 65, ticket_id: '3', reason: 'logs/a.csv, line 65, column at: found "2026-13-06T09:00:00Z", expected a time like 2026-09-01T12:30:00Z (zone UTC)' },
      { line: 66, ticket_id: null, reason: 'logs/a.csv, line 66, column id: found nothing, expected the id of a ticket' },
    ] }); // prettier-ignore
    expect(read.stderr).toContain('2 records could not be read (files: logs/a.csv, line 65');
    const told = '2 rows of a.csv set aside (listed in lake/raw/source=desk/set-aside/a.csv.json)';
    expect((await home.run('doctor')).stdout).toContain(told);
    expect((await home.run('knows')).stdout.replaceAll(/\s+/g, ' ')).toContain(`Left out: ${told}.`);
    home.write('logs/a.csv', `${good}${many}${bad.replaceAll('-13-', '-01-').replace('\n,', '\n4,')}`);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(63);
    expect((await home.run('doctor')).stdout).not.toContain('set aside');
    expect(await home.run('replay')).toMatchObject({ status: 0 });
    expect(await value('ticket_volume')).toBe(63);
  });

  it('beyond the share reject the file, as before', async () => {
    home.write('casebook.yaml', configuration().replace('ticket: id', 'set_aside: 0.01\n    ticket: id'));
    home.write('logs/a.csv', `${good}${many}${bad}`);
    const { status, stderr } = await home.run('pull');
    expect(status).toBe(1);
    expect(stderr).toContain('2 faults in 2 of 65 rows, more than set_aside (0.01) permits');
  });
});

describe('a changed configuration', () => {
  const asked = async (): Promise<string> =>
    (await home.run('metrics', '--metric', 'ticket_volume', '--period', '2026-01')).stderr.replaceAll(/\s+/g, ' ');

  it.each([
    ['mapping', configuration().replace('Open: open', 'Open: pending_customer')],
    ['calendar', configuration('calendars: { office: { time_zone: UTC, hours: { mon: ["09:00-17:00"] } } }\n')],
    ['team', configuration('teams: [{ id: one, name: One, match: { group: [Desk] } }]\n')],
    ['policy', configuration('policies: { test: include }\n')],
  ])('of a %s is not that of the numbers before the next pull, and each of them says so', async (_what, changed) => {
    home.write('logs/good.csv', good);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await asked()).toBe('');
    home.write('casebook.yaml', changed);
    const text = 'casebook.yaml has other rules than those by which desk was loaded: numbers follow the earlier ones until the next casebook pull'; // prettier-ignore
    expect(await asked()).toContain(`Note: ${text}.`);
    expect((await home.run('doctor')).stdout).toContain(`! rules: ${text}\n`);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect(await asked()).toBe('');
  });
  it('of the column that dates the rows holds for tickets that were stored under later dates', async () => {
    const dated = (at: string, more: string) =>
      configuration().replace('at: at', `at: ${at}\n    shape: snapshots`).replace('columns: {', `columns: { ${more}`);
    home.write('logs/t.csv', 'id,at,opened,done,state,who\n1,2026-01-09T09:00:00Z,2026-01-05T09:00:00Z,2026-01-08T09:00:00Z,Done,ann\n'); // prettier-ignore
    home.write('casebook.yaml', dated('at', 'created_at: opened, resolved_at: done,'));
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    expect([await value('ticket_volume'), await value('dts_p50')]).toEqual([1, 3 * 86_400]);
    // rows dated earlier than before, and no creation
    home.write('casebook.yaml', dated('opened', 'resolved_at: done,'));
    expect((await home.run('pull')).stderr).toContain('the rules changed: 1 ticket has other facts');
    expect([await value('ticket_volume'), await value('dts_p50')]).toEqual([null, null]);
    home.write('casebook.yaml', dated('opened', 'created_at: opened, resolved_at: at,'));
    const unpulled = await home.run('run', '--no-pull', '--dry-run', '--as-of', '2026-02-02T09:00:00Z');
    expect(unpulled.stderr).toContain('the rules changed: 1 ticket has other facts');
    expect([await value('ticket_volume'), await value('dts_p50')]).toEqual([1, 4 * 86_400]);
  });
  it('of readers or goals alone changes no case, and nothing is said', async () => {
    home.write('logs/good.csv', good);
    expect(await home.run('pull')).toMatchObject({ status: 0 });
    home.write('casebook.yaml', configuration('gates: { silence: send }\n'));
    expect(await asked()).toBe('');
  });
});
