import { ofKind, unread, type TicketEvent } from '../events/event.ts';
import { eventOf, impliedColumns, type EventColumns } from '../events/event-row.ts';
import { identifier, literal, literals } from '../lake/literal.ts';
import { compareText } from '../lake/order.ts';
import {
  ingestRejects,
  slaResults,
  ticketAttributes,
  ticketEvents,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketTurns,
  tickets,
} from '../lake/tables.ts';
import type { AnyRow, Row, Table } from '../lake/table.ts';
import type { Intake, Ports } from '../ports.ts';
import { ticketsCondition, type Tickets } from './pending.ts';

/** What the facts of one ticket are made of. */
export interface TicketInput {
  readonly attributes: Row<typeof ticketAttributes>;
  /** Every stored event, by time and order. */
  readonly events: readonly TicketEvent[];
  /** Creation of the first ticket that follows this one up. */
  readonly first_followup_s: number | null;
}

/** The rows of one ticket; provenance is filled in here. */
export interface TicketFacts {
  readonly ticket: AnyRow;
  readonly flow: readonly AnyRow[];
  readonly intervals: readonly AnyRow[];
  readonly owners: readonly AnyRow[];
  readonly turns: readonly AnyRow[];
  /** Promises that were told as events. */
  readonly promises: readonly AnyRow[];
}

export type DeriveTicket = (input: TicketInput) => TicketFacts;

export interface DeriveOptions {
  /** Tickets that are stored together. */
  readonly chunkTickets?: number;
  /** The same where none of them has stored facts: they are inserted and not looked for, and each change of the tables costs. */
  readonly newTickets?: number;
  /** Counts the tickets whose facts are other than those stored. */
  readonly compares?: boolean;
}

export interface DeriveHooks {
  /** Told, before a chunk is stored, which tickets lost a follow-up by it and have to be derived as well. */
  readonly beforeStore?: (more: ReadonlySet<string>) => Promise<void>;
  /** Told the last ticket of a chunk that was stored, all before it being stored, too. */
  readonly afterStore?: (ticket: string) => Promise<void>;
  /** Tickets up to this one, by id, are left out; null leaves out none. */
  readonly after?: string | null;
}

export interface Derivation {
  readonly tickets: number;
  /** Tickets of events whose attributes have not been delivered: they wait, without facts. */
  readonly orphans: number;
  /** Tickets that lost a follow-up, and are to be derived as well. */
  readonly more: readonly string[];
  /** Tickets whose facts were stored and are others now; 0 unless they are compared. */
  readonly changed: number;
}

/**
 * Derives the facts of tickets from all their stored events and replaces what was stored: two ordered streams, joined here, so
 * that memory is bounded by one chunk. Each chunk merges the tickets first; should the process die before their flow, intervals
 * and owners are there, the next derivation finds the tickets stored and clears the rest before it writes again.
 */
export async function deriveTickets(
  source: string,
  which: Tickets,
  derive: DeriveTicket,
  ports: Pick<Ports, 'warehouse'>,
  {
    chunkTickets = 5_000,
    newTickets = 25_000,
    beforeStore = () => Promise.resolve(),
    afterStore = () => Promise.resolve(),
    after = null,
    compares = false,
  }: DeriveOptions & DeriveHooks = {},
): Promise<Derivation> {
  if (which !== 'all' && which.length === 0) return { tickets: 0, orphans: 0, more: [], changed: 0 };
  const attributes = rowsOf<AttributesRow>(
    ports.warehouse.stream('ticket attributes', attributesSql(source, which, after, compares), ['ticket_id']),
  );
  const events = rowsOf<EventRow>(
    ports.warehouse.stream('ticket events', eventsSql(source, which, after), ['ticket_id', 'at_s', 'seq', 'event_id']),
  );
  const more = new Set<string>();
  const begin = (): Chunk => emptyChunk(ports.warehouse.intake());
  let chunk = begin();
  let count = 0;
  let orphans = 0;
  let changed = 0;
  try {
    let event = await events.next();
    const storeChunk = async (): Promise<void> => {
      const last = chunk.ids.at(-1);
      await beforeStore(more);
      await store(chunk, source, which, ports);
      chunk = begin();
      if (last !== undefined) await afterStore(last);
    };
    for await (const row of attributes) {
      const id = row.ticket_id;
      while (event !== undefined && compareText(event.ticket_id, id) < 0) {
        orphans += 1;
        event = await skip(events, event.ticket_id);
      }
      // a chunk with stored facts names its tickets in its conditions: it stays small
      if (row.stored_month !== null && chunk.ids.length >= chunkTickets) await storeChunk();
      const own: EventRow[] = [];
      for (; event !== undefined && event.ticket_id === id; event = await events.next()) own.push(event);
      const facts = collect(chunk, source, compares ? withoutCompared(row) : row, own, derive, more);
      if (compares && isOther(facts, row)) changed += 1;
      count += 1;
      if (chunk.ids.length % sliceTickets === 0) await handOver(chunk);
      if (chunk.ids.length >= (chunk.known.length === 0 ? newTickets : chunkTickets)) await storeChunk();
    }
    while (event !== undefined) {
      orphans += 1;
      event = await skip(events, event.ticket_id);
    }
    await beforeStore(more);
    await store(chunk, source, which, ports);
  } finally {
    await chunk.intake.discard();
  }
  return { tickets: count, orphans, more: [...more].sort(), changed };
}

