import { rawObject } from '../../shared/connectors/engine/raw.ts';
import type { Normalise, StagedRow } from '../../shared/connectors/staged-row.ts';
import type { TicketEvent } from '../../shared/events/event.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { PullHome } from './pull-ports.ts';

/** What is stored after loading: current rows by table and key, events by id. The larger or equal version wins, as MERGE does. */
export interface Loaded {
  readonly tables: Readonly<Record<string, readonly AnyRow[]>>;
  readonly events: readonly LoadedEvent[];
  /** Lists of messages that came whole, by the ticket and how the ids of their messages begin: about the telling, not the ticket. */
  readonly tellings: readonly string[];
}
/** An event of any kind, with whatever it says: tests look at one key of many kinds. */
export type LoadedEvent = Omit<TicketEvent, 'data'> & {
  readonly data: Readonly<Record<string, string | number | null | undefined>>;
};

/** Normalises every raw page of a home in the order of keys and merges, as load does. */
export async function loaded(home: PullHome, normalise: Normalise): Promise<Loaded> {
  const best = new Map<string, StagedRow>();
  for (const key of [...home.objects.keys()].filter((key) => key.includes('/page-')).sort()) {
    for await (const rows of normalise(rawObject(home.ports.lake, key))) {
      for (const row of rows) {
        const name = keyOf(row);
        const before = best.get(name);
        if (!before || row.version >= before.version) best.set(name, row);
      }
    }
  }
  const tables: Record<string, AnyRow[]> = {};
  const events: LoadedEvent[] = [];
  for (const [, row] of [...best].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if ('event' in row) events.push(row.event);
    else (tables[row.table] ??= []).push(row.row);
  }
  events.sort((a, b) =>
    a.ticket_id < b.ticket_id ? -1 : a.ticket_id > b.ticket_id ? 1 : a.at_s - b.at_s || a.order - b.order,
  );
  const tellings = events.flatMap(({ kind, ticket_id, data }) =>
    kind === 'retold' ? [`${ticket_id} ${data.prefix}`] : [],
  );
  return { tables, events: events.filter(({ kind }) => kind !== 'retold'), tellings };
}

function keyOf(row: StagedRow): string {
  if ('event' in row) return `event ${row.event.event_id ?? JSON.stringify(row.event)}`;
  const table = allTables.find(({ name }) => name === row.table);
  return `${row.table} ${(table?.key ?? []).map((column) => String((row.row as AnyRow)[column] ?? '')).join(' ')}`;
}
