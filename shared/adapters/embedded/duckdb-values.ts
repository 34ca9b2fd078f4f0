import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBDataChunk, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { WarehouseError } from '../../errors.ts';
import type { Value } from '../../lake/table.ts';

/** A chunk's columns in the port's types: integers as number up to 2^53 and bigint beyond, whatever width DuckDB gave them. */
export function columnsOf(chunk: DuckDBDataChunk, result: DuckDBResult): readonly (readonly Value[])[] {
  return Array.from({ length: chunk.columnCount }, (_, index) => {
    const values = chunk.getColumnValues(index);
    const convert = converters.get(result.columnTypeId(index));
    if (convert === undefined) {
      throw new WarehouseError(
        `Column ${result.columnName(index)}: found the type ${result.columnType(index).toString()}, expected text, boolean, an integer or double.`,
      );
    }
    return convert === asIs ? (values as Value[]) : values.map((value) => (value === null ? null : convert(value)));
  });
}

const asIs = (value: DuckDBValue): Value => value as Value;
const smallest = (value: DuckDBValue): Value => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : (value as bigint);
};

const converters: ReadonlyMap<DuckDBTypeId, (value: DuckDBValue) => Value> = new Map([
  [DuckDBTypeId.VARCHAR, asIs],
  [DuckDBTypeId.BOOLEAN, asIs],
  [DuckDBTypeId.TINYINT, asIs],
  [DuckDBTypeId.SMALLINT, asIs],
  [DuckDBTypeId.INTEGER, asIs],
  [DuckDBTypeId.UTINYINT, asIs],
  [DuckDBTypeId.USMALLINT, asIs],
  [DuckDBTypeId.UINTEGER, asIs],
  [DuckDBTypeId.FLOAT, asIs],
  [DuckDBTypeId.DOUBLE, asIs],
  [DuckDBTypeId.SQLNULL, asIs],
  [DuckDBTypeId.BIGINT, smallest],
  [DuckDBTypeId.UBIGINT, smallest],
  [DuckDBTypeId.HUGEINT, smallest],
  [DuckDBTypeId.UHUGEINT, smallest],
]);
