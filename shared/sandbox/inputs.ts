import { inputTables } from '../connectors/input-files/registry.ts';
import { writeInput } from '../connectors/input-files/write-input.ts';
import type { AnyRow } from '../lake/table.ts';
import { inputRows } from './inputs/rows.ts';
import type { Organisation } from './model.ts';
import type { Served } from './served.ts';

/** The made-up organisation's input files: file name -> CSV with the documented header of its table (contract 4.3). */
export function inputs(org: Organisation, sources: readonly Served[]): ReadonlyMap<string, string> {
  const rows = inputRows(org, sources);
  return new Map(
    inputTables.flatMap((table) => {
      const own = rows[table.name];
      return own === undefined ? [] : [[`${table.name}.csv`, writeInput(table, own as readonly AnyRow[], org.zone)]];
    }),
  );
}
