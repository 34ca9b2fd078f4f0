import type { TicketEvent } from '../facts/event.ts';
import type { TableName } from '../lake/tables.ts';
import type { AnyRow } from '../lake/table.ts';

/**
 * What a raw object becomes: a row of a table, or an event of a ticket (load names it, gives it its month and stores it in
 * ticket_events). Rows carry no provenance: load adds source, ingested_s and raw_key. Columns left out are null.
 */
export type StagedRow =
  | { readonly table: Exclude<TableName, 'ticket_events'>; readonly row: AnyRow; readonly version: string }
  | { readonly event: TicketEvent; readonly version: string };

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
