import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { WarehouseError } from '../../errors.ts';
import { identifier, literal } from '../../lake/literal.ts';
import { byColumns } from '../../lake/order.ts';
import type { AnyRow, Value } from '../../lake/table.ts';
import type { Objects } from './s3-objects.ts';

/** A column of an extract and its type, as Athena names it. */
export interface ExtractColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * The statement that writes the rows of a query as JSON lines below `target`, which has to be empty. With an order each file is
 * sorted, but the files are not sorted relative to each other (Athena's documentation of UNLOAD): readers merge them.
 */
export function unloadStatement(sql: string, order: readonly string[], target: string): string {
  const sorted = order.length === 0 ? '' : `\nORDER BY ${order.map(identifier).join(', ')}`;
  return `UNLOAD (\nSELECT * FROM (\n${sql}\n) AS extracted${sorted}\n) TO ${literal(target)} WITH (format = 'JSON', compression = 'GZIP')`;
}

/** What the pieces of all files that are read together may take. */
const inFlight_bytes = 64_000_000;
const batchRows = 2000;

/**
 * The rows of the files of one extract, in `order`: sorted files are merged, so that memory is bounded by a piece of each. Files
 * are read piece by piece, because a reader who pauses for minutes would lose a connection that stays open.
 * @throws WarehouseError when a file is gone, cut off, not in order, or holds what its columns cannot hold
 */
export async function* extractedRows(
  name: string,
  keys: readonly string[],
  objects: Objects,
  columns: readonly ExtractColumn[],
  order: readonly string[],
): AsyncGenerator<readonly AnyRow[]> {
  const piece_bytes = Math.trunc(Math.min(4_000_000, Math.max(100_000, inFlight_bytes / Math.max(1, keys.length))));
  const rowsOf = (key: string) => rowsOfFile(name, key, objects, columns, piece_bytes);
  let batch: AnyRow[] = [];
  for await (const row of order.length === 0 ? chained(keys, rowsOf) : merged(name, keys, rowsOf, order)) {
    batch.push(row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type RowsOf = (key: string) => AsyncGenerator<AnyRow>;

async function* chained(keys: readonly string[], rowsOf: RowsOf): AsyncGenerator<AnyRow> {
  for (const key of keys) yield* rowsOf(key);
}

/** The least of the next rows of all files, again and again. */
async function* merged(
  name: string,
  keys: readonly string[],
  rowsOf: RowsOf,
  order: readonly string[],
): AsyncGenerator<AnyRow> {
  const compare = byColumns(order);
  const files = keys.map((key) => ({ key, rows: rowsOf(key) }));
  try {
    const heads: { row: AnyRow; readonly file: (typeof files)[number] }[] = [];
    for (const file of files) {
      const first = await file.rows.next();
      if (first.done !== true) heads.push({ row: first.value, file });
    }
    heads.sort((a, b) => compare(a.row, b.row));
    for (let head = heads[0]; head !== undefined; head = heads[0]) {
      const { row, file } = head;
      yield row;
      const next = await file.rows.next();
      heads.shift();
      if (next.done === true) continue;
      if (compare(row, next.value) > 0)
        throw new WarehouseError(
          `Extract "${name}": found ${file.key} out of order, expected it by ${order.join(', ')}.`,
        );
      head.row = next.value;
      heads.splice(placeOf(heads, next.value, compare), 0, head);
    }
  } finally {
    await Promise.all(files.map(({ rows }) => rows.return(undefined)));
  }
}

/** Where a row belongs among sorted heads. */
function placeOf(heads: readonly { readonly row: AnyRow }[], row: AnyRow, compare: (a: AnyRow, b: AnyRow) => number) {
  let from = 0;
  let to = heads.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = heads[middle];
    if (at !== undefined && compare(at.row, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

async function* rowsOfFile(
  name: string,
  key: string,
  objects: Objects,
  columns: readonly ExtractColumn[],
  piece_bytes: number,
): AsyncGenerator<AnyRow> {
  const unpacked = createGunzip();
  // A file may break while another one is read: the next read of this one says so.
  pipeline(piecesOf(name, key, objects, piece_bytes), unpacked, () => {});
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of unpacked as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield rowOfLine(line, columns);
    }
    rest += decoder.decode();
    if (rest !== '') yield rowOfLine(rest, columns);
  } catch (error) {
    if (error instanceof WarehouseError) throw error;
    throw new WarehouseError(`Extract "${name}": ${key} cannot be read: ${String(error)}`, { cause: error });
  }
}

async function* piecesOf(name: string, key: string, objects: Objects, piece_bytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; ;) {
    const piece = await objects.range(key, from, piece_bytes);
    if (piece === undefined)
      throw new WarehouseError(`Extract "${name}": ${key} is gone; another reader of the same answer removed it.`);
    if (piece.length > 0) yield piece;
    from += piece.length;
    if (piece.length < piece_bytes) return;
  }
}

/** What JSON.parse may pass to a reviver beside key and value: the number as written. */
const parseWith = JSON.parse as (
  text: string,
  reviver?: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown;
/** A whole number that a double may not hold. */
const long = /^-?\d{16,}$/;

/** Columns that are null may be left out of a line. Whole numbers keep every digit. */
function rowOfLine(line: string, columns: readonly ExtractColumn[]): AnyRow {
  const found = (
    /[:]\s*-?\d{16,}/.test(line)
      ? parseWith(line, (_, value, context) =>
          typeof value === 'number' && !Number.isSafeInteger(value) && long.test(context?.source ?? '')
            ? BigInt(context?.source ?? '')
            : value,
        )
      : JSON.parse(line)
  ) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(columns.map((column) => [column.name, valueOf(found[column.name] ?? null, column)]));
}

const kindOf: Readonly<Record<string, readonly string[]>> = {
  varchar: ['string'],
  char: ['string'],
  string: ['string'],
  boolean: ['boolean'],
  double: ['number'],
  float: ['number'],
  real: ['number'],
};
const integer = ['number', 'bigint'];

/** @throws WarehouseError for a value that its column cannot hold */
function valueOf(value: unknown, { name, type }: ExtractColumn): Value {
  if (value === null) return null;
  const kind = typeof value;
  if ((kindOf[type] ?? integer).includes(kind)) return value as Value;
  throw new WarehouseError(`Column ${name}: found the JSON ${kind} ${JSON.stringify(value)}, expected ${type}.`);
}
