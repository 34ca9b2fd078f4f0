import { hash } from 'node:crypto';
import { ticketEvents } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import type { Actor, EventKind, TicketEvent } from './event.ts';

export type TicketEventRow = Row<typeof ticketEvents>;

/** Columns that follow from the others or only say where a row came from: an event is read back without them. */
export const impliedColumns = [
  'source',
  'at_month',
  'is_public',
  'is_derived',
  'raw_key',
] as const satisfies readonly (keyof TicketEventRow)[];
export type EventColumns = Omit<TicketEventRow, (typeof impliedColumns)[number]>;

/** Where an event came from: what load adds to every row. */
export interface Provenance {
  readonly source: string;
  readonly version_key: string;
  readonly ingested_s: number;
  readonly raw_key: string;
}

/**
 * An event as a row of ticket_events. Data with a column of its own goes there when it has the column's type; the rest, an
 * explicit null included, is kept in `payload`, so that eventOf gives back exactly what came in.
 */
export function eventRow(event: TicketEvent, provenance: Provenance): TicketEventRow {
  const { data, kind } = event;
  const own: Partial<Record<TextColumn, string>> = {};
  let text_length: number | null = null;
  let rest: string[] | undefined;
  for (const name in data) {
    const value = data[name];
    const column = typeof value === 'string' ? columnsOf(kind)[name] : undefined;
    if (column !== undefined) own[column] = value as string;
    else if (name === 'text_length' && isInt32(value)) text_length = value;
    else (rest ??= []).push(name);
  }
  return {
    event_id: event.event_id ?? hashOf(event),
    ticket_id: event.ticket_id,
    at_month: monthOf(event.at_s),
    at_s: event.at_s,
    seq: event.order,
    kind,
    actor_id: event.actor_id ?? null,
    actor: event.actor,
    from_value: own.from_value ?? null,
    to_value: own.to_value ?? null,
    from_status: own.from_status ?? null,
    to_status: own.to_status ?? null,
    field: own.field ?? null,
    is_public: kind === 'replied' ? true : kind === 'noted' ? false : null,
    is_derived: kind === 'snapshot',
    channel: own.channel ?? null,
    link_type: own.link_type ?? null,
    link_target: own.link_target ?? null,
    payload: rest === undefined ? null : payloadOf(data, rest),
    text_length,
    source: provenance.source,
    version_key: provenance.version_key,
    ingested_s: provenance.ingested_s,
    raw_key: provenance.raw_key,
  };
}

/** What has no column, by name in order, so that the same data is the same text. */
const payloadOf = (data: TicketEvent['data'], names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.sort().map((name) => [name, data[name] ?? null])));

/** The event of a row; the inverse of eventRow. */
export function eventOf(row: EventColumns): TicketEvent {
  const data: Record<string, string | number | null> =
    row.payload === null ? {} : (JSON.parse(row.payload) as Record<string, string | number | null>);
  for (const [name, column] of Object.entries(columnsOf(row.kind as EventKind))) {
    const value = row[column];
    if (value !== null) data[name] = value;
  }
  if (row.text_length !== null) data['text_length'] = row.text_length;
  return {
    ticket_id: row.ticket_id ?? '',
    event_id: row.event_id ?? '',
    at_s: row.at_s ?? 0,
    order: row.seq ?? 0,
    kind: row.kind as EventKind,
    actor: row.actor as Actor | null,
    actor_id: row.actor_id,
    data,
  };
}

/** yyyy-MM of an instant in UTC: the partition of events and tickets. */
export function monthOf(at_s: number): string {
  // Days since 1970-01-01 to a civil month, after H. Hinnant, "chrono-compatible low-level date algorithms".
  const z = Math.floor(at_s / 86_400) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

type TextColumn =
  'from_value' | 'to_value' | 'from_status' | 'to_status' | 'field' | 'channel' | 'link_type' | 'link_target';

/** Which name of `data` has which column, by kind; text only. */
type TextColumns = Readonly<Record<string, TextColumn>>;
const columnsByName = (columns: TextColumns): TextColumns => Object.assign(Object.create(null), columns) as TextColumns;
const values = columnsByName({ from: 'from_value', to: 'to_value', field: 'field', channel: 'channel' });
const statuses = columnsByName({ from: 'from_status', to: 'to_status' });
const links = columnsByName({ type: 'link_type', target: 'link_target' });
const columnsOf = (kind: EventKind): TextColumns =>
  kind === 'status' ? statuses : kind === 'linked' || kind === 'unlinked' ? links : values;

const isInt32 = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;

/** Names an event by what it says: ticket, kind, time, actor, payload and ordinal. */
function hashOf({ ticket_id, kind, at_s, order, actor, actor_id, data }: TicketEvent): string {
  const payload = Object.keys(data)
    .sort()
    .map((name) => [name, data[name] ?? null]);
  return hash('sha256', JSON.stringify([ticket_id, kind, at_s, order, actor, actor_id ?? null, payload]), 'hex').slice(
    0,
    40,
  );
}
