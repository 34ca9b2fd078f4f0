import type { InputTable, LineRow } from '../connectors/input-files/input-table.ts';
import { inputsSource } from '../connectors/input-files/normalise.ts';
import { monthOfDay } from '../connectors/input-files/read-input.ts';
import { identifier, literal } from '../lake/literal.ts';
import type { AnyRow } from '../lake/table.ts';
import type { Ports } from '../ports.ts';
import type { InputObject } from './input-objects.ts';

/** A file that is about to be imported. */
export interface Incoming {
  readonly input: InputTable;
  readonly lines: readonly LineRow[];
  /** The months it restates, where months count. */
  readonly months: readonly string[];
  /** Earlier deliveries under its name. */
  readonly earlier: readonly InputObject[];
}

/**
 * Delivered rows of its table that stay beside a file once it is imported, as far as its StoredCheck compares them: without rows of
 * the same key and without those that it restates (Replaces). Empty when the table has no such check.
 */
export async function storedBeside(
  { input, lines, months, earlier }: Incoming,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly AnyRow[]> {
  const { stored, table, replaces } = input;
  if (stored === undefined || lines.length === 0) return [];
  const key = table.key.filter((name) => name !== 'source');
  const keyOf = (row: AnyRow): string => JSON.stringify(key.map((name) => String(row[name])));
  const replaced = new Set(lines.map(({ row }) => keyOf(row)));
  const restated = new Set(earlier.map((object) => object.key));
  const isRestated = (row: AnyRow): boolean =>
    restated.has(String(row['raw_key'])) &&
    (replaces.by === 'file' || (replaces.by === 'month' && months.includes(monthOfDay(Number(row[replaces.day])))));
  const dated = replaces.by === 'month' ? [replaces.day] : [];
  const columns = [...new Set([...table.key, ...stored.columns, ...dated, 'raw_key'])].map(identifier).join(', ');
  const kept: AnyRow[] = [];
  const sql = `SELECT ${columns} FROM ${identifier(table.name)} WHERE source = ${literal(inputsSource)}${within(stored.day, lines)}`;
  for await (const batch of warehouse.stream(`stored ${table.name}`, sql, table.key))
    for (const row of batch) if (!replaced.has(keyOf(row)) && !isRestated(row)) kept.push(row);
  return kept;
}

/** Only the days of the file can be over their limit because of it. */
function within(day: string | undefined, lines: readonly LineRow[]): string {
  if (day === undefined) return '';
  let [from, to] = [Infinity, -Infinity];
  for (const { row } of lines) {
    from = Math.min(from, Number(row[day]));
    to = Math.max(to, Number(row[day]));
  }
  return ` AND ${identifier(day)} >= ${literal(from)} AND ${identifier(day)} <= ${literal(to)}`;
}
