import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { Value } from '../../lake/table.ts';

/** How a column travels into DuckDB: its type there, and what writes values into a vector. */
export interface Carrier {
  readonly type: DuckDBType;
  put(vector: Vector, values: readonly Value[]): void;
}

/**
 * A whole number of 64 bits travels as DOUBLE, which holds all that a number can, at a quarter of the cost of BIGINT. Bytes are copied
 * in whole: DuckDB's own writer takes a call and a BigInt for each value.
 */
export function carrierOf(type: string, values: readonly Value[]): Carrier {
  if (type === 'VARCHAR') return { type: VARCHAR, put: putTexts };
  if (type === 'BOOLEAN') return fixed(BOOLEAN, (own) => Uint8Array.from(own, Number));
  if (type === 'INTEGER') return fixed(INTEGER, (own) => Int32Array.from(own as number[]));
  return values.some((value) => typeof value === 'bigint')
    ? fixed(BIGINT, (own) => BigInt64Array.from(own, (value) => BigInt(value ?? 0)))
    : fixed(DOUBLE, (own) => Float64Array.from(own as number[]));
}

/** Whether values of a type of the tables can travel as earlier ones did. */
export const carries = ({ type: own }: Carrier, type: string, values: readonly Value[]): boolean =>
  own === BIGINT || own === carrierOf(type, values).type;

/** Some rows of columns as a chunk, which holds at most 2,048. */
export function chunkOf(
  columns: readonly { readonly as: Carrier; readonly values: readonly Value[] }[],
  from: number,
  to: number,
): DuckDBDataChunk {
  const made = DuckDBDataChunk.create(
    columns.map(({ as }) => as.type),
    to - from,
  );
  for (const [i, { as, values }] of columns.entries()) {
    const vector = duckdb.data_chunk_get_vector(made.chunk, i);
    const own = values.slice(from, to);
    as.put(vector, own);
    putNulls(vector, own);
  }
  return made;
}

/** Null is written as some value here, and marked by `putNulls`. */
const fixed = (type: DuckDBType, arrayOf: (values: readonly Value[]) => ArrayBufferView<ArrayBuffer>): Carrier => ({
  type,
  put(vector, values) {
    const { buffer, byteOffset, byteLength } = arrayOf(values);
    duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset, byteLength);
  },
});

/** A bit a row, 1 where there is a value; a vector without bits has no null. */
function putNulls(vector: Vector, values: readonly Value[]): void {
  if (!values.includes(null)) return;
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (let row = 0; row < values.length; row++)
    if (values[row] !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, bits.byteLength);
}

/** As DuckDB keeps texts: the length in four bytes, then up to 12 bytes of text. Longer ones it puts elsewhere by itself. */
const cellBytes = 16;
const inlineBytes = 12;

function putTexts(vector: Vector, values: readonly Value[]): void {
  const cells = new Uint8Array(values.length * cellBytes);
  const others: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === 'string' && !putInline(cells, row * cellBytes, value)) others.push(row);
  }
  duckdb.copy_data_to_vector(vector, 0, cells.buffer, 0, cells.byteLength);
  for (const row of others) duckdb.vector_assign_string_element(vector, row, values[row] as string);
}

/** false: the text is longer, or not of ASCII alone. */
function putInline(cells: Uint8Array, at: number, text: string): boolean {
  const { length } = text;
  if (length > inlineBytes) return false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      cells.fill(0, at, at + cellBytes);
      return false;
    }
    cells[at + 4 + i] = code;
  }
  cells[at] = length;
  return true;
}
