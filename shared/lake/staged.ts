import { createHash } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { InternalError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { storageOf, type Storage } from './kinds.ts';
import { isRequiredKey } from './merge.ts';
import type { AnyRow, Kind, Row, Table, Value } from './table.ts';

/** One Parquet object of the zone staged/: its key, its bytes, and the partitions that a MERGE of it touches. */
export interface Staged {
  readonly key: string;
  readonly body: Uint8Array;
  readonly partitions: readonly string[];
  readonly rows: number;
}

/**
 * Makes one staged object of a batch. Rows are reduced to one a key (largest version_key, then the later row). The same rows
 * in the same order give the same bytes and, by their hash, the same object key: a repeat overwrites itself. Columns left out are
 * null. Throws InternalError when a value does not fit its column, a required key is null, or a row has a key that the table lacks.
 */
export function stage<T extends Table>(table: T, rows: readonly Partial<Row<T>>[]): Staged;
export function stage(table: Table, rows: readonly AnyRow[]): Staged {
  const unique = uniqueByKey(table, rows);
  const body = new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(table.columns).map(([name, { kind }]) => ({
        name,
        type: storageOf[kind].parquet,
        data: columnOf(table, name, kind, unique),
        nullable: true,
      })),
      createdBy: 'casebook',
      // a staged object is read whole, once: nobody asks for the bounds of its columns
      statistics: false,
    }),
  );
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  const { partition } = table;
  return {
    key: `staged/${table.name}/${hash}/rows.parquet`,
    body,
    partitions: partition === null ? [] : [...new Set(unique.map((row) => String(row[partition])))].sort(),
    rows: unique.length,
  };
}

/** One row a key, in the order in which keys first came: the largest version_key wins, then the later row. Throws for a key that the table lacks. */
export function uniqueByKey(table: Table, rows: readonly AnyRow[]): readonly AnyRow[] {
  const best = new Map<string, AnyRow>();
  for (const row of rows) {
    for (const name in row) if (!(name in table.columns)) throw unknownKey(table, name, row);
    const key = keyOf(table, row);
    const seen = best.get(key);
    if (seen === undefined || versionOf(row) >= versionOf(seen)) best.set(key, row);
  }
  return [...best.values()];
}

const versionOf = (row: AnyRow): string => String(row['version_key'] ?? '');

/** The row's key as one text; null and the stand-in of merge.ts ('' or nothing) are the same. */
function keyOf(table: Table, row: AnyRow): string {
  let key = '';
  for (const name of table.key) {
    const value = row[name] ?? null;
    if (value === null && isRequiredKey(table, name)) throw absentKey(table, name, row);
    key += value === null ? '\u0001' : `${String(value)}\u0001`;
  }
  return key;
}

/**
 * One column of all rows as Parquet wants it.
 * @throws InternalError when a value does not fit
 */
function columnOf(table: Table, name: string, kind: Kind, rows: readonly AnyRow[]): Value[] {
  const fit = forParquet[storageOf[kind].parquet];
  const isPartition = name === table.partition;
  const values: Value[] = [];
  for (const row of rows) {
    const value = row[name] ?? null;
    const fitting = value === null ? null : fit(value);
    if (fitting === undefined || (fitting === null && isPartition)) throw misfit(table, name, kind, value);
    values.push(fitting);
  }
  return values;
}

const int32 = 2 ** 31;

/** A value as a writer wants it; undefined when it does not fit. */
export type Fits = Readonly<Record<Storage['parquet'], (value: Value) => Value | undefined>>;

/** INT64 as bigint. */
const forParquet: Fits = {
  STRING: (value) => (typeof value !== 'string' ? undefined : value.isWellFormed() ? value : value.toWellFormed()),
  BOOLEAN: (value) => (typeof value === 'boolean' ? value : undefined),
  INT32: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= -int32 && value < int32 ? value : undefined,
  INT64: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value)
      ? BigInt(value)
      : typeof value === 'bigint' && BigInt.asIntN(64, value) === value
        ? value
        : undefined,
};

/** INT64 as number where it is one. */
export const asGiven: Fits = {
  ...forParquet,
  INT64: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : forParquet.INT64(value)),
};

/** Why a row is refused. */
export const absentKey = ({ name: table }: Table, name: string, row: AnyRow): InternalError =>
  new InternalError(`Row for ${table}: found no ${name}, expected one (it is part of the key). ${traceOf(row)}`);

export const misfit = (table: Table, name: string, kind: Kind, value: Value): InternalError =>
  new InternalError(`Row for ${table.name}: found ${typeof value} ${String(value)} in ${name}, expected ${kind}.`);

export function unknownKey({ name, columns }: Table, key: string, row: AnyRow): InternalError {
  const hint = nearest(key, Object.keys(columns));
  const expected = hint === undefined ? 'one of its columns' : `a column such as ${hint}`;
  return new InternalError(`Row for ${name}: found the key ${key}, expected ${expected}. ${traceOf(row)}`);
}

const traceOf = (row: AnyRow): string => `The row came from ${String(row['raw_key'] ?? 'nowhere')}.`;
