import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { companyLog, companyYaml, due } from '../../support/aws/company.ts';
import { commandLine, type CommandLine, type Ended } from '../../support/command-line.ts';

/** Every command of contract 4.1 on a small company, from configuration to mails. */
let home: CommandLine;
let first: Ended;
beforeAll(async () => {
  vi.stubEnv('CASEBOOK_UNSUBSCRIBE', 'a-key-of-this-test');
  home = commandLine();
  home.write('casebook.yaml', companyYaml);
  home.write('logs/desk.csv', companyLog());
  first = await home.run('run', '--as-of', due);
});
afterAll(() => {
  vi.unstubAllEnvs();
  home.close();
});

const json = async (...words: readonly string[]): Promise<unknown> => {
  const ended = await home.run(...words);
  expect([ended.status, ended.stderr]).toEqual([0, '']);
  return JSON.parse(ended.stdout) as unknown;
};
const names = (path: string): readonly string[] => Object.keys(home.files(path));

describe('casebook run', () => {
  it('leaves one mail a recipient in the outbox, and each slice’s files in out/', () => {
    expect([first.status, first.stdout]).toEqual([0, '']);
    const outbox = names('.casebook/outbox');
    expect(outbox.map((name) => name.replace(/-[0-9a-f]+\.eml$/, ''))).toEqual([
      'lead.apac@example.com',
      'lead.emea@example.com',
      'second@example.com',
    ]);
    expect(names('out')).toEqual(
      expect.arrayContaining([
        'index.html',
        ...['apac', 'emea'].flatMap((team) =>
          ['eml', 'html', 'txt'].map((kind) => `lead-weekly/2025-W40/${team}.${kind}`),
        ),
      ]),
    );
  });
  it('says what it is at, in plain lines off a terminal', () => {
    for (const line of [
      'Reading desk',
      'Loading desk',
      'Measuring lead-weekly 2025-W40 for emea',
      'Writing lead-weekly 2025-W40 for apac',
    ])
      expect(first.stderr.split('\n')).toContain(line);
    expect(first.stderr).not.toContain('\u001B');
  });
  it('as a recipient makes only what that address would get, and sends nothing', async () => {
    const before = names('.casebook/outbox');
    const mine = await home.run('run', '--as', 'lead.apac@example.com', '--as-of', due, '--no-pull', '--out', 'mine');
    expect([mine.status, mine.stdout]).toEqual([0, '']);
    expect(names('mine').filter((name) => /(apac|emea)\.html$/.test(name))).toEqual([
      expect.stringMatching(/lead-weekly\/2025-W40\/apac\.html$/),
    ]);
    expect(names('.casebook/outbox')).toEqual(before);
    const stranger = await home.run('run', '--as', 'lead.apak@example.com', '--no-pull');
    expect([stranger.status, stranger.stderr]).toEqual([
      2,
      'casebook: Recipient: found "lead.apak@example.com", expected an address that one of these reports goes to; did you mean lead.apac@example.com?\n',
    ]);
  });
  it('a second time sends nothing, and out/ but for the page about the run is the same to the byte', async () => {
    const before = { out: home.files('out'), outbox: home.files('.casebook/outbox') };
    const again = await home.run('run', '--as-of', due);
    expect(again.status).toBe(0);
    expect(again.stderr.match(/^unchanged /gm)).toHaveLength(2);
    const after = { out: home.files('out'), outbox: home.files('.casebook/outbox') };
    expect(Object.keys(after.out)).toEqual(Object.keys(before.out));
    const { 'last-run.html': _one, ...mails } = before.out;
    const { 'last-run.html': _two, ...mailsAgain } = after.out;
    expect(mailsAgain).toEqual(mails);
    expect(after.outbox).toEqual(before.outbox);
  });
  it('--dry-run twice gives the same bytes, sends nothing and fails at nothing', async () => {
    const outbox = home.files('.casebook/outbox');
    const dry = async (out: string) => {
      const ended = await home.run('run', '--dry-run', '--as-of', due, '--out', out);
      expect([ended.status, ended.stderr.includes('FAILED')]).toEqual([0, false]);
      const { 'dry-run/index.html': _page, ...mails } = home.files(out);
      return mails;
    };
    const mails = await dry('dry1');
    expect(Object.keys(mails).filter((name) => name.endsWith('.eml'))).toHaveLength(2);
    expect(await dry('dry2')).toEqual(mails);
    expect(home.files('.casebook/outbox')).toEqual(outbox);
  });
  it('ends with 3 and sends nothing when the data is too old for the gate', async () => {
    const held = commandLine();
    try {
      held.write('casebook.yaml', companyYaml);
      held.write('logs/desk.csv', companyLog());
      const ended = await held.run('run', '--no-pull', '--as-of', due);
      expect([ended.status, ended.stdout]).toEqual([3, '']);
      expect(ended.stderr).toMatch(/^held .*\n +because: /m);
      const mails = Object.keys(held.files('.casebook/outbox'));
      expect(mails.filter((name) => /lead|second/.test(name))).toEqual([]);
    } finally {
      held.close();
    }
  });
});

