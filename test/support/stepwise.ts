import type { AnyRow, Table } from '../../shared/lake/table.ts';
import { byTable } from '../../shared/lake/tables.ts';
import type { Intake, Warehouse } from '../../shared/ports.ts';

/**
 * Brings rows in table by table, as the lake of a deployed stack does: a death may come between two tables. `isWhole`: all tables are one
 * effect, as at home.
 */
export function stepwise(
  warehouse: Warehouse,
  effect: <T>(work: () => Promise<T>) => Promise<T>,
  { isWhole = false } = {},
): Intake {
  let waiting: { readonly table: Table; readonly rows: readonly AnyRow[] }[] = [];
  return {
    add(table, rows) {
      if (rows.length > 0) waiting.push({ table, rows });
      return Promise.resolve();
    },
    async commit(options) {
      const parts = waiting.sort((a, b) => byTable(a.table, b.table));
      for (const part of isWhole ? [parts] : parts.map((one) => [one]))
        await effect(async () => {
          const intake = warehouse.intake();
          for (const { table, rows } of part) await intake.add(table, rows);
          await intake.commit(options);
        });
    },
    discard() {
      waiting = [];
      return Promise.resolve();
    },
  };
}
