import type { RawKey } from './raw-objects.ts';
import { InternalError } from '../errors.ts';
import type { StagedRow } from '../connectors/staged-row.ts';
import { eventRow } from '../facts/event-row.ts';
import { stage } from '../lake/staged.ts';
import { allTables } from '../lake/tables.ts';
import type { AnyRow, Table } from '../lake/table.ts';
import type { Lake } from '../ports.ts';

/** One MERGE that waits: the object is in the zone staged/, the table does not have it yet. */
export interface Merge {
  readonly table: string;
  readonly key: string;
  readonly partitions: readonly string[];
  readonly rows: number;
}

/** Rows by table, on their way to staged objects, and the tickets whose facts they change. */
export interface Batch {
  readonly size: number;
  readonly touched: ReadonlySet<string>;
  add(rows: readonly StagedRow[], raw: RawKey): void;
  /** Takes over everything of another batch. */
  append(other: Batch): void;
  /** Writes the rows as one Parquet object a table, in the order of the tables, and empties the batch of rows. */
  stage(lake: Lake): Promise<readonly Merge[]>;
  readonly tables: ReadonlyMap<string, AnyRow[]>;
}

const tableOf: ReadonlyMap<string, Table> = new Map(allTables.map((table) => [table.name, table]));

/** Throws InternalError for a table that does not exist. */
export function tableNamed(name: string): Table {
  const table = tableOf.get(name);
  if (table === undefined) throw new InternalError(`There is no table ${name}.`);
  return table;
}

export function batch(): Batch {
  const tables = new Map<string, AnyRow[]>();
  const touched = new Set<string>();
  let size = 0;
  const rowsOf = (name: string): AnyRow[] => {
    const rows = tables.get(name) ?? [];
    tables.set(name, rows);
    return rows;
  };
  return {
    get size() {
      return size;
    },
    touched,
    tables,
    add(rows, raw) {
      for (const staged of rows) {
        // one literal a row: spreading a second object into it costs more than the row
        const { version: version_key } = staged;
        const { source, received_s: ingested_s, key: raw_key } = raw;
        if ('event' in staged) {
          rowsOf('ticket_events').push(eventRow(staged.event, { source, version_key, ingested_s, raw_key }));
          touched.add(staged.event.ticket_id);
        } else {
          rowsOf(staged.table).push({ ...staged.row, source, version_key, ingested_s, raw_key });
          if (staged.table === 'ticket_attributes') touch(touched, staged.row);
        }
      }
      size += rows.length;
    },
    append(other) {
      for (const [name, rows] of other.tables) {
        const mine = rowsOf(name);
        for (const row of rows) mine.push(row);
      }
      for (const id of other.touched) touched.add(id);
      size += other.size;
    },
    async stage(lake) {
      const merges: Merge[] = [];
      for (const { name } of allTables) {
        const rows = tables.get(name);
        if (rows !== undefined && rows.length > 0) merges.push(await putStaged(lake, tableNamed(name), rows));
      }
      tables.clear();
      size = 0;
      return merges;
    },
  };
}

/** Stages the rows of one table and stores the object. */
export async function putStaged(lake: Lake, table: Table, rows: readonly AnyRow[]): Promise<Merge> {
  const { key, body, partitions, rows: count } = stage(table, rows);
  await lake.put(key, body, { contentType: 'application/vnd.apache.parquet' });
  return { table: table.name, key, partitions, rows: count };
}

/** A ticket and the one that it follows up: the follow-up is a fact of the earlier ticket. */
function touch(touched: Set<string>, { ticket_id, followup_of_id }: AnyRow): void {
  if (typeof ticket_id === 'string') touched.add(ticket_id);
  if (typeof followup_of_id === 'string') touched.add(followup_of_id);
}
