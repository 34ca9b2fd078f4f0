import { ofKind, type Actor, type EventOf, type TicketEvent, type TicketStatus } from '../events/event.ts';

export const isFinished = (status: string): boolean => status === 'solved' || status === 'closed';
/** In these a ticket is out of the backlog without being resolved. */
export const isRemovedStatus = (status: string): boolean =>
  status === 'deleted' || status === 'spam' || status === 'merged';
/** In these a ticket certainly waits for somebody; of `other` nobody knows. */
export const isOpenStatus = (status: string | null): boolean =>
  status === 'new' || status === 'open' || status === 'pending_customer' || status === 'pending_third_party';

/** An unbroken stay in one status. */
export interface Stay {
  readonly status: TicketStatus;
  readonly started_s: number;
  /** null = still. */
  readonly ended_s: number | null;
  /** Who brought it about; null for the first stay of a ticket, and when nobody knows. */
  readonly actor: Actor | null;
  readonly actor_id: string | null;
  /** It is told to have begun before the ticket was created: it did begin, but nobody knows when. */
  readonly is_before_creation: boolean;
}

/**
 * The statuses a ticket went through from created_s on, stays of no length included. It begins in the status the creation tells,
 * else in the one the first change came from, else in `new` until the first change. What happened before created_s is put there.
 */
export function staysOf(
  events: readonly TicketEvent[],
  created_s: number,
  first: TicketStatus = 'new',
): readonly Stay[] {
  const told = ofKind(events, 'status').flatMap((event) =>
    event.data.to === null ? [] : [{ event, to: event.data.to }],
  );
  const begin: Stay = {
    status: beginning(events, told[0]?.event) ?? first,
    started_s: created_s,
    ended_s: null,
    actor: null,
    actor_id: null,
    is_before_creation: false,
  };
  const stays: Stay[] = [begin];
  for (const { event, to } of told) {
    const last = stays.at(-1) ?? begin;
    if (last.status === to) continue;
    const at_s = Math.max(event.at_s, last.started_s);
    stays[stays.length - 1] = { ...last, ended_s: at_s };
    stays.push({
      status: to,
      started_s: at_s,
      ended_s: null,
      actor: event.actor,
      actor_id: event.actor_id ?? null,
      is_before_creation: event.at_s < created_s,
    });
  }
  return stays;
}

const beginning = (events: readonly TicketEvent[], change: EventOf<'status'> | undefined): TicketStatus | undefined =>
  ofKind(events, 'created')[0]?.data.status ?? change?.data.from ?? undefined;

/** Adjacent stays in solved and closed are one unbroken finished stay. */
export interface FinishedStay extends Omit<Stay, 'status'> {
  /** Status that ended it; undefined while it lasts. */
  readonly next: TicketStatus | undefined;
}

/** The unbroken stays in a finished status. A removal ends none: when it is undone, the ticket is finished as before. */
export function finishedStays(stays: readonly Stay[]): readonly FinishedStay[] {
  const finished: FinishedStay[] = [];
  let open: Stay | undefined;
  for (const stay of stays) {
    if (isFinished(stay.status)) open ??= stay;
    else if (open !== undefined && !isRemovedStatus(stay.status)) {
      finished.push({ ...open, ended_s: stay.started_s, next: stay.status });
      open = undefined;
    }
  }
  if (open !== undefined) finished.push({ ...open, ended_s: null, next: undefined });
  return finished;
}
