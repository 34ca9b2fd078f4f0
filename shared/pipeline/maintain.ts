import { identifier } from '../lake/literal.ts';
import { allTables } from '../lake/tables.ts';
import type { Table } from '../lake/table.ts';
import type { Ports } from '../ports.ts';

/**
 * Statements that tidy one Iceberg table: small files and deletes are written together, then snapshots older than the table’s
 * own limit go, with the files that only they used.
 */
export const maintenance = (table: Table): readonly string[] => [
  `OPTIMIZE ${identifier(table.name)} REWRITE DATA USING BIN_PACK`,
  `VACUUM ${identifier(table.name)}`,
];

/** Tidies every table, one after another. A table that fails is named, and the others are tidied all the same. */
export async function maintain({ warehouse, log }: Pick<Ports, 'warehouse' | 'log'>): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const table of allTables) {
    try {
      for (const sql of maintenance(table)) await warehouse.query(`maintain ${table.name}`, sql);
    } catch (error) {
      failed.push(table.name);
      log.warn('maintain.failed', {
        table: table.name,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  if (failed.length > 0) throw new Error(`Tables that could not be tidied: ${failed.join(', ')}.`);
  return allTables.map(({ name }) => name);
}
