import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTypeId, type DuckDBConnection } from '@duckdb/node-api';
import { prelude } from '../../../shared/lake/prelude.ts';
import { readDdl, type DdlColumn } from './athena-ddl.ts';
import type { Engine, EngineAnswer } from './athena.ts';

/**
 * Runs Athena's statements on DuckDB. Queries, MERGE and DELETE run as they are; DDL, which differs, is read here with the same
 * strictness: a form that Athena does not have is refused. `folder` holds the objects of S3 as bucket/key.
 */
export async function duckdbEngine(database: string, folder: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const external = new Map<string, string>();
  const partitions = new Map<string, string>();
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    for (const statement of prelude) await connection.run(statement);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS "${database}"`);
    await connection.run(`SET schema = '${database}'`);
    return connection;
  };
  // Kept: the prelude costs more than most statements.
  const idle: DuckDBConnection[] = [];
  // Writers take turns, as on one Iceberg table.
  let last: Promise<unknown> = Promise.resolve();

  async function execute(sql: string): Promise<EngineAnswer> {
    const connection = idle.pop() ?? (await connect());
    try {
      const created = readDdl(sql);
      if (created?.kind === 'create' && created.partition !== undefined)
        partitions.set(created.table, created.partition);
      const ddl = ddlOf(sql, external);
      if (ddl) {
        for (const statement of ddl) await connection.run(statement);
        return { columns: [], rows: [] };
      }
      await refuseManyPartitions(connection, overExternal(sql, external, folder), partitions);
      const result = await connection.runAndReadAll(overExternal(sql, external, folder));
      // What a statement that writes has changed is told by the engine alone: Athena answers no rows.
      if (!/^\s*(?:SELECT|WITH|\()/i.test(sql))
        return { columns: [], rows: result.getRows().map((row) => row.map(String)) };
      const columns = result.columnNames().map((name, i) => ({ name, type: typeOf(result.columnTypeId(i), name) }));
      return {
        columns,
        rows: result.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))),
      };
    } finally {
      idle.push(connection);
    }
  }
  return {
    run(sql) {
      if (/^\s*(?:SELECT|WITH|\()/i.test(sql)) return execute(sql);
      const next = last.then(() => execute(sql));
      last = next.catch(() => {});
      return next;
    },
    close: () => {
      for (const connection of idle) connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}

/** A statement of Athena writes at most 100 partitions (Athena user guide, "CTAS and INSERT INTO: 100 partition limit"). */
async function refuseManyPartitions(
  connection: DuckDBConnection,
  sql: string,
  partitions: ReadonlyMap<string, string>,
): Promise<void> {
  const [, table = '', rows] = /^MERGE INTO "(\w+)" AS t\nUSING (\(SELECT[\s\S]*?\)) AS s\nON /.exec(sql) ?? [];
  const partition = partitions.get(table);
  if (rows === undefined || partition === undefined) return;
  const counted = await connection.runAndReadAll(`SELECT count(DISTINCT "${partition}") FROM ${rows} AS s`);
  if (Number(counted.getRows()[0]?.[0]) > 100)
    throw new Error('ICEBERG_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions');
}

const types: Readonly<Record<DdlColumn['type'], string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
};
const typeNames: ReadonlyMap<DuckDBTypeId, string> = new Map([
  [DuckDBTypeId.VARCHAR, 'varchar'],
  [DuckDBTypeId.BOOLEAN, 'boolean'],
  [DuckDBTypeId.INTEGER, 'integer'],
  [DuckDBTypeId.SMALLINT, 'smallint'],
  [DuckDBTypeId.TINYINT, 'tinyint'],
  [DuckDBTypeId.BIGINT, 'bigint'],
  [DuckDBTypeId.HUGEINT, 'bigint'],
  [DuckDBTypeId.DOUBLE, 'double'],
  [DuckDBTypeId.SQLNULL, 'unknown'],
]);
const typeOf = (id: DuckDBTypeId, column: string): string => {
  const name = typeNames.get(id);
  if (name === undefined)
    throw new Error(`Column ${column} has a type that the endpoint does not know: ${DuckDBTypeId[id]}`);
  return name;
};

const columnsOf = (columns: readonly DdlColumn[]): readonly string[] =>
  columns.map(({ name, type }) => `"${name}" ${types[type]}`);

/** DuckDB's statements for one of Athena's DDL or maintenance statements; undefined for everything else. */
function ddlOf(sql: string, external: Map<string, string>): readonly string[] | undefined {
  const ddl = readDdl(sql);
  switch (ddl?.kind) {
    case undefined:
      return undefined;
    case 'create':
      return [`CREATE TABLE IF NOT EXISTS "${ddl.table}" (${columnsOf(ddl.columns).join(', ')})`];
    case 'external':
      external.set(ddl.table, ddl.location);
      return [
        `CREATE TABLE IF NOT EXISTS "${ddl.table}" (${[...columnsOf(ddl.columns), '"batch" VARCHAR'].join(', ')})`,
      ];
    case 'add':
      return columnsOf(ddl.columns).map((column) => `ALTER TABLE "${ddl.table}" ADD COLUMN ${column}`);
    case 'set':
    case 'optimize':
    case 'vacuum':
      return [];
  }
}

/** Reads one batch of an external table from its folder; columns that the files lack are null, as in Athena. */
function overExternal(sql: string, external: ReadonlyMap<string, string>, folder: string): string {
  return sql.replaceAll(/"(staged_\w+)" WHERE "batch" = '([^']+)'/g, (_, table: string, batch: string) => {
    const location = external.get(table);
    if (location === undefined) throw new Error(`TABLE_NOT_FOUND: line 1:1: Table '${table}' does not exist`);
    const place = join(folder, location.slice('s3://'.length), batch);
    if (!existsSync(place)) return `(SELECT * FROM "${table}" WHERE FALSE) AS rows_of_batch WHERE TRUE`;
    return `(SELECT * FROM "${table}" WHERE FALSE UNION ALL BY NAME SELECT * FROM read_parquet('${place.replaceAll("'", "''")}/*.parquet', hive_partitioning = false)) AS rows_of_batch WHERE TRUE`;
  });
}
