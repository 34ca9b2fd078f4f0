import type { TicketEvent } from '../events/event.ts';
import type { Ownership } from './owners.ts';
import type { Resolution } from './resolution.ts';

/** Who handled a case up to its first resolution, or so far. An autoresponder or a rule is `automation`, no AI agent. */
export type HandledBy = 'ai' | 'ai_then_person' | 'person' | 'automation' | 'none' | 'not_told';

/** Who first acted when, by messages and changes of status: all that the answer depends on, at any instant. */
export interface FirstActs {
  readonly first_ai_act_s: number | null;
  readonly first_person_act_s: number | null;
  readonly first_rule_act_s: number | null;
  /** By somebody unknown, who may be a person. From the creation on where the source does not tell who acts. */
  readonly first_unknown_act_s: number | null;
}

/**
 * AI agents are the accounts that the configuration names as bots, and whoever wrote a message that the helpdesk itself marks as an AI
 * agent's: somebody unknown is none of them, but may be a person, so that without any act of a person the answer is not told.
 * relations/past.ts says the same of a past instant.
 */
export function handledBy({
  resolution,
  as_of_s,
  acts,
}: {
  readonly resolution: Pick<Resolution, 'first_resolved_s'>;
  readonly as_of_s: number;
  readonly acts: FirstActs;
}): HandledBy {
  const until_s = resolution.first_resolved_s ?? as_of_s;
  const acted = (at_s: number | null): boolean => at_s !== null && at_s <= until_s;
  if (acted(acts.first_person_act_s)) return acted(acts.first_ai_act_s) ? 'ai_then_person' : 'person';
  if (acted(acts.first_unknown_act_s)) return 'not_told';
  if (acted(acts.first_ai_act_s)) return 'ai';
  return acted(acts.first_rule_act_s) ? 'automation' : 'none';
}

export function firstActsOf(
  events: readonly TicketEvent[],
  owned: readonly Ownership[],
  created_s: number,
  { aiAgents, tellsActs }: { readonly aiAgents: ReadonlySet<string>; readonly tellsActs: boolean },
): FirstActs {
  if (!tellsActs)
    return { first_ai_act_s: null, first_person_act_s: null, first_rule_act_s: null, first_unknown_act_s: created_s };
  const first = new Map<Hand, number>();
  for (const event of events) {
    if (!isAct(event, created_s)) continue;
    const hand = handOf(event, aiAgents, owned);
    if (!first.has(hand)) first.set(hand, event.at_s);
  }
  return {
    first_ai_act_s: first.get('ai') ?? null,
    first_person_act_s: first.get('person') ?? null,
    first_rule_act_s: first.get('automation') ?? null,
    first_unknown_act_s: first.get('unknown') ?? null,
  };
}

/** What nobody signed in the instant of the creation is the first state. */
const isAct = ({ kind, actor, at_s }: TicketEvent, created_s: number): boolean =>
  kind === 'replied' || kind === 'noted' || (kind === 'status' && (actor !== null || at_s > created_s));

type Hand = 'ai' | 'person' | 'automation' | 'customer' | 'unknown';

function handOf(event: TicketEvent, aiAgents: ReadonlySet<string>, owned: readonly Ownership[]): Hand {
  const { actor, actor_id } = event;
  const message = event.kind === 'replied' || event.kind === 'noted' ? event.data : undefined;
  if (actor === 'automation') return message?.is_ai === 1 || aiAgents.has(actor_id ?? '') ? 'ai' : 'automation';
  if (actor === 'agent') return message?.is_auto === 1 ? 'automation' : 'person';
  if (actor !== null) return actor;
  // whoever owned it by then is a person, listed or not
  const hasOwned = owned.some(
    ({ at_s, person_id }) => person_id !== null && person_id === actor_id && at_s <= event.at_s,
  );
  return hasOwned ? 'person' : 'unknown';
}
