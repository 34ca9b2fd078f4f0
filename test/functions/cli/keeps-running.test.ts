import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { smtpServer } from '../../support/smtp-server.ts';
import { companyLog, companyYaml, due } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

let home: CommandLine;
beforeAll(() => {
  home = commandLine();
  home.write('casebook.yaml', companyYaml);
  home.write('logs/desk.csv', companyLog());
});
afterAll(() => home.close());

describe('casebook schedule', () => {
  it('lists what is due', async () => {
    const { status, stdout } = await home.run('schedule');
    expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^due +report +period$/)]);
    expect(stdout).toMatch(/\d{4}-\d\d-\d\d 07:00 +lead-weekly +\d{4}-W\d\d/);
  });
  it.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('prints units that systemd accepts', async () => {
    const { stdout } = await home.run('schedule', '--print', 'systemd');
    const folder = mkdtempSync(join(tmpdir(), 'casebook-units-'));
    try {
      const units = stdout.split(/^(?=# \/etc\/systemd)/m).map((text) => {
        const file = join(folder, /system\/(casebook\.\w+)/.exec(text)?.[1] ?? '');
        writeFileSync(file, text);
        return file;
      });
      expect(units).toHaveLength(2);
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
      // units of other packages may have faults of their own
      const ours = stderr.split('\n').filter((line) => line.includes('casebook'));
      expect([status, ours]).toEqual([0, []]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('names the days of a year on which the clock skips the time of a report, or shows it twice', async () => {
    home.write('night.yaml', companyYaml.replace(/schedule: "mon 07:00"/, 'schedule: "sun 02:30"'));
    const { stderr } = await home.run('schedule', '--config', 'night.yaml');
    // Berlin changes its clocks on a Sunday at 02:00 in March and at 03:00 in October
    expect(stderr).toMatch(/^Times are of Europe\/Berlin\.$/m);
    expect(stderr).toMatch(/^\d{4}-03-\d\d: the clock skips the time of lead-weekly; it is due at 03:30\.$/m);
    expect(stderr).toMatch(
      /^\d{4}-10-\d\d: the clock shows 02:30 twice; lead-weekly is due the first time, and not again\.$/m,
    );
    expect((await home.run('schedule')).stderr).toBe('Times are of Europe/Berlin.\n');
  });
  it('prints a crontab line of five fields and a command, and says whose zone counts', async () => {
    const { stdout } = await home.run('schedule', '--print', 'cron');
    expect(stdout).toContain('# What is due goes by Europe/Berlin, whatever the zone of this machine');
    expect(stdout).toMatch(/^\*\/15 \* \* \* \* cd \S+ && \S+ \S+casebook\.mjs run --due >> run\.log 2>&1$/m);
  });
  it('prints a workflow that is YAML and hands every credential over', async () => {
    home.write(
      'key.yaml',
      companyYaml.replace(
        'delivery: {',
        'delivery: { smtp: { host: mail.example.com, port: 587, user: "${env:SMTP_USER}", password: "${env:SMTP_PASSWORD}" },',
      ),
    );
    const { stdout } = await home.run('schedule', '--print', 'github-actions', '--config', 'key.yaml');
    const { jobs } = parse(stdout) as { jobs: { due: { steps: { env?: Record<string, string> }[] } } };
    expect(jobs.due.steps.flatMap(({ env }) => Object.entries(env ?? {}))).toEqual([
      ['SMTP_USER', '${{ secrets.SMTP_USER }}'],
      ['SMTP_PASSWORD', '${{ secrets.SMTP_PASSWORD }}'],
    ]);
  });
  it('refuses another kind', async () => {
    const { status, stderr } = await home.run('schedule', '--print', 'launchd');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('found "launchd", expected cron, systemd, github-actions'),
    ]);
  });
});

describe('casebook run --due', () => {
  it('says when the next one is, and sends nothing before', async () => {
    const { status, stderr } = await home.run('run', '--due');
    expect(status).toBe(0);
    expect(stderr).toMatch(/Nothing is due\. Next: lead-weekly, \d{4}-\d\d-\d\d 07:00 in Europe\/Berlin\./);
  });
  it('takes no other option', async () => {
    const { status, stderr } = await home.run('run', '--due', '--dry-run');
    expect([status, stderr]).toEqual([2, expect.stringContaining('--due takes no --dry-run')]);
  });
});

