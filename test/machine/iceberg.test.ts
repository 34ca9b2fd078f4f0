import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeOfBatch } from '../../shared/adapters/aws/athena-warehouse.ts';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { identifier, literal } from '../../shared/lake/literal.ts';
import { stage } from '../../shared/lake/staged.ts';
import { allTables, tickets } from '../../shared/lake/tables.ts';
import type { AnyRow, Table, Value } from '../../shared/lake/table.ts';
import { endSnapshots, optimize, vacuum } from '../../shared/operate/maintain.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { warehouseContract } from '../adapters/contract/warehouse.ts';
import { athenaHome, type AthenaHome } from '../support/aws/athena-home.ts';
import { sparkEngine, sparkServer } from '../support/aws/spark-engine.ts';
import { rowOf } from '../support/hostile-rows.ts';

/**
 * The lake's tables as real Iceberg, written by Iceberg's own library in Spark 3.5 with the statements that the Athena adapter
 * writes, behind the endpoint that refuses what Athena refuses, and read back by a second implementation (pyiceberg). Every row is
 * compared with DuckDB's. Not executed here: Athena's own planner, Glue, S3.
 */
const server = sparkServer();
const { spark } = server;
if (spark === undefined) console.log(`Skipped: no Iceberg. ${server.about}`);
afterAll(() => server.stop());
const homes: AthenaHome[] = [];
afterAll(() => Promise.all(homes.map((home) => home.close())));
const openHome = async (schema: string, folder?: string): Promise<AthenaHome> => {
  const home = await athenaHome(
    (own, place) => sparkEngine({ spark: spark!, schema: own, folder: place }),
    schema,
    folder,
  );
  homes.push(home);
  return home;
};

describe.skipIf(spark === undefined)('the warehouse in Iceberg', () => {
  warehouseContract(() => openHome(`contract_${homes.length}`));
});

