import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBDataChunk, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { WarehouseError } from '../../errors.ts';
import type { Value } from '../../lake/table.ts';

/** A chunk's columns in the port's types: integers as number up to 2^53 and bigint beyond, whatever width DuckDB gave them. */
export function columnsOf(chunk: DuckDBDataChunk, result: DuckDBResult): readonly (readonly Value[])[] {
  return Array.from({ length: chunk.columnCount }, (_, index) => {
    const type = result.columnTypeId(index);
    const read = readers.get(type);
    if (read !== undefined) return read(vectorOf(chunk, index));
    const convert = converters.get(type);
    if (convert === undefined) {
      throw new WarehouseError(
        `Column ${result.columnName(index)}: found the type ${result.columnType(index).toString()}, expected text, boolean, an integer or double.`,
      );
    }
    const values = chunk.getColumnValues(index);
    return convert === asIs ? (values as Value[]) : values.map((value) => (value === null ? null : convert(value)));
  });
}

const asIs = (value: DuckDBValue): Value => value as Value;
const smallest = (value: DuckDBValue): Value => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : (value as bigint);
};

/** Types that are rare, by DuckDB's own reader. */
const converters: ReadonlyMap<DuckDBTypeId, (value: DuckDBValue) => Value> = new Map([
  [DuckDBTypeId.TINYINT, asIs],
  [DuckDBTypeId.SMALLINT, asIs],
  [DuckDBTypeId.UTINYINT, asIs],
  [DuckDBTypeId.USMALLINT, asIs],
  [DuckDBTypeId.UINTEGER, asIs],
  [DuckDBTypeId.FLOAT, asIs],
  [DuckDBTypeId.SQLNULL, asIs],
  [DuckDBTypeId.UBIGINT, smallest],
  [DuckDBTypeId.HUGEINT, smallest],
  [DuckDBTypeId.UHUGEINT, smallest],
]);

/** The memory of one column of a chunk, which is DuckDB's: what is made of it are copies. */
interface Vector {
  readonly rows: number;
  /** So many bytes a value. */
  readonly data: (width: number) => Uint8Array<ArrayBuffer>;
  readonly isNull: (row: number) => boolean;
}

function vectorOf({ chunk, rowCount: rows }: DuckDBDataChunk, index: number): Vector {
  const vector = duckdb.data_chunk_get_vector(chunk, index);
  // a bit a row, in words of 64; none where no value is null
  const valid = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null;
  return {
    rows,
    data: (width) => duckdb.vector_get_data(vector, rows * width) as Uint8Array<ArrayBuffer>,
    isNull: valid === null ? () => false : (row) => ((valid[row >> 3] ?? 0) & (1 << (row & 7))) === 0,
  };
}

const fixed =
  (width: number, valuesOf: (data: Uint8Array<ArrayBuffer>, rows: number) => (row: number) => Value) =>
  ({ rows, data, isNull }: Vector): Value[] => {
    const valueAt = valuesOf(data(width), rows);
    return Array.from({ length: rows }, (_, row) => (isNull(row) ? null : valueAt(row)));
  };

/**
 * The types of the tables, read from the vectors themselves: DuckDB's own reader makes a BigInt for every look at a null and an
 * external buffer for every text of more than 12 bytes.
 */
const readers: ReadonlyMap<DuckDBTypeId, (vector: Vector) => readonly Value[]> = new Map([
  [DuckDBTypeId.VARCHAR, textsOf],
  [DuckDBTypeId.BOOLEAN, fixed(1, (data) => (row) => data[row] !== 0)],
  [
    DuckDBTypeId.INTEGER,
    fixed(4, ({ buffer, byteOffset }, rows) => {
      const values = new Int32Array(buffer, byteOffset, rows);
      return (row) => values[row] ?? null;
    }),
  ],
  [
    DuckDBTypeId.DOUBLE,
    fixed(8, ({ buffer, byteOffset }, rows) => {
      const values = new Float64Array(buffer, byteOffset, rows);
      return (row) => values[row] ?? null;
    }),
  ],
  [
    DuckDBTypeId.BIGINT,
    fixed(8, ({ buffer, byteOffset }, rows) => {
      const low = new Uint32Array(buffer, byteOffset, rows * 2);
      const high = new Int32Array(buffer, byteOffset, rows * 2);
      const whole = new BigInt64Array(buffer, byteOffset, rows);
      return (row) => {
        const value = (high[row * 2 + 1] ?? 0) * 2 ** 32 + (low[row * 2] ?? 0);
        return Number.isSafeInteger(value) ? value : (whole[row] ?? null);
      };
    }),
  ],
]);

