import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The recipes of CONTRIBUTING.md, followed to the letter: every fenced file goes into a clean copy of the repository, every added line
 * into its registry, and what they make is run as a stranger would run it, against a helpdesk on this machine.
 */
const fence = /^```ts (add )?(\S+)\n(.*?)^```$/gms;
const recipes = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(fence)].map(([, add, path = '', text = '']) => ({
  isLine: add !== undefined,
  path,
  text,
}));
const files = recipes.filter(({ isLine }) => !isLine);

/** Where each line of a recipe belongs: exports in order, imports on top, entries at the end of the list. */
function withLines(text: string, added: string): string {
  const lines = text.split('\n');
  if (!/^(import|export) /m.test(added))
    return insertAt(
      lines,
      lines.findIndex((line) => line.startsWith(']')),
      added,
    );
  return added
    .trimEnd()
    .split('\n')
    .reduce((all, line) => {
      const now = all.split('\n');
      if (line.startsWith('import ')) return insertAt(now, 0, `${line}\n`);
      if (!line.startsWith('export '))
        return insertAt(
          now,
          now.findIndex((each) => each.startsWith(']')),
          `${line}\n`,
        );
      const after = now.findIndex((each) => each.startsWith('export * from') && each > line);
      const last = now.findLastIndex((each) => each.startsWith('export * from'));
      return insertAt(now, after === -1 ? last + 1 : after, `${line}\n`);
    }, text);
}
const insertAt = (lines: readonly string[], at: number, text: string): string =>
  [...lines.slice(0, at), text.trimEnd(), ...lines.slice(at)].join('\n');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ten tickets of week 37 of 2026, three of them urgent: each answered after half an hour and solved after two. */
const tickets = Array.from({ length: 10 }, (_, i) => {
  const at = (hours: number, minutes = '00'): string =>
    `2026-09-${String(7 + (i % 5)).padStart(2, '0')}T0${hours}:${minutes}:00Z`;
  return {
    id: 100 + i,
    created_at: at(6),
    updated_at: at(8),
    status: 'done',
    urgency: i < 3 ? 'urgent' : 'normal',
    channel: 'mail',
    agent: 7,
    customer: 70 + i,
    messages: [{ id: i, at: at(6, '30'), by: 'agent', person: 7, is_private: false }],
    changes: [{ id: i, at: at(8), person: 7, from: 'open', to: 'done' }],
  };
});

const configuration = (
  address: string,
): string => `organisation: { name: Example, time_zone: UTC, locale: ru, currency: EUR, address: "1 Street" }
sources: [{ id: desk, connector: tidy-desk, base_url: "${address}", token: "\${env:TIDY_TOKEN}" }]
inputs: inputs/
reports: [{ id: urgent-weekly, schedule: "mon 07:00", recipients: [lead@example.com] }]
delivery: { from: "Metrics <metrics@example.com>" }
gates: { max_staleness: 10000 h }
`;

