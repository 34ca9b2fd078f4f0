import { storageOf } from './kinds.ts';
import { isRequiredKey } from './merge.ts';
import { asGiven, misfit, absentKey, unknownKey } from './staged.ts';
import type { AnyRow, Table, Value } from './table.ts';

/** One column of some rows. */
export interface ColumnValues {
  readonly name: string;
  /** The type of DuckDB. */
  readonly type: string;
  readonly values: readonly Value[];
  /** All values are the same. */
  readonly isConstant: boolean;
}

/** Rows of one table, kept by column: nothing of a row lives on but its values. */
export interface ColumnRows {
  readonly length: number;
  /** @throws InternalError when a value does not fit its column, a required key is null or a row has a key that the table lacks */
  push(rows: readonly AnyRow[]): void;
  columns(): readonly ColumnValues[];
}

export function columnRows(table: Table): ColumnRows {
  const columns = Object.entries(table.columns).map(([name, { kind }]) => ({
    name,
    kind,
    type: storageOf[kind].duckdb,
    fit: asGiven[storageOf[kind].parquet],
    isRequired: table.key.includes(name) && isRequiredKey(table, name),
    isPartition: name === table.partition,
    values: [] as Value[],
    isConstant: true,
  }));
  let length = 0;
  let checked: readonly string[] = [];
  const checkKeys = (row: AnyRow): void => {
    const keys = Object.keys(row);
    // rows of one builder have the same keys in the same order
    if (keys.length === checked.length && keys.every((key, i) => key === checked[i])) return;
    for (const key of keys) if (!(key in table.columns)) throw unknownKey(table, key, row);
    checked = keys;
  };
  return {
    get length() {
      return length;
    },
    push(rows) {
      for (const row of rows) checkKeys(row);
      for (const column of columns) {
        const { name, kind, fit, isRequired, isPartition, values } = column;
        let first = values.length === 0 ? undefined : values[0];
        for (const row of rows) {
          const value = row[name] ?? null;
          if (value === null && isRequired) throw absentKey(table, name, row);
          const fitting = value === null ? null : fit(value);
          if (fitting === undefined || (fitting === null && isPartition)) throw misfit(table, name, kind, value);
          if (first === undefined) first = fitting;
          else if (fitting !== first) column.isConstant = false;
          values.push(fitting);
        }
      }
      length += rows.length;
    },
    columns: () => columns,
  };
}