describe('casebook run --due with a mail server that refuses one recipient', () => {
  it('sends the others theirs, says the refusal once, and is done', async () => {
    const server = await smtpServer();
    const desk = commandLine();
    vi.stubEnv('CASEBOOK_UNSUBSCRIBE', 'key');
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${due.slice(0, 10)}T05:05:00Z`) });
    try {
      desk.write(
        'casebook.yaml',
        companyYaml
          .replace(/recipients: \{.*\} \}/, 'recipients: { emea: [550-rcpt@example.com, lead@example.com] } }')
          .replace('delivery: {', `delivery: { smtp: { host: 127.0.0.1, port: ${server.port}, tls: false }, `),
      );
      desk.write('logs/desk.csv', companyLog());
      const first = await desk.run('run', '--due');
      expect([first.status, first.stderr]).toEqual([1, expect.stringContaining('no such user')]);
      for (const hours of [1, 2, 12]) {
        vi.setSystemTime(new Date(Date.parse(`${due.slice(0, 10)}T05:05:00Z`) + hours * 3_600_000));
        const again = await desk.run('run', '--due');
        expect([again.status, again.stderr]).toEqual([0, expect.stringMatching(/^Nothing is due/m)]);
      }
      expect(server.heard.filter((line) => line.startsWith('RCPT') && line.includes('550-rcpt'))).toHaveLength(1);
      expect(server.taken.map(({ to }) => to)).toEqual(['lead@example.com']);
      expect(desk.read('.casebook/ATTENTION.txt')).toContain('no such user');
    } finally {
      vi.useRealTimers();
      vi.unstubAllEnvs();
      desk.close();
      await server.close();
    }
  });
});

describe('casebook backup and restore', () => {
  it('bring back every file, every number and the ledger of what was sent', async () => {
    await home.run('pull');
    const volume = ['metrics', '--metric', 'ticket_volume', '--period', '2025-W40', '--json'];
    const before = await home.run(...volume);
    expect(await home.run('backup', 'kept.tar.gz')).toMatchObject({ status: 0 });
    expect(await home.run('restore', 'kept.tar.gz', '--data', 'again')).toMatchObject({ status: 0 });
    expect((await home.run(...volume, '--data', 'again')).stdout).toBe(before.stdout);
    const names = (folder: string) =>
      Object.keys(home.files(folder)).filter((name) => !/casebook\.duckdb|\.unfinished/.test(name));
    // that there is a copy was written down after it was made
    expect(names('again')).toEqual(names('.casebook').filter((name) => !name.includes('/backups.json.')));
  });
  it('of a newer Casebook are refused in one sentence, whatever is asked, and nothing changes', async () => {
    await home.run('restore', 'kept.tar.gz', '--data', 'newer');
    const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
    expect(JSON.parse(home.read('newer/form.json'))).toEqual({ form: 1, version });
    home.write('newer/form.json', '{"form":2,"version":"9.1.0"}');
    const before = home.files('newer');
    for (const words of [
      ['runs'],
      ['metrics'],
      ['pull'],
      ['run'],
      ['run', '--due'],
      ['replay'],
      ['serve', '--port', '0'],
      ['backup', 'no.tar.gz'],
    ]) {
      const { status, stderr } = await home.run(...words, '--data', 'newer');
      expect([words, status, stderr]).toEqual([
        words,
        1,
        expect.stringMatching(/^casebook: \S+newer was written by Casebook 9\.1\.0, [^\n]* nothing was changed\.\n$/),
      ]);
    }
    expect(home.files('newer')).toEqual(before);
    home.write('newer/form.json', '{"form":');
    const damaged = await home.run('runs', '--data', 'newer');
    expect([damaged.status, damaged.stderr]).toEqual([
      1,
      expect.stringMatching(/^casebook: \S+form\.json is damaged: [^\n]* nothing was changed\.\n$/),
    ]);
  });
  it('write over nothing', async () => {
    home.write('mine.tar.gz', 'mine');
    for (const words of [
      ['backup', 'mine.tar.gz'],
      ['restore', 'kept.tar.gz'],
    ]) {
      const { status, stderr } = await home.run(...words);
      expect([status === 0, stderr]).toEqual([false, expect.stringContaining('left as it is')]);
    }
    expect(home.read('mine.tar.gz')).toBe('mine');
  });
  it('refuse what is no backup, and leave nothing', async () => {
    const { status, stderr } = await home.run('restore', 'mine.tar.gz', '--data', 'other');
    expect([status, stderr]).toEqual([2, expect.stringContaining('tar could not do it')]);
    expect(home.files('other')).toEqual({});
  });
});

describe('casebook serve', () => {
  it('answers health on loopback, lets no second one on the folder, and stops in order', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const child = spawn(process.execPath, [resolve('functions/cli/casebook.mjs'), 'serve', '--port', String(port)], {
      cwd: home.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(said).toContain('Next: lead-weekly'), { timeout: 60_000 });
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { status: 'idle', last: null, next: expect.objectContaining({ report: 'lead-weekly' }) as unknown },
    ]);
    const second = await home.run('serve', '--port', '0');
    expect([second.status, second.stderr]).toEqual([1, expect.stringContaining('running already (process ')]);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said).toMatch(/Stopped\.\n$/);
    expect(Object.keys(home.files('.casebook'))).not.toContain('serve.lock');
  });
});
