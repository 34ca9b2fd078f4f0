import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandLine } from '../../support/command-line.ts';
import { loggedHome } from '../../support/logged-home.ts';

/** Disks that are full or read-only, and files where folders should be: one sentence with what to do, and nothing stored is lost. */
const asked = ['metrics', '--metric', 'issues_handled', '--period', '2026-09', '--json'];
const nobody = 65_534;
let home: CommandLine;

const isRoot = process.getuid?.() === 0;
const mount = (...words: readonly string[]): boolean => isRoot && spawnSync('mount', words).status === 0;
/** The command as another user, who owns the folder and nothing else. */
const asNobody = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    'setpriv',
    [
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      process.execPath,
      resolve('functions/cli/casebook.mjs'),
      ...words,
    ],
    { cwd: home.folder, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
};

beforeAll(async () => {
  home = await loggedHome();
});
afterAll(() => home?.close());

describe('a full disk', () => {
  // full before the tables are made, while rows come in, and while facts are derived
  it.each(['16k', '64k', '128k'])(
    'of %s is a sentence, and the command goes on where there is room again',
    async (size) => {
      const disk = join(home.folder, `disk-${size}`);
      mkdirSync(disk);
      if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk))
        return console.log('Skipped: a small disk of its own needs root and mount.');
      try {
        const { status, stderr } = await home.start('pull', '--data', disk);
        expect(status).toBe(1);
        expect(stderr).toMatch(
          /casebook: (?:log: )?the disk is full.*Free some space and run again; what is stored is whole\.$/m,
        );
        expect(stderr).not.toMatch(/unforeseen|at file:|ROLLBACK|CREATE TABLE/);
        expect(mount('-o', 'remount,size=64m', disk)).toBe(true);
        expect(await home.start('pull', '--data', disk)).toMatchObject({ status: 0 });
        const { stdout } = await home.start(...asked);
        expect(await home.start(...asked, '--data', disk)).toMatchObject({ status: 0, stdout });
      } finally {
        spawnSync('umount', [disk]);
      }
    },
  );
});

describe('a folder that this user may not write', () => {
  it('is read all the same, and a command that writes says so', async () => {
    const isThere = isRoot && spawnSync('setpriv', [`--reuid=${nobody}`, process.execPath, '-e', '']).status === 0;
    if (!isThere) return console.log('Skipped: running as another user needs root and setpriv.');
    const { stdout } = await home.start(...asked);
    for (const name of ['', ...readdirSync(home.folder, { recursive: true }).map(String)]) {
      const path = join(home.folder, name);
      chownSync(path, nobody, nobody);
      chmodSync(path, 0o555);
    }
    expect(asNobody(...asked)).toEqual({ status: 0, stdout, stderr: '' });
    expect(asNobody('runs')).toMatchObject({ status: 0, stderr: '' });
    for (const words of [['pull'], ['run', '--dry-run', '--period', '2026-W36', '--as-of', '2026-09-09T00:00:00Z']]) {
      const { status, stderr } = asNobody(...words);
      expect([words[0], status]).toEqual([words[0], 1]);
      expect(stderr).toMatch(/casebook: this user may not .*(?:Correct the permissions, or name another folder)\.\n$/);
      expect(stderr).not.toMatch(/unforeseen|at file:/);
    }
    expect(asNobody(...asked)).toEqual({ status: 0, stdout, stderr: '' });
    for (const name of ['', ...readdirSync(home.folder, { recursive: true }).map(String)])
      chmodSync(join(home.folder, name), 0o700);
  });
});

describe('a file where a folder should be', () => {
  it('for the mails: they are made and kept, and the sentence says how to write them', async () => {
    writeFileSync(join(home.folder, 'a-file'), '');
    const made = ['run', '--no-pull', '--period', '2026-W36', '--as-of', '2026-09-09T00:00:00Z', '--out', 'a-file'];
    const { status, stderr } = await home.start(...made);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'The reports are made and kept, but out/ was not written: a file lies where a folder is expected',
    );
    expect(stderr).toContain('Then: casebook archive.');
    expect(stderr).not.toMatch(/unforeseen|at file:/);
  });
});

describe('aliases of YAML that stand for more than a machine holds', () => {
  it('are a fault of the configuration', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `  l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(10)}]`);
    home.write('bomb.yaml', `x:\n  l0: &l0 [1, 2]\n${levels.join('\n')}\n`);
    const { status, stderr } = await home.start('runs', '--config', 'bomb.yaml');
    expect(status).toBe(2);
    expect(stderr).toMatch(/found aliases that stand for \d+ values, expected at most 100000/);
  });
});
