import { ofKind, type TicketEvent } from '../events/event.ts';
import type { FirstActs } from './handled-by.ts';

/** How an AI agent let go of a case, and whether the customer came back afterwards. */
export interface AiHandoff {
  /** The first hand-over to a person or a group after an act of the AI agent, up to the first resolution, made by no person. */
  readonly ai_handoff_s: number | null;
  /** The first public message by a person from then on. */
  readonly handoff_reply_s: number | null;
}

/**
 * A person who takes a case over does not say since when the customer waited for it: only what the AI agent, a rule or the customer
 * moves is a hand-over whose instant is told.
 */
export function aiHandoffOf(
  events: readonly TicketEvent[],
  { first_ai_act_s }: FirstActs,
  first_resolved_s: number | null,
): AiHandoff {
  if (first_ai_act_s === null) return { ai_handoff_s: null, handoff_reply_s: null };
  const until_s = first_resolved_s ?? Infinity;
  const handed = events.find(
    (event, i) =>
      event.at_s >= first_ai_act_s &&
      event.at_s <= until_s &&
      event.actor !== 'agent' &&
      isGivenAway(event, events.slice(0, i)),
  );
  if (handed === undefined) return { ai_handoff_s: null, handoff_reply_s: null };
  const reply = ofKind(events, 'replied').find(
    ({ at_s, actor, data }) => at_s >= handed.at_s && actor === 'agent' && data.is_auto !== 1,
  );
  return { ai_handoff_s: handed.at_s, handoff_reply_s: reply?.at_s ?? null };
}

/** To a group, to a person, or away from the AI agent to nobody. */
function isGivenAway(event: TicketEvent, before: readonly TicketEvent[]): boolean {
  if (event.kind === 'grouped') return event.data.to !== null;
  if (event.kind !== 'assigned') return false;
  if (event.data.to !== null) return event.data.to_kind !== 'bot';
  return ofKind(before, 'assigned').at(-1)?.data.to_kind === 'bot';
}

/** The first message by the customer after the first resolution: of thanks or of trouble, no source says which. */
export const customerBackAt = (events: readonly TicketEvent[], first_resolved_s: number | null): number | null =>
  first_resolved_s === null
    ? null
    : (ofKind(events, 'replied').find(({ at_s, actor }) => actor === 'customer' && at_s > first_resolved_s)?.at_s ??
      null);
