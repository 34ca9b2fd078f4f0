import type { RawKey } from './raw-objects.ts';
import { InternalError } from '../errors.ts';
import type { StagedRow } from '../connectors/staged-row.ts';
import { eventRow } from '../events/event-row.ts';
import { allTables } from '../lake/tables.ts';
import type { AnyRow, Table } from '../lake/table.ts';
import type { Intake } from '../ports.ts';

/** Rows by table, on their way to an intake, and the tickets whose facts they change. */
export interface Batch {
  readonly size: number;
  readonly touched: ReadonlySet<string>;
  add(rows: readonly StagedRow[], raw: RawKey): void;
  /** Takes over everything of another batch. */
  append(other: Batch): void;
  /** Hands the rows over and empties the batch of rows. */
  into(intake: Intake): Promise<void>;
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
    async into(intake) {
      for (const [name, rows] of tables) await intake.add(tableNamed(name), rows);
      tables.clear();
      size = 0;
    },
  };
}

/** A ticket and the one that it follows up: the follow-up is a fact of the earlier ticket. */
function touch(touched: Set<string>, { ticket_id, followup_of_id }: AnyRow): void {
  if (typeof ticket_id === 'string') touched.add(ticket_id);
  if (typeof followup_of_id === 'string') touched.add(followup_of_id);
}
