import { ofKind, type EventOf, type TicketEvent } from '../events/event.ts';

/** A customer wrote after the first reply, and waits until a person answers. */
export interface Turn {
  readonly asked_s: number;
  /** null: nobody has answered. */
  readonly answered_s: number | null;
  readonly answered_by: string | null;
}

/**
 * The turns of a conversation after its first reply: each begins with the first message of the customer that is not answered yet, and
 * ends with the next public reply of a person. Messages in between belong to it; automatic answers and notes end none. `events` are
 * in order with actors settled. Of a message whose author nobody knows, repliesOf says that the replies are not told.
 */
export function turnsOf(events: readonly TicketEvent[], first_reply_s: number | null): readonly Turn[] {
  if (first_reply_s === null) return [];
  const turns: Turn[] = [];
  for (const message of ofKind(events, 'replied')) {
    const last = turns.at(-1);
    const isOpen = last !== undefined && last.answered_s === null;
    if (message.actor === 'customer') {
      if (!isOpen && message.at_s > first_reply_s)
        turns.push({ asked_s: message.at_s, answered_s: null, answered_by: null });
    } else if (isOpen && isAnswer(message))
      turns[turns.length - 1] = { ...last, answered_s: message.at_s, answered_by: message.actor_id ?? null };
  }
  // the key of the table: what was asked and answered within one second is one turn with the next
  const unique = new Map(turns.map((turn) => [turn.asked_s, turn]));
  return [...unique.values()];
}

const isAnswer = ({ actor, data }: EventOf<'replied'>): boolean => actor === 'agent' && data.is_auto !== 1;
