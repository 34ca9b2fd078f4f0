import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { EventData, EventKind, TicketEvent } from '../../shared/events/event.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { silentLog } from '../support/silent-log.ts';
import type { Normalise, StagedRow } from '../../shared/connectors/staged-row.ts';
import { InputError } from '../../shared/errors.ts';
import { tellsAll } from '../../shared/knowledge/telling.ts';
import type { FactsContext } from '../../shared/facts/context.ts';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import type { LoadDeps } from '../../shared/load/load.ts';

export type LoadPorts = LoadDeps['ports'];

const policies: FactsContext['policies'] = {
  resolution: 'last',
  merged: 'exclude',
  spam: 'exclude',
  test: 'exclude',
  deleted: 'exclude',
  bot_only: 'exclude',
  outbound: 'exclude',
  test_tags: [],
  reopen_window_days: 7,
  reopen_grace_s: 0,
} as unknown as FactsContext['policies'];

/**
 * A lake, a state and a database, new or a copy of a closed home's; raw objects whose bytes are the staged rows themselves, as
 * JSON.
 */
export async function loadHome(copyOf?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'casebook-load-'));
  if (copyOf !== undefined) await cp(copyOf, folder, { recursive: true });
  const warehouse = await duckdbWarehouse({ file: join(folder, 'casebook.duckdb'), lake: folder, threads: 1 });
  if (copyOf === undefined) await warehouse.migrate(allTables);
  const ports: LoadPorts = {
    lake: folderLake(folder),
    state: folderState(join(folder, 'state')),
    warehouse,
    log: silentLog,
  };
  return {
    ports,
    folder,
    async receive(page: RawPage, rows: readonly StagedRow[] | 'bad'): Promise<string> {
      const { source = 'helpdesk', stream = 'tickets', run = 'r1', number, at_s = 1000 + number } = page;
      const key = `raw/source=${source}/stream=${stream}/run=${run}/page-${String(number).padStart(6, '0')}.at-${at_s}.json.gz`;
      await ports.lake.put(key, gzipSync(JSON.stringify(rows)), { ifAbsent: true });
      return key;
    },
    /** Every row of every table that has any, as text, in a fixed order. */
    tables: () => dump(ports),
    async close(keep = false) {
      await warehouse.close();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RawPage {
  readonly number: number;
  readonly source?: string;
  readonly stream?: string;
  readonly run?: string;
  readonly at_s?: number;
}

/** What these loads write. */
const filledTables = [
  'ticket_attributes',
  'tickets',
  'ticket_events',
  'ticket_flow',
  'ticket_intervals',
  'ticket_owners',
  'people',
];

async function dump({ warehouse }: LoadPorts): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables: Record<string, readonly string[]> = {};
  for (const name of filledTables) {
    const { columns, rows } = await warehouse.query('dump', `SELECT * FROM ${name} ORDER BY ALL`);
    if (rows.length > 0)
      tables[name] = rows.map((row) => columns.map((column, i) => `${column}=${String(row[i])}`).join(' '));
  }
  return tables;
}

/** Yields rows in batches of three, and rejects an object that says "bad" after its first batch. */
const readJson: Normalise = async function* (raw) {
  const parts: Uint8Array[] = [];
  for await (const part of raw.open()) parts.push(part);
  const rows = JSON.parse(Buffer.concat(parts).toString('utf8')) as readonly StagedRow[] | 'bad';
  if (rows === 'bad') {
    yield [attributes('from a bad file', '9')];
    throw new InputError('roster.csv line 7: found "x", expected a number', ['line 7']);
  }
  for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3);
};

/** Real facts; people are asked by role, everybody in `calendar` round the clock. */
export function loadDeps(
  ports: LoadPorts,
  change: Partial<LoadDeps> & { readonly fingerprint?: string } = {},
): LoadDeps {
  return {
    ports,
    normaliserFor: () => readJson,
    factsRules: (_source, { people, groups }) => ({
      fingerprint: change.fingerprint ?? 'rules 1',
      telling: tellsAll,
      derive: (input) =>
        deriveTicket(input, {
          policies,
          untold: () => new Set(),
          aiAgents: new Set(),
          person(_source, id) {
            const row = people.find(({ person_id }) => person_id === id);
            return row === undefined ? undefined : { role: row.role, is_bot: row.is_bot === true };
          },
          statusOf: () => undefined,
          group: (_source, id) => groups.find(({ group_id }) => group_id === id),
          teamOf: () => null,
          calendarOf: () => null,
          ownTargets: () => null,
          businessSeconds: () => 0,
        }),
    }),
    ...change,
  };
}

export const attributes = (ticket_id: string, version: string, more: AnyRow = {}): StagedRow => ({
  table: 'ticket_attributes',
  version,
  row: { ticket_id, created_s: 10_000, status: 'open', requester_id: 'customer', fact_source: 'events', ...more },
});

export const event = <K extends EventKind>(
  ticket_id: string,
  at_s: number,
  kind: K,
  data: Partial<EventData<K>> = {},
  actor_id: string | null = 'agent',
  actor: TicketEvent['actor'] = 'agent',
): StagedRow => ({
  version: '1',
  event: { ticket_id, at_s, order: 0, kind, actor, actor_id, data } as unknown as TicketEvent,
});

export const person = (person_id: string, role: string, version = '1'): StagedRow => ({
  table: 'people',
  version,
  row: { person_id, role, is_bot: false, group_ids: '[]', from_s: 0, to_s: null },
});

/** A ticket that was opened, answered, solved, and reopened when `reopened`. */
export const story = (id: string, created_s: number, reopened = false): readonly StagedRow[] => [
  attributes(id, `v${created_s}`, { created_s, status: reopened ? 'open' : 'solved' }),
  event(id, created_s, 'created', { status: 'new' }, 'customer', 'customer'),
  event(id, created_s + 60, 'assigned', { to: 'agent' }),
  event(id, created_s + 100, 'replied', { text_length: 5 }),
  event(id, created_s + 200, 'status', { from: 'new', to: 'solved' }),
  ...(reopened ? [event(id, created_s + 300, 'status', { from: 'solved', to: 'open' }, 'customer', 'customer')] : []),
];
