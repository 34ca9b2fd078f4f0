import type { Configuration } from '../config/configuration.ts';
import type { FactKind } from '../knowledge/fact-kind.ts';
import type {
  ticketAttributes,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketTurns,
  tickets,
} from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import type { TicketEvent, TicketStatus } from '../events/event.ts';
import type { SlaRow } from './sla.ts';

/** Where promises of casebook.yaml differ by what a case does not tell, what it was promised is not told. */
export type OwnPromise = OwnTargets | 'not_told' | null;

/** The targets of casebook.yaml that hold for one ticket, in business seconds on one calendar. */
export interface OwnTargets {
  readonly policy: string;
  readonly calendar_id: string;
  readonly first_reply?: number | undefined;
  readonly next_reply?: number | undefined;
  readonly wait?: number | undefined;
  readonly resolution?: number | undefined;
}

export type TicketAttributes = Row<typeof ticketAttributes>;
export type TicketRow = Row<typeof tickets>;
export type FlowRow = Row<typeof ticketFlow>;
export type IntervalRow = Row<typeof ticketIntervals>;
export type OwnerRow = Row<typeof ticketOwners>;
export type TurnRow = Row<typeof ticketTurns>;

/** What the helpdesk's lists say of an account at a moment. */
export interface PersonThen {
  /** staff, lead, manager, light or customer; null when the list does not say. */
  readonly role: string | null;
  readonly is_bot: boolean;
  /** No list says so, but what they did: who asks for a ticket themselves is its customer. */
  readonly is_presumed?: true;
}
export interface GroupNow {
  readonly name: string | null;
  /** l1, l2, l3 */
  readonly tier: string | null;
}

/** What deriving facts needs to know besides the ticket's own events. */
export interface FactsContext {
  readonly policies: Configuration['policies'];
  /**
   * Only events up to here count (at_s <= as_of_s), so that a past state can be derived again. Left out: everything counts.
   * The helpdesk's attributes are of today; state that events can tell (status, owner, group) is then taken from the events.
   */
  readonly as_of_s?: number;
  /** What the source does not tell of a ticket, by its connector, its configuration and the ticket's channel. */
  untold(attributes: TicketAttributes): ReadonlySet<FactKind>;
  /** Accounts of the source that are AI agents. */
  readonly aiAgents: ReadonlySet<string>;
  person(source: string, person_id: string, at_s: number): PersonThen | undefined;
  group(source: string, group_id: string): GroupNow | undefined;
  /** What the helpdesk itself says of a status that no mapping knows, by its name. */
  statusOf(raw: string): TicketStatus | undefined;
  /** Team by the group match of the configuration; null: none matches. */
  teamOf(attributes: TicketAttributes, group: GroupNow | undefined): string | null;
  /** Calendar of the business times; null: no calendar, business times stay null. */
  calendarOf(team: string | null): string | null;
  /** What casebook.yaml promises of this case; null: nothing, or its helpdesk tells promises itself. */
  ownTargets(attributes: TicketAttributes, team: string | null): OwnPromise;
  /** Business seconds in [from_s, to_s). */
  businessSeconds(calendar_id: string, from_s: number, to_s: number): number;
}

export interface FactsInput {
  readonly attributes: TicketAttributes;
  /** All events of the ticket, in any order, unique by event_id. */
  readonly events: readonly TicketEvent[];
  /** Creation of the first ticket that names this one in followup_of_id. */
  readonly first_followup_s: number | null;
}

/** Everything derived from one ticket; rows carry the provenance (source, version_key, ingested_s, raw_key) of the attributes. */
export interface DerivedTicket {
  readonly ticket: TicketRow;
  readonly flow: readonly FlowRow[];
  readonly intervals: readonly IntervalRow[];
  readonly owners: readonly OwnerRow[];
  readonly turns: readonly TurnRow[];
  /** Promises told as events, or made by casebook.yaml; helpdesks that tell them as rows have none here. */
  readonly promises: readonly SlaRow[];
}
