import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectorNamed } from '../../../functions/cli/commands/init.ts';
import { configurationText, setupOf, variablesOf, workspaceFiles } from '../../../functions/cli/new-workspace.ts';
import { installedAbove } from '../../../functions/cli/version.ts';
import { placesOf } from '../../../functions/cli/workspace.ts';
import { systemPause } from '../../../shared/adapters/embedded/system-clock.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
import { known } from '../../../shared/run/registry.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

let home: CommandLine;
beforeAll(() => {
  home = commandLine();
  home.write(
    'tickets.csv',
    'Ticket,Created,Updated,State\n1,2026-09-01T08:00:00Z,2026-09-01T09:00:00Z,open\n1,2026-09-01T08:00:00Z,2026-09-02T09:00:00Z,solved\n2,2026-09-03T08:00:00Z,2026-09-03T08:00:00Z,open\n',
  );
});
afterAll(() => home.close());

/** Right answers to what a helpdesk asks for. */
const settings = (id: string): string[] =>
  Object.entries(setupOf(connectorNamed(id))).flatMap(([key, field]) =>
    field === 'environment'
      ? []
      : [
          '--set',
          `${key}=${field.fallback ?? (key === 'base_url' ? 'https://desk.acme.com' : key === 'files' ? 'tickets.csv' : 'acme')}`,
        ],
  );
const make = (folder: string, ...words: readonly string[]) => home.run('init', folder, '--yes', ...words);

