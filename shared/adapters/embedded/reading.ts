import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConflictError } from '../../errors.ts';
import type { Table } from '../../lake/table.ts';
import type { Pause, Warehouse } from '../../ports.ts';
import { codeOf, keepUnderWay } from './atomic-file.ts';
import { duckdbWarehouse, type DuckdbSettings } from './duckdb-warehouse.ts';

/**
 * The warehouse of a command that only reads: nothing beside the database is written, so that a read-only folder will do. While
 * another process writes the database, or where tables lack columns of this version, a copy in `temporary` is read instead.
 */
export async function readingWarehouse(
  settings: DuckdbSettings,
  tables: readonly Table[],
  home: { readonly temporary: string; readonly pause: Pause },
): Promise<Warehouse> {
  const { file } = settings;
  const folder = await mkdtemp(join(home.temporary, 'casebook-'));
  const drop = keepUnderWay(folder);
  const opened = async (given: DuckdbSettings): Promise<Warehouse> => {
    const warehouse = await duckdbWarehouse({ ...given, temporary: join(folder, 'spilled') });
    try {
      await warehouse.migrate(tables);
    } catch (error) {
      await warehouse.close();
      throw error;
    }
    return {
      ...warehouse,
      async close() {
        await warehouse.close();
        await drop();
      },
    };
  };
  try {
    if ((await headersOf(file)) === undefined) return await opened({ ...settings, file: ':memory:' });
    try {
      return await opened({ ...settings, isReadOnly: true });
    } catch {
      await copySteadily(file, folder, home.pause);
      return await opened({ ...settings, file: join(folder, basename(file)) });
    }
  } catch (error) {
    await drop();
    throw error;
  }
}

/** The main header and the two database headers, one of which a checkpoint writes last: https://duckdb.org/docs/stable/internals/storage */
const headerBytes = 3 * 4096;

async function headersOf(path: string): Promise<Buffer | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
      return bytesRead === 0 ? undefined : buffer;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const attempts = 20;

/**
 * Copies the database and its log as they are at one instant. Blocks that the current header names are only written anew after
 * the next header, so a copy between two equal readings of the headers is whole; the log only grows in between, and a cut last
 * entry is left out by whoever reads it.
 */
async function copySteadily(file: string, folder: string, pause: Pause): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = await headersOf(file);
    const names = (await readdir(dirname(file))).filter((name) => name.startsWith(basename(file)));
    try {
      for (const name of names.filter((one) => !one.endsWith('.tmp')).sort())
        await copyFile(join(dirname(file), name), join(folder, name), constants.COPYFILE_FICLONE);
      const after = await headersOf(file);
      if (before !== undefined && after !== undefined && before.equals(after)) return;
    } catch (error) {
      // The log went with a checkpoint while it was copied.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    await pause.sleep(100 * attempt);
  }
  throw new ConflictError(`Another process keeps writing ${file}. Wait until the other casebook command has ended.`);
}
