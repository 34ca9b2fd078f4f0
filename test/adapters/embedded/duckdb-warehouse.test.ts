import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../../shared/adapters/embedded/duckdb-warehouse.ts';

const adapter = fileURLToPath(new URL('../../../shared/adapters/embedded/duckdb-warehouse.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casebook-duckdb-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a database file', () => {
  it('belongs to one process: another gets a clear conflict, and the file is free once its holder was killed', async () => {
    const file = join(folder, 'casebook.duckdb');
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { duckdbWarehouse } from ${JSON.stringify(adapter)};
       await duckdbWarehouse({ file: ${JSON.stringify(file)}, lake: '.' });
       console.log('held');
       setInterval(() => {}, 1000);`,
    ]);
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await expect(duckdbWarehouse({ file, lake: folder })).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('Another process is using'),
    });
    holder.kill('SIGKILL');
    await ended;
    const warehouse = await duckdbWarehouse({ file, lake: folder });
    expect((await warehouse.query('one', 'SELECT 1 AS one')).rows).toEqual([[1]]);
    await warehouse.close();
  });
  it('that is no database says so', async () => {
    await expect(duckdbWarehouse({ file: folder, lake: folder })).rejects.toMatchObject({ name: 'WarehouseError' });
  });
  it('refuses a column whose type is not of the lake', async () => {
    const warehouse = await duckdbWarehouse({ file: ':memory:', lake: folder });
    await expect(warehouse.query('odd', 'SELECT ARRAY[1] AS a')).rejects.toMatchObject({
      name: 'WarehouseError',
      message: expect.stringContaining('Column a'),
    });
    await warehouse.close();
  });
});
