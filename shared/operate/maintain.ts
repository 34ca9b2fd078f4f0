import { z } from 'zod';
import { UsageError, WarehouseError } from '../errors.ts';
import { snapshotAge_s } from '../lake/ddl.ts';
import { literals } from '../lake/literal.ts';
import { allTables } from '../lake/tables.ts';
import type { Table } from '../lake/table.ts';
import type { Ports } from '../ports.ts';
import type { Steps } from '../run/steps.ts';

/**
 * Statements that tidy one Iceberg table, or some of its partitions: small files and deletes are written together, then snapshots
 * older than the table’s own limit go, with the files that only they used. Names stand bare: these two take no double quotes
 * (Athena user guide, VACUUM), and only partition columns may be in the condition (OPTIMIZE).
 */
export const optimize = (table: Table, months?: readonly string[]): string =>
  `OPTIMIZE ${table.name} REWRITE DATA USING BIN_PACK${
    months === undefined || table.partition === null ? '' : ` WHERE ${table.partition} IN (${literals(months)})`
  }`;
export const vacuum = (table: Table): string => `VACUUM ${table.name}`;

/** Months that one OPTIMIZE rewrites at first; halved where that is too much. Athena does 100 partitions at a time. */
const mostMonths = 24;

/** How far the tidying of a table has come. `after`: the last month that is done; `most`: months in one statement. */
export const MaintainRequest = z.object({
  table: z.string(),
  after: z.string().default(''),
  most: z.int().positive().default(mostMonths),
});
export type MaintainRequest = z.input<typeof MaintainRequest>;
export interface MaintainAnswer {
  /** Where the next turn goes on; null: the table is tidy. */
  readonly next: MaintainRequest | null;
}

/** One turn of tidying one table, as far as time allows: month after month, then what is no longer needed. */
export async function maintainTurn(
  request: z.output<typeof MaintainRequest>,
  { warehouse, isLate = () => false }: Pick<Ports, 'warehouse'> & { readonly isLate?: () => boolean },
): Promise<MaintainAnswer> {
  const table = allTables.find(({ name }) => name === request.table);
  if (table === undefined) throw new UsageError(`Table: found "${request.table}", expected one of the lake.`);
  const name = `maintain ${table.name}`;
  let { after, most } = request;
  if (table.partition === null) await untilDone(() => warehouse.query(name, optimize(table)));
  else {
    const { rows } = await warehouse.query(
      name,
      `SELECT DISTINCT "${table.partition}" FROM "${table.name}" WHERE "${table.partition}" > '${after}' ORDER BY 1`,
    );
    const months = rows.map(([month]) => String(month));
    while (months.length > 0) {
      if (isLate()) return { next: { table: table.name, after, most } };
      const part = months.slice(0, most);
      try {
        await untilDone(() => warehouse.query(name, optimize(table, part)));
        after = part.at(-1) ?? after;
        months.splice(0, part.length);
      } catch (error) {
        const remedy = error instanceof WarehouseError ? error.remedy : 'never';
        if ((remedy !== 'halve' && remedy !== 'later') || part.length < 2) throw error;
        most = Math.ceil(part.length / 2);
        if (remedy === 'later') return { next: { table: table.name, after, most } };
      }
    }
  }
  if (isLate()) return { next: { table: table.name, after, most } };
  await untilDone(() => warehouse.query(name, vacuum(table)));
  return { next: null };
}

/** Runs of one statement that says each time that it was not done yet; more than this, and something else is wrong. */
const mostRuns = 50;

async function untilDone(run: () => Promise<unknown>): Promise<void> {
  for (let runs = 1; ; runs++) {
    try {
      await run();
      return;
    } catch (error) {
      const isUnfinished = error instanceof WarehouseError && error.remedy === 'more_runs';
      if (!isUnfinished || runs >= mostRuns) throw error;
    }
  }
}

/**
 * Tidies every table in the workflow: each in turns of its own, so that the dearest takes nothing from the others. Answers the
 * tables that failed, with the reason.
 */
export async function maintainTables(steps: Steps): Promise<readonly { table: string; message: string }[]> {
  const names = allTables.map(({ name }) => name);
  const outcomes = await steps.map(
    'tidy',
    names,
    async (table, branch) => {
      let next: MaintainRequest | null = { table };
      for (let turn = 1; next !== null; turn++)
        ({ next } = await branch.invoke<MaintainRequest, MaintainAnswer>(`turn ${turn}`, 'maintain', next));
      return null;
    },
    1,
  );
  return names.flatMap((table, i) => {
    const outcome = outcomes[i];
    return outcome?.ok === true ? [] : [{ table, message: outcome?.message ?? 'It was never started.' }];
  });
}

/** What decides how far back a table's snapshots reach, and which files OPTIMIZE writes anew. Usual: as the table was made. */
const properties = {
  usual: `'vacuum_max_snapshot_age_seconds'='${snapshotAge_s}', 'optimize_rewrite_delete_file_threshold'='2', 'optimize_rewrite_data_file_threshold'='5'`,
  nothingOld: `'vacuum_max_snapshot_age_seconds'='1', 'optimize_rewrite_delete_file_threshold'='1', 'optimize_rewrite_data_file_threshold'='1'`,
} as const;

/**
 * Ends the past of every Iceberg table: files that hold deleted rows are written anew without them, then every snapshot but the
 * last goes, with its files. Afterwards the tables keep a week again, as they were made. A second call goes on to the same end.
 */
export async function endSnapshots(database: string, { warehouse }: Pick<Ports, 'warehouse'>): Promise<void> {
  const set = (table: Table, to: string): Promise<unknown> =>
    warehouse.query(
      `properties ${table.name}`,
      `ALTER TABLE \`${database}\`.\`${table.name}\` SET TBLPROPERTIES (${to})`,
    );
  for (const table of allTables) {
    await set(table, properties.nothingOld);
    for (let next: MaintainRequest | null = { table: table.name }; next !== null;)
      ({ next } = await maintainTurn(MaintainRequest.parse(next), { warehouse }));
    await set(table, properties.usual);
  }
}