/** Facts that a reader of numbers would see change. */
const compared = Object.keys(tickets.columns).filter(
  (name) =>
    !(name in ticketAttributes.columns) &&
    !['created_month', 'calendar_id', 'data_quality'].includes(name) &&
    !name.startsWith('tells_'),
);
const alsoCompared = ['created_s', 'status', 'channel', 'priority', 'type', 'tier'];
const comparedColumns = [...compared, ...alsoCompared];

const withoutCompared = (row: AttributesRow): AttributesRow => {
  const stored = new Set(comparedColumns.map((name) => `stored_${name}`));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !stored.has(name))) as AttributesRow;
};

/** Whether a ticket had facts, and has others now. */
const isOther = (facts: AnyRow, stored: AnyRow): boolean =>
  stored['stored_month'] !== null &&
  comparedColumns.some((name) => (facts[name] ?? null) !== (stored[`stored_${name}`] ?? null));

type EventRow = EventColumns & { readonly ticket_id: string };
type AttributesRow = Row<typeof ticketAttributes> & {
  readonly ticket_id: string;
  readonly stored_month: string | null;
  readonly stored_version: string | null;
  readonly stored_followup_of_id: string | null;
  readonly first_followup_s: number | null;
};

/** Tickets whose rows are held as objects: few enough to be gone before anybody copies them. */
const sliceTickets = 50;

interface Chunk {
  readonly intake: Intake;
  readonly ids: string[];
  /** Tickets among them that had facts before: their flow, intervals, owners and promises are cleared first. */
  readonly known: string[];
  /**
   * Tickets that are stored with a newer version than they have now: another column dates their rows since. A merge would keep what
   * the earlier mapping told.
   */
  readonly newer: string[];
  /** Tickets whose promises were derived. */
  readonly promised: Set<string>;
  /** Rows that the intake does not have yet. */
  readonly rows: Map<Table, AnyRow[]>;
}

/** The partition of a ticket whose creation nobody knows: a partition cannot be null. */
const noMonth = '0000-00';

/** Tickets come first; see deriveTickets. */
export const derivedTables: readonly Table[] = [
  tickets,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketTurns,
  slaResults,
];
const replaced = derivedTables.filter((table) => table !== tickets && table !== slaResults);

const emptyChunk = (intake: Intake): Chunk => ({
  intake,
  ids: [],
  known: [],
  newer: [],
  promised: new Set(),
  rows: new Map([...derivedTables, ingestRejects].map((table) => [table, []])),
});