describe('casebook metrics', () => {
  it('prints the array of contract 4.2 to stdout alone', async () => {
    // Week 40 is seven days of three tickets, every third of them APAC's.
    const found = await json('metrics', '--json', '--metric', 'ticket_volume', '--period', '2025-W40', '--by', 'team');
    const element = (team: string, value: number) => ({
      metric: 'ticket_volume',
      period: { id: '2025-W40', start: '2025-09-29T00:00:00+02:00', end: '2025-10-06T00:00:00+02:00' },
      segment: { team },
      status: 'known',
      value,
      unit: 'count',
      n: value,
      not_told: 0,
      doubts: [],
      numerator: null,
      denominator: null,
      interval: null,
    });
    expect(found).toEqual([element('apac', 7), element('emea', 14)]);
  });
  it('prints a table for people otherwise', async () => {
    const { status, stdout } = await home.run('metrics', '--metric', 'ticket_volume', '--period', '2025-W40');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^2025-W40: /);
    expect(stdout).toMatch(/ticket_volume +21/);
  });
  it('says how far a source is read where a period asks for more', async () => {
    const later = ['--metric', 'ticket_volume', '--as-of', '2099-01-10T00:00:00Z'];
    const { status, stdout, stderr } = await home.run('metrics', ...later);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/ticket_volume +no data +source incomplete/)]);
    expect(stderr).toMatch(/Note: desk is read up to \d+ \w+ \d{4} at \d\d:\d\d\. casebook pull reads on\./);
  });
});

describe('casebook explain', () => {
  it('says the number and its arithmetic in sentences, then shows ten cases with local times', async () => {
    const { status, stdout } = await home.run('explain', 'ticket_volume', '--period', '2025-W40');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe('Ticket volume: 21 (from 21 cases).');
    expect(stdout).toContain('2025-W40 is Monday 29 September – Sunday 5 October 2025, in Europe/Berlin.');
    for (const text of ['Question: ', 'Formula: ', 'Population: ', '--sql']) expect(stdout).toContain(text);
    expect(stdout).not.toContain('SELECT');
    const rows = stdout.slice(stdout.indexOf('Cases behind it (10 shown)')).split('\n').slice(3, 13);
    expect(rows.every((row) => /^desk +T\d+ .*2025-\d\d-\d\d \d\d:\d\d/.test(row))).toBe(true);
  });
  it('shows time above the line as time, not as its seconds', async () => {
    const { stdout } = await home.run('explain', 'dts_mean', '--period', '2025-W40');
    // by hand from the log: 16 cases were last resolved in that week, 494 hours after they came
    expect(stdout.split('\n')[0]).toBe('Average resolution time: 30.9 hours (20.6 days divided by 16).');
  });
  it('adds the whole definition, the counts at each step and the SQL with --sql', async () => {
    const { stdout } = await home.run('explain', 'ticket_volume', '--period', '2025-W40', '--sql');
    for (const text of ['Definition\n', 'Source: ', 'SQL: ', 'SELECT', 'Steps\n']) expect(stdout).toContain(text);
  });
});

