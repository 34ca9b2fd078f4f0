import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http } from '../../shared/adapters/http.ts';
import { silentLog } from './silent-log.ts';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { envSecrets } from '../../shared/adapters/embedded/env-secrets.ts';
import { folderFiles } from '../../shared/adapters/embedded/folder-files.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { outboxMailer } from '../../shared/adapters/embedded/outbox-mailer.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { Ports } from '../../shared/ports.ts';

/** A whole embedded home in a folder of its own. */
export interface TemporaryHome {
  readonly ports: Ports;
  readonly folder: string;
  close(): Promise<void>;
}

/** 2026-10-01T00:00:00Z: what the clock of a temporary home says, unless told otherwise. */
export const testNow_s = 1_790_812_800;

/**
 * The embedded adapters over a temporary folder, tables made, a fixed clock, pauses that do not wait. The tables are in memory: none
 * of these homes is opened twice, and the tests of the command line write theirs to the disk.
 */
export async function temporaryHome(
  options: {
    readonly now_s?: number;
    readonly secrets?: Readonly<Record<string, string>>;
  } = {},
): Promise<TemporaryHome> {
  const folder = await mkdtemp(join(tmpdir(), 'casebook-test-'));
  const lakeFolder = join(folder, 'lake');
  const warehouse = await duckdbWarehouse({ file: ':memory:', lake: lakeFolder, threads: 1 });
  await warehouse.migrate(allTables);
  let closed = false;
  return {
    folder,
    ports: {
      clock: { now_s: () => options.now_s ?? testNow_s },
      lake: folderLake(lakeFolder),
      state: folderState(join(folder, 'state')),
      warehouse,
      mailer: outboxMailer(join(folder, 'outbox')),
      secrets: envSecrets(options.secrets ?? {}),
      http,
      files: folderFiles(folder),
      pause: { sleep: () => Promise.resolve(), random: () => 0.5 },
      log: silentLog,
    },
    async close() {
      if (closed) return;
      closed = true;
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
