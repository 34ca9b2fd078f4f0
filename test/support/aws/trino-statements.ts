import type { Ddl, DdlColumn } from './athena-ddl.ts';

export const trinoType = { string: 'varchar', boolean: 'boolean', int: 'integer', bigint: 'bigint' } as const;

/**
 * Trino's statements, over an Iceberg catalogue, for one of Athena's. A table that is external in Athena is a plain one here, with
 * the batch as a column. VACUUM is Trino's two procedures, with the shortest age that they allow; the ages that Athena keeps as
 * properties of the table are theirs to be told, so setting those is nothing.
 */
export function trinoStatements(ddl: Ddl): readonly string[] {
  const table = `"${ddl.table}"`;
  switch (ddl.kind) {
    case 'create':
      return [
        `CREATE TABLE IF NOT EXISTS ${table} (${columnsOf(ddl.columns)}) WITH (format = 'PARQUET'${ddl.partition === undefined ? '' : `, partitioning = ARRAY['${ddl.partition}']`})`,
      ];
    case 'external':
      return [
        `CREATE TABLE IF NOT EXISTS ${table} (${columnsOf([...ddl.columns, { name: 'batch', type: 'string' }])})`,
      ];
    case 'add':
      return ddl.columns.map((column) => `ALTER TABLE ${table} ADD COLUMN ${columnsOf([column])}`);
    case 'set':
      return [];
    case 'optimize':
      return [`ALTER TABLE ${table} EXECUTE optimize`];
    case 'vacuum':
      return ['expire_snapshots', 'remove_orphan_files'].map(
        (procedure) => `ALTER TABLE ${table} EXECUTE ${procedure}(retention_threshold => '7d')`,
      );
  }
}

const columnsOf = (columns: readonly DdlColumn[]): string =>
  columns.map(({ name, type }) => `"${name}" ${trinoType[type]}`).join(', ');