describe.skipIf(spark === undefined)('changes of rows in Iceberg', () => {
  let there: AthenaHome;
  let here: Warehouse;
  beforeAll(async () => {
    there = await openHome('changes');
    here = await duckdbWarehouse({ file: ':memory:', lake: `${there.folder}/lake`, threads: 1 });
    await there.warehouse.migrate(allTables);
    await here.migrate(allTables);
  });
  afterAll(() => here.close());

  async function merge(table: Table, rows: readonly AnyRow[]): Promise<string> {
    const { key, body, partitions } = stage(table, rows);
    await there.lake.put(key, body);
    for (const warehouse of [there.warehouse, here]) await warehouse.merge(table, key, partitions);
    return key;
  }
  const rowsSql = (table: Table): string =>
    `SELECT ${Object.keys(table.columns).map(identifier).join(', ')} FROM ${identifier(table.name)}`;
  const inDuckdb = async (table: Table) => told((await here.query('rows', rowsSql(table))).rows);
  const inSpark = async (table: Table) => told((await there.warehouse.query('rows', rowsSql(table))).rows);
  const inPyiceberg = async (table: Table) => {
    const { columns, rows } = await spark!.ask({ schema: 'changes', second_reader: table.name });
    const at = Object.keys(table.columns).map((name) => columns.findIndex((column) => column.name === name));
    return told(rows.map((row) => at.map((place) => row[place] ?? null)));
  };
  const snapshotsOf = async (table: Table): Promise<number> =>
    Number((await spark!.ask({ schema: 'changes', snapshots: table.name })).rows[0]?.[0]);

  it('every table is made, takes what is new, newer, equal and older, and equals DuckDB to two readers', async () => {
    for (const table of allTables) {
      await merge(
        table,
        [1, 2, 3, 4].map((n) => rowOf(table, n, '2026-09-02', 'first')),
      );
      await merge(table, [
        rowOf(table, 1, '2026-09-01', 'older'),
        rowOf(table, 2, '2026-09-02', 'equal'),
        rowOf(table, 3, '2026-09-03', 'newer'),
        rowOf(table, 5, '2026-09-01', 'new'),
      ]);
      const expected = await inDuckdb(table);
      expect(expected, table.name).toHaveLength(5);
      expect(await inSpark(table), table.name).toEqual(expected);
      expect(await inPyiceberg(table), table.name).toEqual(expected);
    }
  });

  it('a batch that came before changes no row, and writes no file', async () => {
    const rows = [21, 22].map((n) => rowOf(tickets, n, '2026-09-02', 'again'));
    const key = await merge(tickets, rows);
    const before = filesOf('changes', 'tickets');
    await there.warehouse.merge(tickets, key, stage(tickets, rows).partitions);
    expect(filesOf('changes', 'tickets')).toEqual(before);
    expect(await inSpark(tickets)).toEqual(await inDuckdb(tickets));
  });

  it('two writers at once lose nothing: who comes second tries again', async () => {
    const other = await openHome('changes', there.folder);
    await other.warehouse.migrate([tickets]);
    const merges = (): number =>
      [there, other].flatMap(({ server }) => server.executed).filter((sql) => sql.startsWith('MERGE')).length;
    let again = 0;
    // whether they meet is chance: rounds until they did
    for (let round = 0; round < 8 && again === 0; round++) {
      const label = (writer: string): string => `${writer} ${round}`;
      await merge(
        tickets,
        [31, 32, 34].map((n) => rowOf(tickets, n, `2026-09-0${round + 1}a`, label('before'))),
      );
      const batches = [
        [31, 32, 33].map((n) => rowOf(tickets, n, `2026-09-0${round + 1}b`, label('one'))),
        [31, 34, 35].map((n) => rowOf(tickets, n, `2026-09-0${round + 1}c`, label('other'))),
      ].map((rows) => stage(tickets, rows));
      for (const { key, body } of batches) await there.lake.put(key, body);
      const before = merges();
      await Promise.all(
        batches.map(({ key, partitions }, i) => (i === 0 ? there : other).warehouse.merge(tickets, key, partitions)),
      );
      again += merges() - before - 2;
      for (const { key, partitions } of batches) await here.merge(tickets, key, partitions);
      expect(await inSpark(tickets)).toEqual(await inDuckdb(tickets));
      expect(await inPyiceberg(tickets)).toEqual(await inDuckdb(tickets));
    }
    expect(again).toBeGreaterThan(0);
  });

  it('a column that a later version adds is empty in old rows and filled in new ones', async () => {
    const wider: Table = { ...tickets, columns: { ...tickets.columns, added_later: tickets.columns.status } };
    await there.warehouse.migrate([wider]);
    const { key, body, partitions } = stage(wider, [
      { ...rowOf(tickets, 41, '2026-09-02', 'wide'), added_later: 'yes' } as AnyRow,
    ]);
    await there.lake.put(key, body);
    await there.warehouse.merge(wider, key, partitions);
    const { rows } = await there.warehouse.query(
      'added',
      'SELECT added_later, count(*) AS n FROM tickets GROUP BY added_later ORDER BY n',
    );
    const old = (await inDuckdb(tickets)).length;
    expect(rows).toEqual([
      ['yes', 1],
      [null, old],
    ]);
    await there.warehouse.remove(tickets, `ticket_id = ${literal('key 41')}`);
    expect(await inSpark(tickets)).toEqual(await inDuckdb(tickets));
  });

  it('two staged rows for one key are refused, and nothing changes', async () => {
    const key = await merge(tickets, [rowOf(tickets, 51, '2026-09-02', 'once')]);
    const before = await inSpark(tickets);
    const batch = key.split('/')[2] ?? '';
    const twice = mergeOfBatch(tickets, batch, []).replace(
      /USING \(SELECT (.+?) FROM ("staged_tickets") WHERE ("batch" = '[^']+')\) AS s/,
      'USING (SELECT $1 FROM $2 WHERE $3 UNION ALL SELECT $1 FROM $2 WHERE $3) AS s',
    );
    // a batch that is equal would be spared: make the rows differ from what is stored
    await there.engine.run(`DELETE FROM "tickets" WHERE ticket_id = 'key 51'`);
    await there.warehouse.merge(tickets, key, stage(tickets, [rowOf(tickets, 51, '2026-09-02', 'once')]).partitions);
    await expect(there.engine.run(twice.replaceAll(/ AND \(s\."[^)]*\)/g, ''))).rejects.toThrow(
      /MERGE_CARDINALITY_VIOLATION/,
    );
    expect(await inSpark(tickets)).toEqual(before);
  });

  it('OPTIMIZE and VACUUM change no row; snapshots within the week stay', async () => {
    const before = await inDuckdb(tickets);
    const snapshots = await snapshotsOf(tickets);
    await there.warehouse.query('optimize', optimize(tickets, ['2026-01', '2026-02', '2026-03']));
    await there.warehouse.query('vacuum', vacuum(tickets));
    expect(await inSpark(tickets)).toEqual(before);
    expect(await inPyiceberg(tickets)).toEqual(before);
    expect(await snapshotsOf(tickets)).toBeGreaterThanOrEqual(snapshots);
  });

  it('what is erased is in no file once the snapshots are ended', async () => {
    const gone = 'person@erased.example';
    const person = { ...rowOf(tickets, 61, '2026-09-02', 'erased'), requester_id: gone };
    await merge(tickets, [person, rowOf(tickets, 62, '2026-09-02', 'kept')]);
    expect(await filesWith(gone)).not.toHaveLength(0);
    for (const warehouse of [there.warehouse, here]) await warehouse.remove(tickets, `requester_id = ${literal(gone)}`);
    expect(await filesWith(gone)).not.toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await endSnapshots('changes', there);
    expect(await filesWith(gone)).toEqual([]);
    for (const table of allTables) {
      expect(await inSpark(table), table.name).toEqual(await inDuckdb(table));
      expect(await snapshotsOf(table), table.name).toBe(1);
    }
  });

  const folderOf = (schema: string, table: string): string => join(spark!.tables, schema, table, 'data');
  const filesOf = (schema: string, table: string): readonly string[] =>
    (readdirSync(folderOf(schema, table), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.parquet'))
      .sort();
  async function filesWith(text: string): Promise<readonly string[]> {
    const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    const found: string[] = [];
    for (const name of filesOf('changes', 'tickets')) {
      const path = join(folderOf('changes', 'tickets'), name);
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
      const isIn = rows.some((row) => Object.values(row).includes(text)) || readFileSync(path).includes(text);
      if (isIn) found.push(name);
    }
    return found;
  }
});

/** Rows as texts, in an order of their own. */
const told = (rows: readonly (readonly (Value | undefined)[])[]): readonly string[] =>
  rows
    .map((row) => JSON.stringify(row.map((value) => (value === null || value === undefined ? null : String(value)))))
    .sort();