describe('casebook init', () => {
  it.each(connectors.map(({ id }) => id))('makes a workspace that Casebook reads for %s', async (id) => {
    const folder = `for-${id}`;
    const ended = await make(folder, '--name', 'Example: Corp', '--helpdesk', id, ...settings(id));
    expect([ended.status, ended.stdout]).toEqual([0, `Wrote ${folder}/casebook.yaml.\n`]);
    const text = home.read(`${folder}/casebook.yaml`);
    const { sources, organisation, reports } = readConfiguration(text, 'casebook.yaml', known);
    expect(sources).toMatchObject([{ connector: id }]);
    expect(organisation.name).toBe('Example: Corp');
    expect(reports.map((report) => report.id)).toContain('lead-weekly');
    for (const variable of variablesOf(connectorNamed(id))) {
      expect(text).toContain(`\${env:${variable}}`);
      expect(home.read(`${folder}/.env.example`)).toContain(`${variable}=`);
    }
  });

  it('takes every key of a source with --set, and asks for nothing that it makes needless', async () => {
    const address = 'https://desk.acme.com';
    const ended = await make('by-address', '--helpdesk', 'zendesk', '--set', `base_url=${address}`);
    expect([ended.status, ended.stderr]).toEqual([0, expect.any(String)]);
    const { sources } = readConfiguration(home.read('by-address/casebook.yaml'), 'casebook.yaml', known);
    expect(sources).toMatchObject([{ connector: 'zendesk', base_url: address }]);
    expect(sources[0]).not.toHaveProperty('subdomain');
    const wrong = await make('by-typo', '--helpdesk', 'zendesk', '--set', 'subdomain=acme', '--set', 'sub_domain=acme');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('sub_domain');
  });

  it('writes what a workspace needs, nothing of the product, and says what to type next', async () => {
    const { stderr } = await make('desk', '--helpdesk', 'zendesk', ...settings('zendesk'));
    const files = Object.keys(home.files('desk'));
    expect(files).toEqual(
      expect.arrayContaining([
        '.env.example',
        '.gitignore',
        'README.md',
        'casebook.yaml',
        'inputs/templates/roster.txt',
      ]),
    );
    expect(files.filter((name) => /\.(ts|mjs|js)$/.test(name))).toEqual([]);
    expect(home.read('desk/README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    expect(home.read('desk/.gitignore')).toMatch(/^\.env$/m);
    expect(stderr).toContain('  cd desk\n');
    expect(stderr).toContain('fill in ZENDESK_CLIENT_ID, ZENDESK_CLIENT_SECRET');
  });

  it('says before it ends which rights and scopes are needed, and where to click', async () => {
    const { stderr } = await make('told', '--helpdesk', 'zendesk', ...settings('zendesk'));
    expect(stderr).toContain('Rights: an admin');
    expect(stderr).toContain('Scopes: read');
    expect(stderr).toContain('1. Admin Center > Apps and integrations > APIs > OAuth clients');
    expect(stderr).toContain('https://developer.zendesk.com/');
    expect(stderr).toContain('The login was not tried: ZENDESK_CLIENT_ID, ZENDESK_CLIENT_SECRET are not set.');
  });

  it.each([
    ['lets it in', 200, 0, 'Tried the login: http://127.0.0.1'],
    ['refuses it', 401, 1, 'Tried the login: '],
  ])('tries the login where the credentials are there: a server that %s', async (what, status, ends, text) => {
    const asked: string[] = [];
    const server = createServer(({ headers, url }, answer) => {
      asked.push(`${url} ${headers.authorization ?? ''}`);
      answer.writeHead(status, { 'content-type': 'application/json' }).end('{"app":{}}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    process.env.REQUEST_TRACKER_TOKEN = 'a-token-of-the-test';
    try {
      const folder = `tried-${what.replaceAll(' ', '-')}`;
      const address = `base_url=http://127.0.0.1:${port}`;
      const ended = await make(folder, '--helpdesk', 'request-tracker', '--set', address);
      expect(ended.stderr).toContain(text);
      expect([ended.status, ended.stdout]).toEqual([ends, `Wrote ${folder}/casebook.yaml.\n`]);
      expect(ended.stderr).not.toContain('a-token-of-the-test');
      expect(asked[0]).toMatch(/^\/REST\/2\.0\/\S+ token a-token-of-the-test$/);
    } finally {
      delete process.env.REQUEST_TRACKER_TOKEN;
      server.close();
    }
  });

  it('names what the system says of a server that is not there, in one sentence, and what to check', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    process.env.REQUEST_TRACKER_TOKEN = 'a-token-of-the-test';
    // the pauses between tries are the same code as in a pull
    vi.spyOn(systemPause, 'sleep').mockResolvedValue();
    try {
      const ended = await make('closed', '--helpdesk', 'request-tracker', '--set', `base_url=http://127.0.0.1:${port}`);
      expect(ended.status).toBe(1);
      expect(ended.stderr).toMatch(
        /^Tried the login: http:\/\/127\.0\.0\.1:\d+ did not answer \(ECONNREFUSED\)(?: \d times)? for GET \/REST\/2\.0\/tickets\. Check the address in casebook\.yaml, and that this machine reaches it; casebook doctor tries again\.$/m,
      );
    } finally {
      vi.restoreAllMocks();
      delete process.env.REQUEST_TRACKER_TOKEN;
    }
  });

  it('templates are no input files: nobody has such people', async () => {
    await make('own', '--helpdesk', 'event-log', ...settings('event-log'));
    const ended = await home.run('pull', '--config', 'own/casebook.yaml');
    expect([ended.status, ended.stderr.includes('rejected')]).toEqual([0, false]);
    expect(Object.keys(home.files('own/.casebook'))).not.toEqual([]);
    const told = await home.run(
      'metrics',
      '--config',
      'own/casebook.yaml',
      '--period',
      'all',
      '--metric',
      'ticket_volume',
    );
    expect(told.stdout).toMatch(/ticket_volume +2/);
  });

  it.each([
    [
      'an answer that is wrong, with the words of the reader',
      ['--time-zone', 'Europe/Berln'],
      'found "Europe/Berln", expected',
    ],
    ['a currency that is none', ['--currency', 'EURO'], 'found "EURO", expected an ISO 4217 code'],
    ['a helpdesk that is none', ['--helpdesk', 'zendsk'], 'did you mean zendesk?'],
    [
      'a name that nobody gave: a placeholder may be somebody’s account',
      ['--helpdesk', 'zendesk'],
      '--set subdomain=VALUE',
    ],
    [
      'a file that is not there',
      ['--helpdesk', 'event-log', '--set', 'files=absent.csv'],
      'There is no file absent.csv',
    ],
  ] as const)('refuses %s, and leaves nothing', async (_what, words, text) => {
    const ended = await make('refused', ...words);
    expect([ended.status, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(text);
    expect(home.files('refused')).toEqual({});
  });

  it('knows a helpdesk by its id or its name, however it is written', () => {
    for (const [answer, id] of [
      ['Zendesk', 'zendesk'],
      ['zendesk support', 'zendesk'],
      ['Help Scout', 'help-scout'],
      ['JIRA', 'jira-service-management'],
      ['RequestTracker', 'request-tracker'],
      ['Salesforce', 'salesforce'],
    ] as const)
      expect(connectorNamed(answer).id).toBe(id);
  });
});

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('casebook init at a terminal', () => {
  /** Types each key once the words before it are seen; answers what was shown, and the exit status. */
  const typed = async (folder: string, keys: readonly (readonly [seen: string, key: string])[]) => {
    const told = ['name', 'sender', 'recipient'].map((name) => `--${name} ${name}@example.com`).join(' ');
    const command = `"${process.execPath}" "${resolve('functions/cli/casebook.mjs')}" init ${folder} ${told} --time-zone UTC --currency EUR --model none --helpdesk zendesk`;
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], { cwd: home.folder });
    let [shown, since] = ['', 0];
    const left = [...keys];
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      for (let [next] = left; next !== undefined && shown.includes(next[0], since); [next] = left) {
        since = shown.indexOf(next[0], since) + next[0].length;
        terminal.stdin.write(next[1]);
        left.shift();
      }
    });
    const [status] = (await once(terminal, 'close')) as [number | null];
    return { shown, status };
  };
  it.each([
    ['at a question', '\x03'],
    ['at its input’s end', '\x04'],
  ])('asks again for what has no suggestion and says why; Ctrl-C %s leaves nothing', async (_where, end) => {
    const { shown, status } = await typed('asked', [
      ['Subdomain', '\r'],
      ['An answer is needed here.', ''],
      ['Subdomain', end],
    ]);
    expect(shown).toContain('An answer is needed here. Ctrl-C ends, and writes nothing.');
    expect([status, existsSync(join(home.folder, 'asked'))]).toEqual([130, false]);
    expect(shown).not.toMatch(/Error|abort/i);
  });
  it('Ctrl-C at a credential, which is never shown, leaves nothing', async () => {
    const { shown, status } = await typed('secret-asked', [
      ['Subdomain', 'acme\r'],
      ['ZENDESK_CLIENT_ID (not shown', 'hidden-id\r'],
      ['ZENDESK_CLIENT_SECRET (not shown', '\x03'],
    ]);
    expect(shown).not.toMatch(/hidden-id|Error|abort/i);
    expect([status, existsSync(join(home.folder, 'secret-asked'))]).toEqual([130, false]);
  });
});

describe('a workspace', () => {
  const none = { positionals: [], flag: () => false, one: () => undefined, many: () => [] };
  it('is found from any folder below it; what is stored lies beside its casebook.yaml', async () => {
    await make('found', '--helpdesk', 'zendesk', ...settings('zendesk'));
    const before = process.cwd();
    mkdirSync(join(home.folder, 'found/a/b'), { recursive: true });
    process.chdir(join(home.folder, 'found/a/b'));
    try {
      expect(placesOf(none)).toEqual({ config: '../../casebook.yaml', data: '../../.casebook', out: '../../out' });
      process.chdir('../..');
      expect(placesOf(none)).toEqual({ config: 'casebook.yaml', data: '.casebook', out: 'out' });
    } finally {
      process.chdir(before);
    }
  });
  it('is here where there is none', () => {
    const before = process.cwd();
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'casebook-none-')));
    process.chdir(folder);
    try {
      expect(placesOf(none).config).toBe('casebook.yaml');
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
  it('reads credentials from its .env, which the environment overrides', async () => {
    await make('secret', '--helpdesk', 'zendesk', ...settings('zendesk'));
    home.write('secret/.env', 'CASEBOOK_TEST_VARIABLE=from-file\n');
    expect((await home.run('runs', '--config', 'secret/casebook.yaml')).status).toBe(0);
    expect(process.env.CASEBOOK_TEST_VARIABLE).toBe('from-file');
    delete process.env.CASEBOOK_TEST_VARIABLE;
  });
  it('runs the Casebook of a folder above, where npm install brought it', () => {
    const file = '/srv/desk/node_modules/@casebook-metrics/casebook/functions/cli/casebook.mjs';
    expect(installedAbove('/srv/desk', file)).toBe('.');
    expect(installedAbove('/srv/desk/a/b', file)).toBe('../..');
    // npx's own folder, a global one, a clone
    for (const elsewhere of ['/srv/other', '/srv', '/srv/desk2'])
      expect(installedAbove(elsewhere, file)).toBeUndefined();
    expect(installedAbove('/srv/clone/mine', '/srv/clone/functions/cli/casebook.mjs')).toBeUndefined();
    const [desk] = connectors;
    expect([...workspaceFiles('b', desk!, {}, '../..').keys()]).not.toContain('package.json');
    expect(workspaceFiles('b', desk!, {}, '../..').get('README.md')).toContain('the version in `../../package.json`');
    expect(configurationText(new Map(), 'sources: []', '../..')).toContain(
      '$schema=../../node_modules/@casebook-metrics/casebook/dist/casebook.schema.json',
    );
  });
  it('states the version that made it, so that an upgrade is one word', async () => {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;
    await make('pinned', '--helpdesk', 'zendesk', ...settings('zendesk'));
    expect(JSON.parse(home.read('pinned/package.json'))).toMatchObject({ dependencies: { [name ?? '']: version } });
  });
});
