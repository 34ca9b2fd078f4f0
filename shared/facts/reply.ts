import { ofKind, type EventOf, type TicketEvent } from '../events/event.ts';
import type { TicketAttributes } from './context.ts';

export interface Replies {
  readonly first_reply_s: number | null;
  readonly first_reply_by: string | null;
  readonly reply_count: number;
  readonly replies_to_resolution: number | null;
  readonly customer_reply_count: number;
  readonly note_count: number;
  readonly kb_linked_count: number;
  readonly article_linked_s: number | null;
  /** A message by somebody unknown may be a person's, a customer's or a robot's: what of the above is certain. */
  readonly is_first_certain: boolean;
  readonly is_count_certain: boolean;
}

/** A helpdesk that tells an opening message twice does so within a minute. */
const repeated_s = 60;

/**
 * What people wrote. A reply is a public message by a person: no robot, no auto-reply, no internal note, not the opening message of
 * an outbound ticket. `events` are in order with actors settled. Up to the first resolution includes its instant, because many
 * helpdesks send the answer and solve in one step; null while the ticket was never resolved. A customer's message in the instant of the
 * creation is the opening one and not counted. A reply before the creation is no first reply: nobody knows when that was.
 */
export function repliesOf(
  events: readonly TicketEvent[],
  created_s: number,
  isOutbound: boolean,
  first_resolved_s: number | null,
): Replies {
  const messages = ofKind(events, 'replied');
  const opening = isOutbound && messages[0]?.actor === 'agent' ? messages[0] : undefined;
  const replies = messages.filter((event) => event !== opening && isByPerson(event));
  const customers = messages.filter(({ actor }) => actor === 'customer');
  const unknown = messages.find(({ actor, at_s }) => actor === null && at_s > created_s);
  const first = replies[0];
  const isPossible = first === undefined || first.at_s >= created_s;
  const until_s = ofKind(events, 'created')[0]?.data.is_repeated === 1 ? created_s + repeated_s : created_s;
  const openings = customers.some(({ at_s }) => at_s <= until_s) ? 1 : 0;
  return {
    first_reply_s: isPossible ? (first?.at_s ?? null) : null,
    first_reply_by: isPossible ? (first?.actor_id ?? null) : null,
    reply_count: replies.length,
    replies_to_resolution:
      first_resolved_s === null ? null : replies.filter(({ at_s }) => at_s <= first_resolved_s).length,
    customer_reply_count: customers.length - openings,
    note_count: ofKind(events, 'noted').filter(isByPerson).length,
    kb_linked_count: replies.reduce((n, { data }) => n + (data.kb_links ?? 0), 0),
    article_linked_s: replies.find(({ data }) => (data.kb_links ?? 0) > 0)?.at_s ?? null,
    is_first_certain: isPossible && (unknown === undefined || (first !== undefined && first.at_s < unknown.at_s)),
    is_count_certain: unknown === undefined,
  };
}

/** A first reply that the source states without insisting on it: used where no message of the ticket is known, which would win. */
export const spareFirstReply = ({
  given,
  events,
}: {
  readonly given: Pick<TicketAttributes, 'has_given_first_reply' | 'given_first_reply_s'>;
  readonly events: readonly TicketEvent[];
}): number | null =>
  given.has_given_first_reply === false && ofKind(events, 'replied').length === 0 ? given.given_first_reply_s : null;

const isByPerson = ({ actor, data }: EventOf<'replied' | 'noted'>): boolean => actor === 'agent' && data.is_auto !== 1;
