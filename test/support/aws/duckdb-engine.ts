import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTypeId, type DuckDBConnection } from '@duckdb/node-api';
import { prelude } from '../../../shared/lake/prelude.ts';
import type { Engine, EngineAnswer } from './athena.ts';

/**
 * Runs Athena's statements on DuckDB. Queries, MERGE and DELETE run as they are; DDL, which differs, is read here with the same
 * strictness: a form that Athena does not have is refused. `folder` holds the objects of S3 as bucket/key.
 */
export async function duckdbEngine(database: string, folder: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const external = new Map<string, string>();
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    for (const statement of prelude) await connection.run(statement);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS "${database}"`);
    await connection.run(`SET schema = '${database}'`);
    return connection;
  };
  // Writers take turns, as on one Iceberg table.
  let last: Promise<unknown> = Promise.resolve();

  async function execute(sql: string): Promise<EngineAnswer> {
    const connection = await connect();
    try {
      const ddl = ddlOf(sql, external);
      if (ddl) {
        for (const statement of ddl) await connection.run(statement);
        return { columns: [], rows: [] };
      }
      const result = await connection.runAndReadAll(overExternal(sql, external, folder));
      if (!/^\s*(?:SELECT|WITH|\()/i.test(sql)) return { columns: [], rows: [] };
      const columns = result.columnNames().map((name, i) => ({ name, type: typeOf(result.columnTypeId(i), name) }));
      return {
        columns,
        rows: result.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))),
      };
    } finally {
      connection.closeSync();
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
      instance.closeSync();
      return Promise.resolve();
    },
  };
}

const types: Readonly<Record<string, string>> = {
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

/** The columns of a Hive column list: `name` type [COMMENT '...']. */
function columnsOf(list: string): readonly string[] {
  const columns = [
    ...list.matchAll(/`([a-z_0-9]+)`\s+(string|boolean|int|bigint)\b(?:\s+COMMENT\s+'[^']*')?\s*(?:,|$)/g),
  ];
  const read = columns.map(([text]) => text).join('');
  if (read.replaceAll(/\s/g, '') !== list.replaceAll(/\s/g, ''))
    throw new Error(`FAILED: ParseException in the column list: ${list}`);
  return columns.map(([, name, type]) => `"${name}" ${types[type ?? '']}`);
}

/** DuckDB's statements for one of Athena's DDL or maintenance statements; undefined for everything else. */
function ddlOf(sql: string, external: Map<string, string>): readonly string[] | undefined {
  const table =
    /^CREATE TABLE IF NOT EXISTS `\w+`\.`(\w+)` \(\n([\s\S]*?)\n\)\n(?:PARTITIONED BY \(`\w+`\)\n)?LOCATION 's3:\/\/[^']+\/'\nTBLPROPERTIES \('table_type'='ICEBERG'[^)]*\)$/.exec(
      sql,
    );
  if (table) return [`CREATE TABLE IF NOT EXISTS "${table[1]}" (${columnsOf(table[2] ?? '').join(', ')})`];
  const staged =
    /^CREATE EXTERNAL TABLE IF NOT EXISTS `\w+`\.`(\w+)` \(\n([\s\S]*?)\n\)\nPARTITIONED BY \(`batch` string\)\nSTORED AS PARQUET\nLOCATION '(s3:\/\/[^']+\/)'\nTBLPROPERTIES \('projection\.enabled'='true', 'projection\.batch\.type'='injected', 'storage\.location\.template'='\3\$\{batch\}\/'\)$/.exec(
      sql,
    );
  if (staged) {
    external.set(staged[1] ?? '', staged[3] ?? '');
    return [
      `CREATE TABLE IF NOT EXISTS "${staged[1]}" (${[...columnsOf(staged[2] ?? ''), '"batch" VARCHAR'].join(', ')})`,
    ];
  }
  const added = /^ALTER TABLE `\w+`\.`(\w+)` ADD COLUMNS \(([\s\S]*)\)$/.exec(sql);
  if (added) return columnsOf(added[2] ?? '').map((column) => `ALTER TABLE "${added[1]}" ADD COLUMN ${column}`);
  if (/^(?:OPTIMIZE "\w+" REWRITE DATA USING BIN_PACK|VACUUM "\w+")$/.test(sql)) return [];
  if (/^ALTER TABLE `\w+`\.`\w+` SET TBLPROPERTIES \('\w+'='\d+'(?:, '\w+'='\d+')*\)$/.test(sql)) return [];
  if (/^\s*(?:CREATE|ALTER|DROP|OPTIMIZE|VACUUM|MSCK|UNLOAD)\b/i.test(sql))
    throw new Error(`FAILED: ParseException, not a statement of Athena that Casebook uses: ${sql.slice(0, 200)}`);
  return undefined;
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