describe('the recipes of CONTRIBUTING.md', () => {
  const copy = mkdtempSync(join(tmpdir(), 'casebook-recipes-'));
  const workspace = join(copy, 'workspace');
  const node = resolve('node_modules/.bin/node');
  const asked: string[] = [];
  let desk: Server;

  const casebook = (...words: readonly string[]): Promise<Ended> =>
    new Promise((done, failed) => {
      const child = spawn(node, [join(copy, 'functions/cli/casebook.mjs'), ...words], {
        cwd: workspace,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, TIDY_TOKEN: 'tidy-token' },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', failed);
      child.on('close', (status) => done({ status, stdout, stderr }));
    });
  const tool = (name: string, ...words: readonly string[]) =>
    spawnSync(resolve(`node_modules/.bin/${name}`), words, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26 });

  beforeAll(async () => {
    for (const part of ['shared', 'functions', 'docs', 'package.json', '.prettierrc.json', '.oxlintrc.json'])
      cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
    const included = { compilerOptions, include: ['shared', 'functions/cli/commands/sources.ts'] };
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(included));
    for (const { isLine, path, text } of recipes) {
      const target = join(copy, path);
      expect(existsSync(target), `${path} is ${isLine ? 'there' : 'new'}`).toBe(isLine);
      writeFileSync(target, isLine ? withLines(readFileSync(target, 'utf8'), text) : text);
    }
    desk = createServer((request, response) => {
      asked.push(`${request.headers.authorization} ${request.url}`);
      const page = new URL(request.url ?? '', 'http://desk').searchParams.get('page');
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ tickets: page === '1' ? tickets.slice(0, 6) : page === '2' ? tickets.slice(6) : [] }),
      );
    });
    await new Promise<void>((open) => desk.listen(0, '127.0.0.1', open));
    mkdirSync(join(workspace, 'inputs'), { recursive: true });
    const { port } = desk.address() as AddressInfo;
    writeFileSync(join(workspace, 'casebook.yaml'), configuration(`http://127.0.0.1:${port}`));
  });
  afterAll(() => {
    desk.close();
    rmSync(copy, { recursive: true, force: true });
  });

  it('are one for each kind of unit', () =>
    expect(new Set(files.map(({ path }) => dirname(path)))).toEqual(
      new Set([
        'shared/metrics/catalogue',
        'shared/connectors/helpdesks',
        'shared/lake/tables',
        'shared/connectors/inputs',
        'shared/report/sections',
        'shared/report/reports',
        'functions/cli/commands',
      ]),
    ));

  it('are formatted, lint and type check', () => {
    const paths = files.map(({ path }) => path);
    expect(tool('oxlint', '--deny-warnings', ...paths).status).toBe(0);
    expect(tool('prettier', '--list-different', ...paths).stdout).toBe('');
    expect(tool('tsc', '--noEmit', '--pretty', 'false', '-p', '.').stdout).toBe('');
  });

  it('reach the generated pages and the schema', () => {
    expect(tool('node', 'functions/cli/generate.ts').status).toBe(0);
    for (const [page, word] of [
      ['shared/metrics/CATALOGUE.md', 'urgent_share'],
      ['shared/connectors/INPUTS.md', 'on_call'],
      ['shared/config/casebook.schema.json', 'tidy-desk'],
      ['docs/helpdesk-keys.md', 'Tidy Desk'],
    ] as const)
      expect(readFileSync(join(copy, page), 'utf8'), page).toContain(word);
  });

  it('make a command', async () => {
    const { status, stdout } = await casebook('sources', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([0, [{ id: 'desk', helpdesk: 'Tidy Desk' }]]);
    expect((await casebook('--help')).stdout).toContain('casebook sources');
  });

  it('make a helpdesk that is pulled, and a metric of what it said', async () => {
    const pulled = await casebook('pull');
    expect(pulled.status, pulled.stderr).toBe(0);
    expect(asked).toEqual([1, 2, 3].map((page) => `Bearer tidy-token /api/tickets?order=-updated_at&page=${page}`));
    const { stdout } = await casebook('metrics', '--metric', 'urgent_share', '--period', '2026-W37', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ value: 0.3, n: 10, numerator: 3, denominator: 10 }]);
    const replies = await casebook('metrics', '--metric', 'frt_p50', '--period', '2026-W37', '--json');
    expect(JSON.parse(replies.stdout)).toMatchObject([{ value: 1800, n: 10 }]);
  });

  it('make an input table', async () => {
    writeFileSync(join(workspace, 'on-call.csv'), 'day,person_id\n2026-09-14,ann\n2026-09-15,ben\n');
    const { status, stderr } = await casebook('import', 'on_call', 'on-call.csv');
    expect([status, stderr]).toEqual([0, expect.stringMatching(/2 rows into on_call/)]);
    writeFileSync(join(workspace, 'wrong.csv'), 'day,person_id\n14.9.,ann\n');
    expect((await casebook('import', 'on_call', 'wrong.csv')).stderr).toMatch(
      /wrong\.csv:2: day: found "14\.9\.", expected a day/,
    );
  });

  it('make a report of a section, with the title of a metric where its language has no word', async () => {
    const { status, stderr } = await casebook('run', '--report', 'urgent-weekly', '--period', '2026-W37');
    expect(status, stderr).toBe(0);
    const mail = join(workspace, 'out/urgent-weekly/2026-W37/all.eml');
    expect(existsSync(mail), stderr).toBe(true);
    const page = readFileSync(mail.replace('.eml', '.txt'), 'utf8');
    expect(page).toContain('Urgent cases (по-английски)');
  });
});