function collect(
  chunk: Chunk,
  source: string,
  { stored_month, stored_version, stored_followup_of_id, first_followup_s, ...attributes }: AttributesRow,
  events: readonly EventRow[],
  derive: DeriveTicket,
  more: Set<string>,
): AnyRow {
  if (stored_followup_of_id !== null && stored_followup_of_id !== attributes.followup_of_id)
    more.add(stored_followup_of_id);
  const { read, rejects } = readEvents(events, attributes);
  const facts = derive({ attributes, events: read, first_followup_s });
  const version_key = latest(attributes, events, 'version_key');
  const ingested_s = latest(attributes, events, 'ingested_s');
  const { raw_key } = attributes;
  const put = (table: Table, rows: readonly AnyRow[]): void => {
    const own = chunk.rows.get(table);
    for (const row of rows) own?.push({ ...row, source, version_key, ingested_s, raw_key });
  };
  // The first month seen stays for ever: it is the partition, and in another one the ticket would be stored twice.
  const created_month = stored_month ?? facts.ticket['created_month'] ?? noMonth;
  chunk.rows.get(tickets)?.push({ ...facts.ticket, created_month, source, version_key, ingested_s, raw_key });
  put(ticketFlow, facts.flow);
  put(ticketIntervals, facts.intervals);
  put(ticketOwners, facts.owners);
  put(ticketTurns, facts.turns);
  put(slaResults, facts.promises);
  if (facts.promises.length > 0) chunk.promised.add(attributes.ticket_id);
  put(ingestRejects, rejects);
  chunk.ids.push(attributes.ticket_id);
  if (stored_version !== null && stored_version > (version_key ?? '')) chunk.newer.push(attributes.ticket_id);
  if (stored_month !== null) chunk.known.push(attributes.ticket_id);
  return facts.ticket;
}

/**
 * Stored rows as events. One that is none, as another program or a later version may have left it, is a reject with its reason, and
 * what was said in the ticket is then not known to be whole.
 */
function readEvents(
  rows: readonly EventRow[],
  { ticket_id, ingested_s }: Pick<AttributesRow, 'ticket_id' | 'ingested_s'>,
): { readonly read: readonly TicketEvent[]; readonly rejects: readonly AnyRow[] } {
  const read: TicketEvent[] = [];
  const rejects: AnyRow[] = [];
  for (const row of withoutDeleted(uniqueEvents(rows))) {
    const { event, reason } = eventOf(row);
    if (event !== undefined) read.push(event);
    else rejects.push({ run: null, stream: 'ticket_events', item_id: row.event_id, reason, at_s: row.ingested_s });
  }
  if (rejects.length === 0) return { read, rejects };
  const gap: TicketEvent = {
    ticket_id,
    at_s: ingested_s ?? 0,
    order: 0,
    actor: null,
    ...unread({ stream: 'ticket_events' }),
  };
  return { read: [...read, gap], rejects };
}

/** Messages that the last telling of their whole list lacked are gone; that there was one is nothing that happened to the ticket. */
function withoutDeleted(rows: readonly EventRow[]): readonly EventRow[] {
  const tellings = ofKind(
    rows.filter(({ kind }) => kind === 'retold').flatMap((row) => eventOf(row).event ?? []),
    'retold',
  ).map(({ at_s, data: { prefix } }) => ({ at_s, prefix }));
  if (tellings.length === 0) return rows;
  const isGone = ({ event_id, ingested_s }: EventRow): boolean =>
    tellings.some(({ prefix, at_s }) => event_id?.startsWith(prefix) === true && (ingested_s ?? 0) < at_s);
  return rows.filter((row) => row.kind !== 'retold' && !isGone(row));
}

/** An event whose instant changed may be stored in two months; the later version counts. */
function uniqueEvents(events: readonly EventRow[]): readonly EventRow[] {
  if (events.length < 2) return events;
  const latestOf = new Map<string | null, EventRow>();
  for (const event of events) {
    const seen = latestOf.get(event.event_id);
    if (seen === undefined || (event.version_key ?? '') >= (seen.version_key ?? ''))
      latestOf.set(event.event_id, event);
  }
  return latestOf.size === events.length ? events : events.filter((event) => latestOf.get(event.event_id) === event);
}

async function handOver({ intake, rows }: Chunk): Promise<void> {
  for (const [table, tableRows] of rows) {
    await intake.add(table, tableRows);
    rows.set(table, []);
  }
}

/** Ids that one statement names: Athena limits its length. */
const listed = 5000;

