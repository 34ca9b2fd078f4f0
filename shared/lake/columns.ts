import { storageOf } from './kinds.ts';
import { isRequiredKey } from './merge.ts';
import { asGiven, misfit, absentKey, unknownKey } from './staged.ts';
import type { AnyRow, Table, Value } from './table.ts';

/** One column of some rows. */
export interface ColumnValues {
  readonly name: string;
  /** The type of DuckDB. */
  readonly type: string;
  /** One a row; where all are the same, that one alone. */
  readonly values: readonly Value[];
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
  let known: readonly number[] = [];
  /** Where the values of the columns are among those of a row, -1 where it has none. */
  const placesIn = (row: AnyRow): readonly number[] => {
    const keys = Object.keys(row);
    // rows of one builder have the same keys in the same order
    if (keys.length === checked.length && keys.every((key, i) => key === checked[i])) return known;
    for (const key of keys) if (!(key in table.columns)) throw unknownKey(table, key, row);
    checked = keys;
    known = columns.map(({ name }) => keys.indexOf(name));
    return known;
  };
  return {
    get length() {
      return length;
    },
    push(rows) {
      // values by their place: to look each up by its name is several times as dear
      const places = rows.map(placesIn);
      const cells = rows.map((row) => Object.values(row));
      for (const [i, column] of columns.entries()) {
        const { name, kind, fit, isRequired, isPartition } = column;
        let { values, isConstant } = column;
        for (let number = 0; number < rows.length; number++) {
          const at = places[number]?.[i] ?? -1;
          const value = at < 0 ? null : (cells[number]?.[at] ?? null);
          if (value === null && isRequired) throw absentKey(table, name, rows[number] ?? {});
          const fitting = value === null ? null : fit(value);
          if (fitting === undefined || (fitting === null && isPartition)) throw misfit(table, name, kind, value);
          if (isConstant) {
            if (values.length === 0) values.push(fitting);
            const [first = null] = values;
            if (fitting === first) continue;
            values = Array.from({ length: length + number }, () => first);
            isConstant = false;
          }
          values.push(fitting);
        }
        column.values = values;
        column.isConstant = isConstant;
      }
      length += rows.length;
    },
    columns: () => columns,
  };
}
