import { stage, type Staged } from '../../lake/staged.ts';
import type { AnyRow, Table } from '../../lake/table.ts';
import { byTable } from '../../lake/tables.ts';
import type { Intake } from '../../ports.ts';

/** Where staged objects are put, and what merges one of them. */
export interface Staging {
  readonly put: (key: string, body: Uint8Array) => Promise<unknown>;
  readonly merge: (table: Table, stagedKey: string, partitions: readonly string[]) => Promise<void>;
}

/** Rows of one table that are held before they become an object. */
const objectRows = 20_000;

/** Additions of one table become Parquet objects in staged/; `commit` merges them, table by table, in the order in which they were added. */
export function stagedIntake({ put, merge }: Staging): Intake {
  const held = new Map<Table, AnyRow[]>();
  let waiting: { readonly table: Table; readonly staged: Staged }[] = [];
  const putDown = async (table: Table, rows: readonly AnyRow[]): Promise<void> => {
    held.delete(table);
    const staged = stage(table, rows);
    await put(staged.key, staged.body);
    waiting.push({ table, staged });
  };
  return {
    async add(table: Table, rows: readonly AnyRow[]) {
      if (rows.length === 0) return;
      const own = held.get(table) ?? [];
      held.set(table, own);
      for (const row of rows) own.push(row);
      if (own.length >= objectRows) await putDown(table, own);
    },
    async commit() {
      for (const [table, rows] of held) await putDown(table, rows);
      for (const { table, staged } of waiting.sort((a, b) => byTable(a.table, b.table)))
        await merge(table, staged.key, staged.partitions);
      waiting = [];
    },
    discard() {
      held.clear();
      waiting = [];
      return Promise.resolve();
    },
  };
}