async function store(
  chunk: Chunk,
  source: string,
  which: Tickets,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<void> {
  const { ids, known, newer, promised, intake } = chunk;
  if (ids.length === 0) return;
  await handOver(chunk);
  const ofSource = `source = ${literal(source)} AND `;
  const where = `${ofSource}${
    which === 'all'
      ? `ticket_id >= ${literal(ids[0] ?? '')} AND ticket_id <= ${literal(ids.at(-1) ?? '')}`
      : `ticket_id IN (${literals(known.length === 0 ? ids : known)})`
  }`;
  if (known.length > 0) {
    for (const table of replaced) await warehouse.remove(table, where);
    // other helpdesks tell promises as rows: only those of tickets that tell them as events are derived, and replaced
    if (promised.size > 0) await warehouse.remove(slaResults, `${ofSource}ticket_id IN (${literals([...promised])})`);
    // what casebook.yaml promised may hold no longer
    await warehouse.remove(slaResults, `${where} AND is_own`);
    // the last to go: a ticket that is not there has nothing else to be cleared
    for (let i = 0; i < newer.length; i += listed)
      await warehouse.remove(tickets, `${ofSource}ticket_id IN (${literals(newer.slice(i, i + listed))})`);
  }
  await intake.commit({ areNew: known.length === 0 && promised.size === 0 });
}

function eventsSql(source: string, which: Tickets, after: string | null): string {
  return `SELECT ${columnList(ticketEvents, 'e', impliedColumns)}
FROM ticket_events AS e
WHERE ${ticketsCondition('e', source, which, after)}`;
}

/** With the month and the follow-up target stored before, and the first follow-up of each ticket. */
function attributesSql(source: string, which: Tickets, after: string | null, compares: boolean): string {
  const stored = compares ? comparedColumns.map((name) => `,\n  t.${identifier(name)} AS stored_${name}`).join('') : '';
  return `WITH followups AS (
  SELECT f.followup_of_id AS ticket_id, min(coalesce(f.created_s, e.first_s)) AS first_followup_s
  FROM ticket_attributes AS f
  LEFT JOIN (SELECT ticket_id, min(at_s) AS first_s FROM ticket_events WHERE source = ${literal(source)} GROUP BY ticket_id) AS e
    ON e.ticket_id = f.ticket_id
  WHERE f.source = ${literal(source)} AND f.followup_of_id IS NOT NULL
  GROUP BY f.followup_of_id)
SELECT ${columnList(ticketAttributes, 'a')},
  t.created_month AS stored_month, t.version_key AS stored_version, t.followup_of_id AS stored_followup_of_id, u.first_followup_s${stored}
FROM ticket_attributes AS a
LEFT JOIN tickets AS t ON t.source = a.source AND t.ticket_id = a.ticket_id
LEFT JOIN followups AS u ON u.ticket_id = a.ticket_id
WHERE ${ticketsCondition('a', source, which, after)}`;
}

const columnList = (table: Table, alias: string, left: readonly string[] = []): string =>
  Object.keys(table.columns)
    .filter((name) => !left.includes(name))
    .map((name) => `${alias}.${identifier(name)}`)
    .join(', ');

/** The rows of a stream one by one. `next` answers undefined at the end; a loop over it goes on where `next` stopped. */
interface Rows<T> extends AsyncIterable<T> {
  next(): Promise<T | undefined>;
}

function rowsOf<T>(batches: AsyncIterable<readonly AnyRow[]>): Rows<T> {
  const iterator = batches[Symbol.asyncIterator]();
  let rows: readonly AnyRow[] = [];
  let at = 0;
  const next = async (): Promise<T | undefined> => {
    while (at >= rows.length) {
      const batch = await iterator.next();
      if (batch.done === true) return undefined;
      rows = batch.value;
      at = 0;
    }
    return rows[at++] as T;
  };
  return {
    next,
    async *[Symbol.asyncIterator]() {
      try {
        for (let row = await next(); row !== undefined; row = await next()) yield row;
      } finally {
        await iterator.return?.();
      }
    },
  };
}

async function skip(events: Rows<EventRow>, ticket: string): Promise<EventRow | undefined> {
  let event = await events.next();
  while (event !== undefined && event.ticket_id === ticket) event = await events.next();
  return event;
}

/** The largest version_key or ingested_s of what a ticket is made of. */
function latest(attributes: AnyRow, events: readonly AnyRow[], column: 'version_key' | 'ingested_s'): AnyRow[string] {
  let most = attributes[column] ?? null;
  for (const row of events) {
    const value = row[column] ?? null;
    if (value !== null && (most === null || value > most)) most = value;
  }
  return most;
}
