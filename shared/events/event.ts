import type { EventData, EventKind } from './kinds.ts';
import { isOneOf, type Actor } from './words.ts';

export type * from './kinds.ts';
export type * from './words.ts';

/** Of which ticket, when, by whom: what is true of an event of any kind. */
export interface Occurrence {
  readonly ticket_id: string;
  /** Vendor's id of the event, or undefined: then a hash of its content names it. */
  readonly event_id?: string;
  /** Epoch seconds. */
  readonly at_s: number;
  /** Orders events of one instant. */
  readonly order: number;
  /** null: the vendor does not say; facts ask `people` for the role of actor_id at at_s. */
  readonly actor: Actor | null;
  readonly actor_id?: string | null;
}

type Happenings = { [K in EventKind]: { readonly kind: K; readonly data: EventData<K> } };
/** What happened, without the rest. */
export type Happening<K extends EventKind = EventKind> = Happenings[K];

/** One thing that happened to one ticket. */
export type TicketEvent = Occurrence & Happening;
export type EventOf<K extends EventKind> = Extract<TicketEvent, { readonly kind: K }>;

/** The events of some kinds, in their order. */
export const ofKind = <K extends EventKind>(
  events: readonly TicketEvent[],
  ...kinds: readonly K[]
): readonly EventOf<K>[] => events.filter((event): event is EventOf<K> => isOneOf(kinds, event.kind));

const saying =
  <K extends EventKind>(kind: K) =>
  (data: EventData<K>) =>
    ({ kind, data }) as const;

/** The same, done by an account that may be the requester's own (commonKeys). */
export const byPossibleRequester = (what: Happening): Happening =>
  ({ kind: what.kind, data: { ...what.data, may_be_requester: 1 } }) as Happening;

/** One builder a kind: a key or a word that the kind does not have does not compile. */
export const created = saying('created');
export const replied = saying('replied');
export const noted = saying('noted');
export const statusChanged = saying('status');
export const assigned = saying('assigned');
export const grouped = saying('grouped');
export const fieldChanged = saying('field');
export const rated = saying('rated');
export const merged = saying('merged');
export const deleted = saying('deleted');
export const restored = saying('restored');
export const worked = saying('worked');
export const linked = saying('linked');
export const unlinked = saying('unlinked');
export const escalated = saying('escalated');
export const offered = saying('offered');
export const slaApplied = saying('sla_applied');
export const slaBreached = saying('sla_breached');
export const slaClock = saying('sla_clock');
export const unread = saying('unread');
export const retold = saying('retold');
export const hidden = saying('hidden');
export const unheard = saying('unheard');
export const heard = saying('heard');
export const snapshot = saying('snapshot');
