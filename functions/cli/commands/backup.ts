import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConflictError, UsageError } from '../../../shared/errors.ts';
import type { State } from '../../../shared/ports.ts';
import { readJson, updateJson } from '../../../shared/state.ts';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import type { Command } from '../command.ts';
import { withHome } from '../home.ts';
import { print } from '../terminal.ts';
import { placesOf } from '../workspace.ts';

export const backup: Command = {
  takes: '[FILE]',
  options: {},
  examples: [
    ['casebook backup', 'casebook-2026-11-30.tar.gz here'],
    ['casebook backup /mnt/nas/casebook.tar.gz', 'a file that is not there yet'],
  ],
  run: (given) => {
    const [name, ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('casebook backup: expected at most one file.');
    const day = new Date(systemClock.now_s() * 1000).toISOString().slice(0, 10);
    const file = resolve(name ?? `casebook-${day}.tar.gz`);
    if (existsSync(file)) throw new UsageError(`${file} exists already and is left as it is. Name another file.`);
    if (!existsSync(placesOf(given).data)) throw new UsageError(`There is no data folder ${placesOf(given).data}.`);
    // an open home keeps every other command from writing: what is copied is of one moment
    return withHome(given, 'write', async ({ dataFolder, ports }) => {
      try {
        await tar(['-czf', `${file}.part`, '--exclude', './serve.lock', '-C', dataFolder, '.']);
        await rename(`${file}.part`, file);
      } finally {
        await rm(`${file}.part`, { force: true });
      }
      await updateJson<readonly string[]>(ports.state, backupsKey, (before = []) => [...new Set([...before, file])]);
      print(file);
      return 0;
    });
  },
};

/** Every archive that was made, for `casebook forget`, which cannot change them. */
const backupsKey = 'backups.json';

/** The archives that are still where they were made. */
export const backupsOf = async (state: State): Promise<readonly string[]> =>
  ((await readJson<readonly string[]>(state, backupsKey)) ?? []).filter((file) => existsSync(file));

export const restore: Command = {
  takes: 'FILE',
  options: {},
  examples: [['casebook restore casebook-2026-11-30.tar.gz', 'into a data folder that is not there yet']],
  run: async (given) => {
    const [name, ...rest] = given.positionals;
    if (name === undefined || rest.length > 0) throw new UsageError('casebook restore: expected one file.');
    if (!existsSync(name)) throw new UsageError(`There is no file ${name}.`);
    const data = resolve(placesOf(given).data);
    if (existsSync(data) && (await readdir(data)).length > 0)
      throw new ConflictError(
        `${data} holds data already and is left as it is. Move it away, or name another with --data.`,
      );
    const part = join(dirname(data), `${basename(data)}.restoring`);
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true, mode: 0o700 });
    try {
      await tar(['-xzf', resolve(name), '-C', part]);
      if (!existsSync(join(part, 'casebook.duckdb')))
        throw new UsageError(`${name} is no archive of casebook backup: it has no casebook.duckdb.`);
      await rm(data, { recursive: true, force: true });
      await rename(part, data);
    } finally {
      await rm(part, { recursive: true, force: true });
    }
    print(data);
    return 0;
  },
};

/** The archiver of the system. @throws UsageError with what it says */
const tar = (words: readonly string[]): Promise<void> =>
  new Promise((done, failed) => {
    const child = spawn('tar', words, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', (cause) =>
      failed(new UsageError('This machine has no tar, which archives are made with.', { cause })),
    );
    child.on('close', (status) =>
      status === 0 ? done() : failed(new UsageError(`tar could not do it: ${said.trim().split('\n')[0] ?? ''}`)),
    );
  });
