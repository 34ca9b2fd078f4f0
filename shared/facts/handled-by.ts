import type { TicketEvent } from '../events/event.ts';
import type { TicketHistory } from './history.ts';

/** Who handled a case up to its first resolution, or so far. An autoresponder or a rule is `automation`, no AI agent. */
export type HandledBy = 'ai' | 'ai_then_person' | 'person' | 'automation' | 'none' | 'not_told';

/**
 * Decided once, by messages and changes of status. AI agents are the accounts that the configuration names as bots: somebody unknown is
 * none of them, but may be a person, so that without any act of a person the answer is not told.
 */
export function handledBy(history: TicketHistory): HandledBy {
  const { events, created_s, resolution, owned, untold, context } = history;
  if (untold.has('authors')) return 'not_told';
  const owners = new Set(owned.flatMap(({ person_id }) => (person_id === null ? [] : [person_id])));
  const until_s = resolution.first_resolved_s ?? history.as_of_s;
  const hands = new Set(
    events
      .filter((event) => event.at_s <= until_s && isAct(event, created_s))
      .map((event) => handOf(event, context.aiAgents, owners)),
  );
  if (hands.has('person')) return hands.has('ai') ? 'ai_then_person' : 'person';
  if (hands.has('unknown')) return 'not_told';
  return hands.has('ai') ? 'ai' : hands.has('automation') ? 'automation' : 'none';
}

/** What nobody signed in the instant of the creation is the first state. */
const isAct = ({ kind, actor, at_s }: TicketEvent, created_s: number): boolean =>
  kind === 'replied' || kind === 'noted' || (kind === 'status' && (actor !== null || at_s > created_s));

function handOf(
  event: TicketEvent,
  aiAgents: ReadonlySet<string>,
  owners: ReadonlySet<string>,
): 'ai' | 'person' | 'automation' | 'customer' | 'unknown' {
  const { actor, actor_id } = event;
  if (actor === 'automation') return aiAgents.has(actor_id ?? '') ? 'ai' : 'automation';
  if (actor === 'agent') {
    const isAuto = (event.kind === 'replied' || event.kind === 'noted') && event.data.is_auto === 1;
    return isAuto ? 'automation' : 'person';
  }
  if (actor === null) return owners.has(actor_id ?? '') ? 'person' : 'unknown';
  return actor;
}