/** Bytes of a text in a vector: its length in four, then up to 12 bytes of itself, or its first four and where all of it lies. */
const cellBytes = 16;
const inlineBytes = 12;
/** Texts of one block of addresses are looked at through one buffer. */
const blockBytes = 2 ** 18;
const rememberedTexts = 64;

function textsOf({ rows, data, isNull }: Vector): Value[] {
  const cells = data(cellBytes);
  const words = new Uint32Array(cells.buffer, cells.byteOffset, rows * 4);
  const inline = Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength);
  const long = longTexts(cells, words, rows, isNull);
  // many rows say the same: a cell that is equal in all its bytes has the same text
  const seen = new Uint32Array(rememberedTexts * 4);
  const texts = Array.from({ length: rememberedTexts }, () => '');
  return Array.from({ length: rows }, (_, row) => {
    if (isNull(row)) return null;
    const at = row * 4;
    const [bytes, a, b, c] = [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
    const place = ((bytes ^ a ^ (a >>> 16) ^ b ^ (b >>> 8) ^ (b >>> 24) ^ c) & (rememberedTexts - 1)) * 4;
    if (seen[place] === bytes && seen[place + 1] === a && seen[place + 2] === b && seen[place + 3] === c)
      return texts[place / 4] ?? '';
    const from = row * cellBytes + 4;
    const text = bytes <= inlineBytes ? inline.toString('utf8', from, from + bytes) : long(row);
    seen[place] = bytes;
    seen[place + 1] = a;
    seen[place + 2] = b;
    seen[place + 3] = c;
    texts[place / 4] = text;
    return text;
  });
}

interface Block {
  /** The row whose text lies first in the block, and where; the end of the last one. */
  row: number;
  from: number;
  to: number;
  buffer?: Buffer;
}

/** Reads the texts that lie outside of their cells. Only bytes of texts are ever touched: between two there may be no memory. */
function longTexts(
  cells: Uint8Array<ArrayBuffer>,
  words: Uint32Array,
  rows: number,
  isNull: (row: number) => boolean,
): (row: number) => string {
  const addressOf = (row: number): number => (words[row * 4 + 3] ?? 0) * 2 ** 32 + (words[row * 4 + 2] ?? 0);
  const bytesOf = (row: number): number => words[row * 4] ?? 0;
  const blocks = new Map<number, Block>();
  for (let row = 0; row < rows; row++) {
    if (bytesOf(row) <= inlineBytes || isNull(row)) continue;
    const from = addressOf(row);
    const to = from + bytesOf(row);
    const number = Math.floor(from / blockBytes);
    const block = blocks.get(number);
    if (block === undefined) blocks.set(number, { row, from, to });
    else {
      if (from < block.from) [block.row, block.from] = [row, from];
      if (to > block.to) block.to = to;
    }
  }
  return (row) => {
    const address = addressOf(row);
    const block = blocks.get(Math.floor(address / blockBytes));
    if (block === undefined) return '';
    const buffer = (block.buffer ??= bytesAt(cells, block));
    return buffer.toString('utf8', address - block.from, address - block.from + bytesOf(row));
  };
}

function bytesAt({ buffer, byteOffset }: Uint8Array<ArrayBuffer>, { row, from, to }: Block): Buffer {
  const bytes = duckdb.get_data_from_pointer(buffer, byteOffset + row * cellBytes + 8, to - from);
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}
