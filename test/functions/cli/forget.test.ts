import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

const person = 'wilhelmina.quist';
let home: CommandLine;
const words = ['run', '--no-pull', '--period', '2026-W37', '--as-of', '2026-09-14T09:00:00Z'];

/** Files of the data folder and out/ in which the text stands, packed or not: read by this test, not by the command. */
function holding(text: string): readonly string[] {
  return ['.casebook', 'out'].flatMap((root) =>
    readdirSync(join(home.folder, root), { recursive: true })
      .map((name) => join(root, String(name)))
      .filter((path) => statSync(join(home.folder, path)).isFile())
      .filter((path) => {
        const body = readFileSync(join(home.folder, path));
        const plain = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
        return (
          plain.includes(text) ||
          plain
            .toString('latin1')
            .replaceAll(/=\r?\n/g, '')
            .includes(text)
        );
      }),
  );
}

beforeAll(async () => {
  home = commandLine();
  home.write(
    'casebook.yaml',
    `organisation: { name: Example Corp, time_zone: UTC }
sources:
  - id: log
    connector: event-log
    files: ["logs/*.csv"]
    ticket: number
    at: at
    set_aside: 0.1
    columns: { status: { column: state, map: { open: open, solved: solved } }, assignee: assignee, group: group }
teams: [{ id: g, name: Team G, match: { group: [G] } }]
reports:
  - { id: lead-weekly, slice: team, recipients: { g: [lead@example.com] } }
delivery: { from: "Support metrics <metrics@example.com>" }
gates: { max_staleness: 100000 d, min_coverage: 0 }
`,
  );
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i},2026-09-${String((i % 14) + 1).padStart(2, '0')}T08:00:00Z,open,${i % 2 === 0 ? person : 'bo'},G`,
  );
  // A row that cannot be read is set aside, with what it said.
  const unreadable = `61,the day ${person} came,open,${person},G`;
  home.write('logs/a.csv', `number,at,state,assignee,group\n${rows.join('\n')}\n${unreadable}\n`);
  expect(await home.run('pull')).toMatchObject({ status: 0 });
  expect(await home.run(...words)).toMatchObject({ status: 0 });
  // What a killed command left.
  home.write('.casebook/lake/.unfinished/x', `half a page about ${person}`);
  home.write('out/lead-weekly/2026-W37/copy.txt', `a copy that names ${person}`);
});
afterAll(() => home?.close());

describe('casebook forget in the embedded home', () => {
  it('leaves no byte of the person: lake, database, state, outbox, out/, unfinished files; and says what it read', async () => {
    const before = holding(person);
    expect(before).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/casebook\.duckdb/),
        expect.stringMatching(/lake\/raw/),
        expect.stringMatching(/set-aside/),
        expect.stringMatching(/unfinished/),
        expect.stringMatching(/copy\.txt/),
      ]),
    );
    expect(await home.run('backup', 'before.tar.gz')).toMatchObject({ status: 0 });
    const { status, stderr } = await home.run('forget', '--requester', person);
    expect(stderr).toMatch(
      /Then read all \d+ files \([\d.]+ MB\) of the data folder and out\/: none names the person\./,
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/These files of your own name the person.*:\n {2}\S+logs\/a\.csv\n/);
    expect(stderr).toMatch(/These backups hold what was there before.*:\n {2}\S+before\.tar\.gz\n/);
    expect(holding(person)).toEqual([]);
    expect(existsSync(join(home.folder, '.casebook/casebook.duckdb'))).toBe(true);
  });

  it('leaves every count as it was, and a data folder that works', async () => {
    const { stdout } = await home.run('metrics', '--metric', 'backlog', '--period', '2026-W37', '--json');
    expect(JSON.parse(stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ metric: 'backlog' })]));
    expect(await home.run(...words)).toMatchObject({ status: 0 });
  });

  it('names what it could not read, beside the data and inside, and ends with 1', async () => {
    const cut = gzipSync('a,b\n'.repeat(1000)).subarray(0, 30);
    home.write('out/lead-weekly/cut.csv.gz', cut);
    home.write('logs/scan.pdf', '%PDF-1.7');
    home.write('notes.pdf', '%PDF-1.7');
    const { status, stderr } = await home.run('forget', '--requester', 'bo');
    expect(stderr).toMatch(/Then read \d+ of \d+ files .*: none names the person\./);
    expect(stderr).toMatch(/These could not be read \(.*\), and may name the person; .*:\n {2}\S+cut\.csv\.gz\n/);
    expect(stderr).toMatch(/These files of your own could not be read.*:\n {2}\S+notes\.pdf\n/);
    expect(status).toBe(1);
  });

  it('cannot be turned back: neither the key of the pseudonym is left, nor who was erased', () => {
    const kept = Object.entries(home.files('.casebook/state/erasures')).map(
      ([name, body]) => [name, Buffer.from(body, 'base64').toString()] as const,
    );
    expect(kept.filter(([name]) => name.startsWith('under-way')).map(([, body]) => body)).toEqual(['={}']);
    const digest = hash('sha256', person, 'hex');
    expect(kept.filter(([name, body]) => name.includes(digest) || body.includes(digest))).toEqual([]);
  });
});
