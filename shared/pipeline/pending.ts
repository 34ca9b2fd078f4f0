import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import { literals } from '../lake/literal.ts';
import type { State } from '../ports.ts';

/** Tickets whose facts are to be derived: some, by id, or every ticket of the source. */
export type Tickets = readonly string[] | 'all';

/**
 * The tickets that wait for their facts. They are written down before the tables change, so that a killed load derives them the
 * next time; deriving a ticket too often changes nothing.
 */
export interface Pending {
  tickets(): Tickets;
  /** Throws ConflictError when another process changed the list meanwhile. */
  add(tickets: Iterable<string> | 'all'): Promise<void>;
  /** Their facts are stored. */
  clear(): Promise<void>;
}

/** The list is named in SQL, which Athena limits to 262,144 bytes; a longer one means every ticket of the source. */
const limit = 150_000;

const Stored = z.object({ v: z.literal(1), tickets: z.union([z.literal('all'), z.array(z.string())]) });

export async function pendingTickets(state: State, source: string): Promise<Pending> {
  const name = `load/${source}/pending`;
  const found = await state.read(name);
  let version = found?.version ?? null;
  const start = found === undefined ? [] : Stored.parse(JSON.parse(found.value)).tickets;
  let ids = new Set(start === 'all' ? [] : start);
  let all = start === 'all';
  let bytes = [...ids].reduce((sum, id) => sum + sizeOf(id), 0);
  const conflict = (): ConflictError =>
    new ConflictError(`Another process is loading source ${source}. Run again when it has ended.`);
  return {
    tickets: () => (all ? 'all' : [...ids].sort()),
    async add(tickets) {
      if (all) return;
      const before = ids.size;
      if (tickets === 'all') all = true;
      else {
        for (const id of tickets) {
          if (ids.has(id)) continue;
          ids.add(id);
          bytes += sizeOf(id);
        }
        all = bytes > limit;
        if (!all && ids.size === before) return;
      }
      if (all) ids = new Set();
      const written = await state.write(
        name,
        JSON.stringify({ v: 1, tickets: all ? 'all' : [...ids].sort() }),
        version,
      );
      if (written === undefined) throw conflict();
      version = written;
    },
    async clear() {
      if (version !== null && !(await state.remove(name, version))) throw conflict();
      ids = new Set();
      all = false;
      bytes = 0;
      version = null;
    },
  };
}

/** The SQL condition that picks these tickets of a source; `table` is the alias. */
export function ticketsCondition(table: string, source: string, tickets: Tickets): string {
  const ofSource = `${table}.source = ${literals([source])}`;
  return tickets === 'all' ? ofSource : `${ofSource} AND ${table}.ticket_id IN (${literals(tickets)})`;
}

const sizeOf = (id: string): number => id.length * 2 + 4;
