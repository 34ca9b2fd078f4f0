import { stage, type Staged } from '../../lake/staged.ts';
import type { AnyRow, Table } from '../../lake/table.ts';
import { byTable } from '../../lake/tables.ts';
import type { Intake } from '../../ports.ts';

/** Where staged objects are put, and what merges one of them. */
export interface Staging {
  readonly put: (key: string, body: Uint8Array) => Promise<unknown>;
  readonly merge: (table: Table, stagedKey: string, partitions: readonly string[]) => Promise<void>;
}

/** Each addition is one Parquet object in staged/; `commit` merges them, table by table, in the order in which they were added. */
export function stagedIntake({ put, merge }: Staging): Intake {
  let waiting: { readonly table: Table; readonly staged: Staged }[] = [];
  return {
    async add(table: Table, rows: readonly AnyRow[]) {
      if (rows.length === 0) return;
      const staged = stage(table, rows);
      await put(staged.key, staged.body);
      waiting.push({ table, staged });
    },
    async commit() {
      for (const { table, staged } of waiting.sort((a, b) => byTable(a.table, b.table)))
        await merge(table, staged.key, staged.partitions);
      waiting = [];
    },
    discard() {
      waiting = [];
      return Promise.resolve();
    },
  };
}
