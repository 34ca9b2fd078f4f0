import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { duckdbWarehouse } from '../../../shared/adapters/embedded/duckdb-warehouse.ts';
import { envSecrets } from '../../../shared/adapters/embedded/env-secrets.ts';
import { folderLake } from '../../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../../shared/adapters/embedded/folder-state.ts';
import { outboxMailer } from '../../../shared/adapters/embedded/outbox-mailer.ts';
import type { Warehouse } from '../../../shared/ports.ts';
import { lakeContract } from '../contract/lake.ts';
import { mailerContract } from '../contract/mailer.ts';
import { secretsContract } from '../contract/secrets.ts';
import { stateContract } from '../contract/state.ts';
import { warehouseContract } from '../contract/warehouse.ts';

const folders: string[] = [];
const warehouses: Warehouse[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'casebook-contract-'));
  folders.push(path);
  return path;
}
afterAll(async () => {
  await Promise.all(warehouses.map((warehouse) => warehouse.close()));
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
});

describe('the folder lake', () => {
  lakeContract(async () => folderLake(await folder()));
});
describe('the folder state', () => {
  stateContract(async () => folderState(await folder()));
});
describe('secrets of the environment', () => {
  secretsContract((secrets) => Promise.resolve(envSecrets(secrets)));
});
describe('the outbox', () => {
  mailerContract(async () => {
    const path = await folder();
    return {
      mailer: outboxMailer(path),
      async arrived() {
        const names = (await readdir(path)).filter((name) => name.endsWith('.eml'));
        return Promise.all(
          names.map(async (name) => ({
            to: name.replace(/-[0-9a-f]+\.eml$/, ''),
            raw: await readFile(join(path, name)),
          })),
        );
      },
    };
  });
});
describe('the DuckDB warehouse', () => {
  warehouseContract(async () => {
    const path = await folder();
    const warehouse = await duckdbWarehouse({ file: join(path, 'casebook.duckdb'), lake: path });
    warehouses.push(warehouse);
    return { warehouse, lake: folderLake(path) };
  });
});
