import { InternalError } from '../errors.ts';
import { storageOf } from './kinds.ts';
import { identifier, literal } from './literal.ts';
import type { Table } from './table.ts';

/** DDL is the only SQL that differs between the homes. `add` answers one statement for the columns that an older table lacks. */
export interface Dialect {
  create(table: Table): string;
  add(table: Table, columns: readonly string[]): readonly string[];
}

/** A week: how long an Iceberg table of Athena can be read as it was. */
export const snapshotAge_s = 604_800;

/** Tables of the embedded home. */
export const duckdbDdl: Dialect = {
  create: (table) => `CREATE TABLE IF NOT EXISTS ${identifier(table.name)} (\n  ${columnsOf(table).join(',\n  ')}\n)`,
  add: (table, columns) =>
    columns.map(
      (name) =>
        `ALTER TABLE ${identifier(table.name)} ADD COLUMN IF NOT EXISTS ${identifier(name)} ${typeOf(table, name, 'duckdb')}`,
    ),
};

/**
 * Iceberg tables of Athena, below `location` (an s3:// address without a slash at its end). Athena's DDL quotes with back ticks.
 * `database` is the Glue database.
 */
export const athenaDdl = (database: string, location: string): Dialect => ({
  create: (table) =>
    [
      `CREATE TABLE IF NOT EXISTS ${tick(database)}.${tick(table.name)} (`,
      Object.entries(table.columns)
        .map(([name, { kind, meaning }]) => `  ${tick(name)} ${storageOf[kind].athena} COMMENT ${comment(meaning)}`)
        .join(',\n'),
      `)`,
      ...(table.partition === null ? [] : [`PARTITIONED BY (${tick(table.partition)})`]),
      `LOCATION ${literal(`${location}/${table.name}/`)}`,
      `TBLPROPERTIES ('table_type'='ICEBERG', 'format'='parquet', 'write_compression'='zstd', 'vacuum_max_snapshot_age_seconds'='${snapshotAge_s}')`,
    ].join('\n'),
  add: (table, columns) =>
    columns.length === 0
      ? []
      : [
          `ALTER TABLE ${tick(database)}.${tick(table.name)} ADD COLUMNS (${columns
            .map((name) => `${tick(name)} ${typeOf(table, name, 'athena')}`)
            .join(', ')})`,
        ],
});

/** Columns of the table that are not among the names found, in the table's order. */
export const missingColumns = (table: Table, found: ReadonlySet<string>): readonly string[] =>
  Object.keys(table.columns).filter((name) => !found.has(name));

const columnsOf = (table: Table): string[] =>
  Object.keys(table.columns).map((name) => `${identifier(name)} ${typeOf(table, name, 'duckdb')}`);

function typeOf(table: Table, name: string, engine: 'duckdb' | 'athena'): string {
  const column = table.columns[name];
  if (column === undefined) throw new InternalError(`Table ${table.name} has no column ${name}.`);
  return storageOf[column.kind][engine];
}

/** Checked as `identifier` does, quoted as Hive does. */
const tick = (name: string): string => `\`${identifier(name).slice(1, -1)}\``;

/** Glue keeps at most 255 characters, and its parser trips over some punctuation. */
const comment = (meaning: string): string =>
  literal(
    meaning
      .replaceAll(/[^ -~]/g, ' ')
      .replaceAll(/['\\;]/g, ' ')
      .slice(0, 255),
  );
