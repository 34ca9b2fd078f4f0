import { WarehouseError } from '../errors.ts';
import { snapshotAge_s } from '../lake/ddl.ts';
import { allTables } from '../lake/tables.ts';
import type { Table } from '../lake/table.ts';
import type { Ports } from '../ports.ts';

/**
 * Statements that tidy one Iceberg table: small files and deletes are written together, then snapshots older than the table’s
 * own limit go, with the files that only they used. Names stand bare: these two take no double quotes (Athena user guide, VACUUM).
 */
export const maintenance = (table: Table): readonly string[] => [
  `OPTIMIZE ${table.name} REWRITE DATA USING BIN_PACK`,
  `VACUUM ${table.name}`,
];

/** Tidies every table, one after another. A table that fails is named, and the others are tidied all the same. */
export async function maintain({ warehouse, log }: Pick<Ports, 'warehouse' | 'log'>): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const table of allTables) {
    try {
      await tidy(table, warehouse);
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

/** VACUUM may say that it was not done yet; more than this often, and something else is wrong. */
const mostRuns = 50;

async function tidy(table: Table, warehouse: Ports['warehouse']): Promise<void> {
  for (const sql of maintenance(table))
    for (let run = 1; ; run++) {
      try {
        await warehouse.query(`maintain ${table.name}`, sql);
        break;
      } catch (error) {
        const isUnfinished = error instanceof WarehouseError && /VACUUM_MORE_RUNS_NEEDED/.test(error.message);
        if (!isUnfinished || run >= mostRuns) throw error;
      }
    }
}

/** What decides how far back a table's snapshots reach, and which files OPTIMIZE writes anew. Usual: as the table was made. */
const properties = {
  usual: `'vacuum_max_snapshot_age_seconds'='${snapshotAge_s}', 'optimize_rewrite_delete_file_threshold'='2', 'optimize_rewrite_data_file_threshold'='5'`,
  nothingOld: `'vacuum_max_snapshot_age_seconds'='1', 'optimize_rewrite_delete_file_threshold'='1', 'optimize_rewrite_data_file_threshold'='1'`,
} as const;

/**
 * Ends the past of every Iceberg table: files that hold deleted rows are written anew without them, then every snapshot but the
 * last goes, with its files. Afterwards the tables keep a week again, as they were made.
 */
export async function endSnapshots(database: string, { warehouse }: Pick<Ports, 'warehouse'>): Promise<void> {
  const set = (table: Table, to: string): Promise<unknown> =>
    warehouse.query(
      `properties ${table.name}`,
      `ALTER TABLE \`${database}\`.\`${table.name}\` SET TBLPROPERTIES (${to})`,
    );
  for (const table of allTables) {
    await set(table, properties.nothingOld);
    await tidy(table, warehouse);
    await set(table, properties.usual);
  }
}
