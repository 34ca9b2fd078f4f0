import type { Kind } from './table.ts';

/** How one kind of column is stored: Athena's type in DDL, Trino's type in CAST, DuckDB's type, Parquet's basic type. */
export interface Storage {
  readonly athena: 'string' | 'boolean' | 'int' | 'bigint';
  readonly trino: 'varchar' | 'boolean' | 'integer' | 'bigint';
  readonly duckdb: 'VARCHAR' | 'BOOLEAN' | 'INTEGER' | 'BIGINT';
  readonly parquet: 'STRING' | 'BOOLEAN' | 'INT32' | 'INT64';
}

const text: Storage = { athena: 'string', trino: 'varchar', duckdb: 'VARCHAR', parquet: 'STRING' };
const flag: Storage = { athena: 'boolean', trino: 'boolean', duckdb: 'BOOLEAN', parquet: 'BOOLEAN' };
const int32: Storage = { athena: 'int', trino: 'integer', duckdb: 'INTEGER', parquet: 'INT32' };
const int64: Storage = { athena: 'bigint', trino: 'bigint', duckdb: 'BIGINT', parquet: 'INT64' };

/** The one place that says how a kind is stored; everything else follows from it. No other type exists in the lake. */
export const storageOf: Readonly<Record<Kind, Storage>> = {
  text,
  flag,
  count: int32,
  duration_s: int32,
  epoch_s: int64,
  day: int32,
  milli: int32,
  minor: int64,
  e8: int64,
};
