/** What can happen to a ticket, said the same way for every vendor (D11). */
export type EventKind =
  | 'created'
  | 'replied'
  | 'noted'
  | 'status'
  | 'assigned'
  | 'grouped'
  | 'field'
  | 'rated'
  | 'merged'
  | 'deleted'
  | 'restored'
  | 'split'
  | 'worked'
  | 'linked'
  | 'unlinked'
  | 'escalated'
  | 'returned'
  | 'offered'
  | 'sla_applied'
  | 'sla_breached'
  | 'sla_clock'
  /** The helpdesk refused a part of what was said in the ticket. */
  | 'unread'
  /** The state of a ticket's fields as a system without history showed it; facts turn consecutive snapshots into changes. */
  | 'snapshot';

/** Who did it: robots and the system are automation. */
export type Actor = 'customer' | 'agent' | 'automation';

/** The one set of ticket states; `solved` is "waiting for the customer's confirmation". */
export type TicketStatus =
  | 'new'
  | 'open'
  | 'pending_customer'
  | 'pending_third_party'
  | 'solved'
  | 'closed'
  | 'deleted'
  | 'spam'
  | 'merged'
  | 'other';

/**
 * One thing that happened to one ticket.
 *
 * `data` of any kind: may_be_requester? (1: `actor` is what the account is; whoever asked for the ticket acts as its customer)
 * `data` by kind:
 * - created: channel?, is_outbound? ('1'), status?, assignee?, assignee_kind?, group?  (initial state, when the vendor gives it)
 * - replied, noted: is_auto? (1), channel?, text_length?, kb_links? (number of knowledge articles linked). `replied` is public.
 * - status: from?, to (TicketStatus), raw?
 * - assigned: from?, to (person id or null), to_kind? ('person' | 'bot' | 'group'; default person)
 * - grouped: from?, to (group id or null), to_tier? ('l1' | 'l2' | 'l3')
 * - field: field, from?, to
 * - merged: into (ticket id); deleted, restored: nothing; split: into
 * - worked: worked_s, person_id?
 * - linked, unlinked: type ('engineering' | 'problem' | ...), target
 * - escalated: to ('development' | 'l2' | 'l3')
 * - sla_applied: metric, instance?, policy?, target_s (null: the promise is withdrawn), is_business? (1)
 * - sla_breached: metric, instance?, is_undone? (1: the helpdesk took it back)
 * - sla_clock: metric, instance?, to ('active' | 'paused' | 'fulfilled' | 'measured'), business_s? (elapsed, when measured)
 * - unread: stream (of the connector); in force until the ticket itself is read again
 * - snapshot: any of status, status_raw, assignee, assignee_kind, group, tier, priority, channel; an absent key is "not told", null is "empty"
 */
export interface TicketEvent {
  readonly ticket_id: string;
  /** Vendor's id of the event, or undefined: then a hash of its content names it. */
  readonly event_id?: string;
  /** Epoch seconds. */
  readonly at_s: number;
  /** Orders events of one instant. */
  readonly order: number;
  readonly kind: EventKind;
  /** null: the vendor does not say; facts ask `people` for the role of actor_id at at_s. */
  readonly actor: Actor | null;
  readonly actor_id?: string | null;
  readonly data: Readonly<Record<string, string | number | null>>;
}
