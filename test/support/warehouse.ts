import { tmpdir } from 'node:os';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { literal } from '../../shared/lake/literal.ts';
import type { Table, Value } from '../../shared/lake/table.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { Warehouse } from '../../shared/ports.ts';

/** A warehouse in memory with every table, empty. */
export async function emptyWarehouse(): Promise<Warehouse> {
  const warehouse = await duckdbWarehouse({ file: ':memory:', lake: tmpdir(), threads: 1 });
  await warehouse.migrate(allTables);
  return warehouse;
}

/** Puts rows straight into a table; columns left out are null. */
export async function insert(
  warehouse: Warehouse,
  table: Table,
  rows: readonly Readonly<Record<string, Value | undefined>>[],
): Promise<void> {
  if (rows.length === 0) return;
  filled.set(warehouse, (filled.get(warehouse) ?? new Set()).add(table));
  const columns = Object.keys(table.columns);
  for (const row of rows) {
    const wrong = Object.keys(row).find((name) => !columns.includes(name));
    if (wrong !== undefined) throw new Error(`${table.name} has no column ${wrong}`);
  }
  const values = rows.map((row) => `(${columns.map((name) => literal(row[name] ?? null)).join(', ')})`);
  await warehouse.query(`insert ${table.name}`, `INSERT INTO ${table.name} VALUES ${values.join(',\n')}`);
}

/** Empties what `insert` filled, so that a test starts from nothing without a new database. */
export async function clear(warehouse: Warehouse): Promise<void> {
  for (const { name } of filled.get(warehouse) ?? []) await warehouse.query('clear', `DELETE FROM ${name}`);
  filled.delete(warehouse);
}

/** Forty-four statements before each of a thousand tests are felt: only what has rows is emptied. */
const filled = new WeakMap<Warehouse, Set<Table>>();
