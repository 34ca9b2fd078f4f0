import type { TicketEvent } from '../../shared/events/event.ts';
import type { FactsContext, TicketAttributes } from '../../shared/facts/context.ts';
import { deriveTicket } from '../../shared/facts/derive.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import { ticketFlow, ticketIntervals, ticketOwners, tickets, ticketTurns } from '../../shared/lake/tables.ts';
import { attributes, context } from './facts.ts';
import type { testLake } from './measured.ts';

/** Tickets t0, t1, ... as the product derives them from these events, in the lake; each is a category of its own. */
export async function derived(
  home: ReturnType<typeof testLake>,
  histories: readonly (readonly TicketEvent[])[],
  created_s: number,
  { rules = {}, of = () => ({}) }: Partial<Given> = {},
): Promise<void> {
  const facts = histories.map((events, i) => {
    const ticket_id = `t${i}`;
    const given = attributes({ ticket_id, category: ticket_id, created_s, updated_s: created_s, ...of(i) });
    const own = events.map((one) => ({ ...one, ticket_id }));
    return deriveTicket({ attributes: given, events: own, first_followup_s: null }, context(rules));
  });
  await home.put(
    tickets,
    facts.map((one) => one.ticket),
  );
  for (const [table, part] of [
    [ticketFlow, 'flow'],
    [ticketIntervals, 'intervals'],
    [ticketOwners, 'owners'],
    [ticketTurns, 'turns'],
  ] as const)
    await home.put(
      table,
      facts.flatMap((one): readonly AnyRow[] => one[part]),
    );
}

interface Given {
  readonly rules: Partial<FactsContext>;
  /** What the helpdesk's row of a ticket says besides. */
  readonly of: (i: number) => Partial<TicketAttributes>;
}
