import type { TicketEvent } from '../events/event.ts';
import type { allTables } from '../lake/tables.ts';
import type { Provenance, Row } from '../lake/table.ts';

/** What a connector tells of a row of each table. Load adds where it came from; columns left out are null. */
type Told = {
  readonly [T in (typeof allTables)[number] as T['name']]: Partial<Omit<Row<T>, keyof Provenance>>;
};
export type StagedTable = Exclude<keyof Told, 'ticket_events'>;
export type TableRow<N extends StagedTable = StagedTable> = {
  [T in N]: { readonly table: T; readonly row: Told[T]; readonly version: string };
}[N];

/**
 * What a raw object becomes: a row of a table, or an event of a ticket (load names it, gives it its month and stores it in
 * ticket_events). A key that the table lacks does not compile.
 */
export type StagedRow = TableRow | { readonly event: TicketEvent; readonly version: string };

/** One object of raw/: a vendor page or a dropped file, exactly as received. */
export interface RawObject {
  readonly key: string;
  readonly source: string;
  readonly stream: string;
  /** When it was received. */
  readonly received_s: number;
  /** Its bytes, unpacked. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * Turns one raw object of a source into staged rows, in batches of bounded size. Pure: same bytes and configuration, same rows.
 * Total for vendor pages: an item that cannot be read becomes an ingest_rejects row. For dropped files a fault throws InputError.
 */
export type Normalise = (raw: RawObject) => AsyncIterable<readonly StagedRow[]>;
