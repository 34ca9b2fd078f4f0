import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import { literal, literals } from '../lake/literal.ts';
import { compareText } from '../lake/order.ts';
import type { State } from '../ports.ts';
import { hold } from '../state.ts';

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
  /**
   * While every ticket of the source waits: the last one that is done, by id, if that was done under the same rules and inputs
   * (`under` names them); null to begin at the first.
   */
  reached(under: string): string | null;
  /** Notes down how far a walk over every ticket came. */
  reach(ticket: string, under: string): Promise<void>;
  /** Their facts are stored. */
  clear(): Promise<void>;
}

/** The list is named in SQL, which Athena limits to 262,144 bytes; a longer one means every ticket of the source. */
const limit = 150_000;

const Stored = z.object({
  v: z.literal(1),
  tickets: z.union([z.literal('all'), z.array(z.string())]),
  reached: z.object({ ticket: z.string(), under: z.string() }).optional(),
});

export async function pendingTickets(state: State, source: string): Promise<Pending> {
  const name = `load/${source}/pending`;
  const held = await hold(
    state,
    name,
    () => new ConflictError(`Another process is loading source ${source}. Run again when it has ended.`),
  );
  const stored = held.text === undefined ? undefined : Stored.parse(JSON.parse(held.text));
  const start = stored?.tickets ?? [];
  let reached = stored?.reached;
  let ids = new Set(start === 'all' ? [] : start);
  let all = start === 'all';
  let bytes = [...ids].reduce((sum, id) => sum + sizeOf(id), 0);
  const write = async (): Promise<void> => {
    const value = { v: 1, tickets: all ? 'all' : [...ids].sort(), ...(reached === undefined ? {} : { reached }) };
    await held.write(JSON.stringify(value));
  };
  return {
    tickets: () => (all ? 'all' : [...ids].sort()),
    async add(tickets) {
      if (all) {
        // A ticket that was done waits again: the walk begins anew.
        const done = reached?.ticket;
        if (tickets === 'all' || done === undefined || ![...tickets].some((id) => compareText(id, done) <= 0)) return;
        reached = undefined;
        await write();
        return;
      }
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
      await write();
    },
    reached: (under) => (all && reached?.under === under ? reached.ticket : null),
    async reach(ticket, under) {
      reached = { ticket, under };
      await write();
    },
    async clear() {
      await held.remove();
      ids = new Set();
      all = false;
      reached = undefined;
      bytes = 0;
    },
  };
}

/** The SQL condition that picks these tickets of a source; `table` is the alias. `after`: only those with a greater id. */
export function ticketsCondition(table: string, source: string, tickets: Tickets, after: string | null = null): string {
  const rest = after === null ? '' : ` AND ${table}.ticket_id > ${literal(after)}`;
  const ofSource = `${table}.source = ${literals([source])}${rest}`;
  return tickets === 'all' ? ofSource : `${ofSource} AND ${table}.ticket_id IN (${literals(tickets)})`;
}

const sizeOf = (id: string): number => id.length * 2 + 4;
