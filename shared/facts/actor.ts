import type { FactsContext } from './context.ts';
import type { Actor, TicketEvent } from '../events/event.ts';

type People = Pick<FactsContext, 'person'>;

/**
 * Events with their actor settled: a robot account is automation whatever the vendor calls it; an actor the vendor does not name
 * is looked up among the people of that time, or is the customer when the requester acted. null stays: nobody knows. An agent who
 * may be the requester, as one account of a site can be both, is the customer of the ticket that they asked for.
 */
export function withActors(
  events: readonly TicketEvent[],
  source: string,
  requesters: ReadonlySet<string | null | undefined>,
  people: People,
): readonly TicketEvent[] {
  return events.map((event) => {
    const actor = actorOf(event, source, requesters, people);
    return actor === event.actor ? event : { ...event, actor };
  });
}

function actorOf(
  event: TicketEvent,
  source: string,
  requesters: ReadonlySet<string | null | undefined>,
  people: People,
): Actor | null {
  const { actor, actor_id } = event;
  if (actor_id === undefined || actor_id === null || actor === 'automation' || actor === 'customer') return actor;
  const then = people.person(source, actor_id, event.at_s);
  if (then?.is_bot === true) return 'automation';
  if (actor !== null) return event.data.may_be_requester === 1 && requesters.has(actor_id) ? 'customer' : actor;
  if (then?.is_presumed === true && requesters.has(actor_id)) return 'customer';
  if (then?.role === 'customer') return 'customer';
  if (then !== undefined && then.role !== null) return 'agent';
  return requesters.has(actor_id) ? 'customer' : null;
}
