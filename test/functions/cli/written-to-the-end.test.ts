import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readdirSync, statSync, watch, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../../shared/adapters/embedded/duckdb-warehouse.ts';
import type { CommandLine } from '../../support/command-line.ts';
import { loggedHome } from '../../support/logged-home.ts';

let home: CommandLine;
const casebook = resolve('functions/cli/casebook.mjs');
/** The command as a process whose ends the test holds. */
const start = (words: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess =>
  spawn(process.execPath, [casebook, ...words], { cwd: home.folder, stdio: ['ignore', stdout, 'pipe'] });
const ended = (child: ChildProcess): Promise<{ status: number | null; stderr: string }> =>
  new Promise((done) => {
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('close', (status) => done({ status, stderr }));
  });
/** A report of a week that the log covers. */
const made = ['run', '--dry-run', '--period', '2026-W36', '--as-of', '2026-09-09T00:00:00Z'];
/** Every metric by category, of so many that the answer is some times as long as a pipe takes at once (64 KiB). */
const many = ['metrics', '--period', '2026-09', '--by', 'category', '--json'];

beforeAll(async () => {
  home = await loggedHome();
});
afterAll(() => home?.close());

describe('the output of a command', () => {
  it('is whole through a pipe that is read slowly', async () => {
    const quick = await home.start(...many);
    expect(quick.stdout.length).toBeGreaterThan(200_000);
    const child = start(many);
    const end = ended(child);
    if (child.stdout !== null) await once(child.stdout, 'readable');
    // the pipe is full from the first piece on: time for an end that does not wait for its reader
    await new Promise((later) => setTimeout(later, 500));
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    expect(await end).toEqual({ status: 0, stderr: '' });
    expect(text).toBe(quick.stdout);
  });

  it('ends without a word when nobody reads it any more', async () => {
    const child = start(many);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended(child)).toEqual({ status: 141, stderr: '' });
  });

  it('that the disk has no room for is a failure with a sentence', async () => {
    if (!existsSync('/dev/full')) return console.log('Skipped: this system has no /dev/full.');
    const { status, stderr } = await ended(start(many, openSync('/dev/full', 'w')));
    expect(stderr).toBe(
      'casebook: the output could not be written: the disk is full. Free some space and run again; what is stored is whole.\n',
    );
    expect(status).toBe(1);
  });
});

/** Until something whose path has these words changes in a folder. */
const touched = (folder: string, words: string): Promise<void> =>
  new Promise((done) => {
    const watcher = watch(folder, { recursive: true }, (_event, path) => {
      if (path?.includes(words) !== true) return;
      watcher.close();
      done();
    });
  });

describe('Ctrl-C', () => {
  it.each([
    ['its run is on record', 'state/runs/'],
    ['it reads', 'lake/raw/'],
    ['it measures', 'lake/results'],
  ])('when %s ends with 130, says nothing, and leaves nothing half written', async (_when, path) => {
    const reached = touched(home.folder, path);
    const child = start(made);
    const end = ended(child);
    await Promise.race([reached, end]);
    expect(child.exitCode).toBe(null);
    child.kill('SIGINT');
    const { status, stderr } = await end;
    expect(status).toBe(130);
    expect(stderr).not.toMatch(/Error|at file:|unforeseen/);
    expect(readdirSync(home.folder, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual([]);
    for (const root of ['lake', 'state']) {
      const folder = join(home.folder, '.casebook', root, '.unfinished');
      expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    }
  });
});

describe('a command that reads', () => {
  it('works while another process holds the database, on what was stored', async () => {
    const before = await home.start(...many);
    const folder = join(home.folder, '.casebook');
    const other = await duckdbWarehouse({ file: join(folder, 'casebook.duckdb'), lake: join(folder, 'lake') });
    try {
      expect(await home.start(...many)).toEqual(before);
      expect(await home.start('runs')).toMatchObject({ status: 0 });
    } finally {
      await other.close();
    }
  });

  it('changes nothing in the data folder', async () => {
    const before = home.files('.casebook');
    for (const words of [['metrics', '--metric', 'backlog'], ['explain', 'backlog'], ['runs']])
      expect(await home.start(...words)).toMatchObject({ status: 0 });
    expect(home.files('.casebook')).toEqual(before);
  });

  it('answers "no data" where nothing was ever stored, and makes no folder', async () => {
    expect(await home.start('metrics', '--metric', 'backlog', '--data', 'nowhere')).toMatchObject({ status: 0 });
    expect(existsSync(join(home.folder, 'nowhere'))).toBe(false);
  });
});

describe('a fault of the machine', () => {
  it('is one sentence: a file where the data folder should be', async () => {
    writeFileSync(join(home.folder, 'a-file'), '');
    const { status, stderr } = await home.start('pull', '--data', 'a-file');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^casebook: a file lies where a folder is expected \(.*a-file\)\. .*\n$/);
  });
});

describe('what is kept', () => {
  it('is for its owner alone, whatever the umask says', async () => {
    const before = process.umask(0);
    try {
      // the log ended months ago: its reports are held, and rendered all the same
      expect(await home.start('run', '--dry-run', '--data', 'open-data', '--out', 'open-out')).toMatchObject({
        status: 3,
      });
    } finally {
      process.umask(before);
    }
    const wide = ['open-data', 'open-out'].flatMap((root) =>
      [
        root,
        ...readdirSync(join(home.folder, root), { recursive: true }).map((name) => join(root, String(name))),
      ].filter((path) => (statSync(join(home.folder, path)).mode & 0o077) !== 0),
    );
    expect(wide).toEqual([]);
  });
});