describe('casebook explain --mail', () => {
  const mailed = (): string => Object.keys(home.files('.casebook/outbox')).find((name) => name.endsWith('.eml'))!;
  it('lists every sentence of a mail with what it was held against', async () => {
    const { status, stdout } = await home.run('explain', '--mail', join(home.folder, '.casebook/outbox', mailed()));
    expect(status).toBe(0);
    expect(stdout).toMatch(/-2025-W\d\d-r1, data as of 2025-\S+:\s\d+\ssentences\.\n/);
    expect(stdout).toMatch(/\n {2}Claim [a-z_]+/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
  it('refuses what is no mail of this folder, and a metric beside it', async () => {
    const { status, stderr } = await home.run('explain', '--mail', join(home.folder, 'casebook.yaml'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('found no mail of Casebook, expected a .eml')]);
    expect((await home.run('explain', 'fcr', '--mail', 'x.eml')).stderr).toContain('found fcr and --mail');
  });
});

describe('casebook preview, runs, doctor', () => {
  it('preview writes the page of the last run and prints its address', async () => {
    const { status, stdout } = await home.run('preview', '--no-open');
    // the run before was a dry one
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^file:.*\/out\/dry-run\/index\.html\n$/)]);
    expect(home.read('out/dry-run/index.html')).toContain('lead.emea@example.com');
  });
  it('runs lists what ran; one run tells of whom a mail was sent, or written to the outbox', async () => {
    const records = (await json('runs', '--json')) as { readonly run: string; readonly status: string }[];
    const oldest = records.at(-1);
    expect(oldest?.status).toBe('sent');
    const { status, stdout } = await home.run('runs', oldest?.run ?? '');
    expect(status).toBe(0);
    for (const recipient of ['lead.emea', 'lead.apac', 'second'])
      expect(stdout).toContain(`in the outbox ${recipient}@example.com`);
    expect((await home.run('runs')).stdout).toContain(oldest?.run);
  });
  it('doctor finds nothing wrong, and says what is missing', async () => {
    const { status, stdout } = await home.run('doctor');
    expect(status).toBe(0);
    expect(stdout).toContain('✓ configuration: casebook.yaml is right');
    expect(stdout).toContain('casebook import --template TABLE');
    expect(await json('doctor', '--json').catch(() => undefined)).not.toEqual([]);
  });
});

describe('casebook replay and import', () => {
  it('replay changes no number', async () => {
    const all = () => home.run('metrics', '--json', '--period', '2025-Q3', '--as-of', due);
    const before = await all();
    expect(await home.run('replay')).toMatchObject({ status: 0, stdout: '' });
    expect((await all()).stdout).toBe(before.stdout);
  });
  it('import takes what its template shows, once, and refuses a bad file whole', async () => {
    const { stdout: template } = await home.run('import', '--template', 'roster');
    home.write('roster.csv', template);
    expect((await home.run('import', 'roster', 'roster.csv')).stderr).toContain('1 row into roster');
    expect((await home.run('import', 'roster', 'roster.csv')).stderr).toContain('imported before, nothing changed');
    home.write('bad.csv', template.replace('2026-01-01', 'last spring'));
    const refused = await home.run('import', 'roster', 'bad.csv', 'absent.csv');
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/bad\.csv:2: start_day: found "last spring", expected a day such as/);
    expect(refused.stderr).toContain('absent.csv: cannot be read');
  });
});

describe('casebook init', () => {
  it('writes a configuration from flags that doctor accepts', async () => {
    const words =
      'init --yes --config fresh.yaml --time-zone Asia/Kathmandu --helpdesk zendesk --set subdomain=fresh --recipient boss@example.com';
    const ended = await home.run(...words.split(' '), '--name', 'Fresh Ltd');
    expect([ended.status, ended.stdout]).toEqual([0, 'Wrote fresh.yaml.\n']);
    expect(home.read('fresh.yaml')).toMatch(/name: Fresh Ltd\n +time_zone: Asia\/Kathmandu/);
    expect(home.read('fresh.yaml')).toContain('boss@example.com');
    expect((await home.run('runs', '--config', 'fresh.yaml', '--data', 'fresh')).stdout).toContain(
      'Nothing has run yet',
    );
  });
});
