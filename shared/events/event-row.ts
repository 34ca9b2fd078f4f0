import { hash } from 'node:crypto';
import { ticketEvents } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import type { TicketEvent } from './event.ts';
import { commonKeys, eventKinds, type DataColumn, type Key } from './kinds.ts';
import { actors, isOneOf } from './words.ts';

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

/** How a kind's data lie in a row: its keys, and which of them have a column. */
interface Layout {
  readonly keys: ReadonlyMap<string, Key>;
  readonly columns: readonly (readonly [name: string, column: DataColumn])[];
  readonly required: readonly string[];
}
const layouts: ReadonlyMap<string, Layout> = new Map(
  Object.entries(eventKinds).map(([kind, own]) => {
    const keys = Object.entries<Key>({ ...own, ...commonKeys });
    return [
      kind,
      {
        keys: new Map(keys),
        columns: keys.flatMap(([name, { column }]) => (column === null ? [] : [[name, column] as const])),
        required: keys.flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
      },
    ];
  }),
);

/**
 * An event as a row of ticket_events. Data with a column of its own goes there when it has the column's type; the rest, an
 * explicit null included, is kept in `payload`, so that eventOf gives back exactly what came in.
 */
export function eventRow(event: TicketEvent, provenance: Provenance): TicketEventRow {
  const { kind } = event;
  const data: Readonly<Record<string, Told | undefined>> = event.data;
  const keys = layouts.get(kind)?.keys;
  const own: Partial<Record<DataColumn, Told>> = {};
  let rest: string[] | undefined;
  for (const name in data) {
    const value = data[name];
    if (value === undefined) continue;
    const column = keys?.get(name)?.column ?? null;
    if (column !== null && (column === 'text_length' ? isInt32(value) : typeof value === 'string')) own[column] = value;
    else (rest ??= []).push(name);
  }
  const text = (column: Exclude<DataColumn, 'text_length'>) => (own[column] ?? null) as string | null;
  return {
    event_id: event.event_id ?? hashOf(event),
    ticket_id: event.ticket_id,
    at_month: monthOf(event.at_s),
    at_s: event.at_s,
    seq: event.order,
    kind,
    actor_id: event.actor_id ?? null,
    actor: event.actor,
    from_value: text('from_value'),
    to_value: text('to_value'),
    from_status: text('from_status'),
    to_status: text('to_status'),
    field: text('field'),
    is_public: kind === 'replied' ? true : kind === 'noted' ? false : null,
    is_derived: kind === 'snapshot',
    channel: text('channel'),
    link_type: text('link_type'),
    link_target: text('link_target'),
    payload: rest === undefined ? null : payloadOf(data, rest),
    text_length: (own.text_length ?? null) as number | null,
    source: provenance.source,
    version_key: provenance.version_key,
    ingested_s: provenance.ingested_s,
    raw_key: provenance.raw_key,
  };
}

type Told = string | number | null;

/** What has no column, by name in order, so that the same data is the same text. */
function payloadOf(data: Readonly<Record<string, Told | undefined>>, names: readonly string[]): string {
  if (!isSame(names, keysOfLast.names)) keysOfLast = keysOf(names);
  let text = '';
  for (const { name, quoted } of keysOfLast.sorted)
    text += `${text === '' ? '{' : ','}${quoted}:${JSON.stringify(data[name] ?? null)}`;
  return `${text}}`;
}

/** The events of a source have the same keys many times in a row. */
const keysOf = (names: readonly string[]) => ({
  names,
  sorted: [...names].sort().map((name) => ({ name, quoted: JSON.stringify(name) })),
});
let keysOfLast = keysOf([]);
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

/** A stored row as an event, or why it is none. */
export type EventRead =
  | { readonly event: TicketEvent; readonly reason?: undefined }
  | { readonly event?: undefined; readonly reason: string };

/** The event of a row; the inverse of eventRow. A row that no builder could have made is told with its reason, whatever it holds. */
export function eventOf(row: EventColumns): EventRead {
  const { ticket_id, event_id, at_s, seq, kind, actor } = row;
  const layout = layouts.get(kind ?? '');
  if (layout === undefined) return unreadable('kind', kind, `one of ${[...layouts.keys()].join(', ')}`);
  if (ticket_id === null) return unreadable('ticket_id', null, 'the id of a ticket');
  if (at_s === null) return unreadable('at_s', null, 'an instant');
  if (seq === null) return unreadable('seq', null, 'a number');
  if (actor !== null && !isOneOf(actors, actor)) return unreadable('actor', actor, `one of ${actors.join(', ')}`);
  const data = payloadIn(row.payload);
  if (data === undefined) return unreadable('payload', row.payload, 'a JSON object');
  for (const [name, column] of layout.columns) {
    const value = row[column];
    if (value !== null) data[name] = value;
  }
  for (const name in data) {
    const key = layout.keys.get(name);
    if (key === undefined)
      return unreadable(`${kind}.${name}`, data[name], `one of ${[...layout.keys.keys()].join(', ')}`);
    if (!fits(key, data[name])) return unreadable(`${kind}.${name}`, data[name], expectedOf(key));
  }
  const missing = layout.required.find((name) => !(name in data));
  if (missing !== undefined) return unreadable(`${kind}.${missing}`, undefined, 'a value');
  // every key was compared with the definition of its kind
  return {
    event: {
      ticket_id,
      event_id: event_id ?? '',
      at_s,
      order: seq,
      kind,
      actor,
      actor_id: row.actor_id,
      data,
    } as TicketEvent,
  };
}

const unreadable = (place: string, found: unknown, expected: string): EventRead => ({
  reason: `${place}: found ${found === undefined ? 'nothing' : (JSON.stringify(found)?.slice(0, 80) ?? typeof found)}, expected ${expected}`,
});

function payloadIn(payload: string | null): Record<string, unknown> | undefined {
  if (payload === null) return {};
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function fits({ of, isNullable }: Key, value: unknown): boolean {
  if (value === null) return isNullable;
  if (of === 'text') return typeof value === 'string';
  if (of === 'number') return Number.isFinite(value);
  return (of as readonly unknown[]).includes(value);
}
const expectedOf = ({ of }: Key): string =>
  of === 'text' ? 'a text' : of === 'number' ? 'a number' : `one of ${of.join(', ')}`;

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

const isInt32 = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;

/** Names an event by what it says: ticket, kind, time, actor, payload and ordinal. */
function hashOf({ ticket_id, kind, at_s, order, actor, actor_id, data }: TicketEvent): string {
  const payload = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([ticket_id, kind, at_s, order, actor, actor_id ?? null, payload]), 'hex').slice(
    0,
    40,
  );
}
