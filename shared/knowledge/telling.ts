import type { FactKind } from './fact-kind.ts';

/** Facts that a source does not tell, each with what would tell it: "map First response time as first_reply_at". */
export type Untold = Readonly<Partial<Record<FactKind, string>>>;

/** What the interface of a helpdesk, with the plan and options configured, or the columns of a file can tell. */
export interface Telling {
  /** Of no ticket. */
  readonly untold: Untold;
  /** Besides, of no ticket of a channel, by the helpdesk's own name of the channel in lower case. */
  readonly of_channels?: Readonly<Record<string, Untold>>;
  /** Tickets created before may be missing, epoch seconds; left out: none are. */
  readonly whole_from_s?: number;
  /** History is whole only for tickets created from here on, epoch seconds; left out: for all. */
  readonly history_from_s?: number;
  /** What to do when nobody is known as staff, so that nobody knows who wrote. */
  readonly staff_advice?: string;
  /** Messages of AI agents carry the helpdesk's own mark: nobody has to name their accounts. */
  readonly marks_ai_agents?: boolean;
  /** Its history begins with the first row that was received: a log, and no table of tickets. */
  readonly begins_with_data?: boolean;
}

/** Everything is told. */
export const tellsAll: Telling = { untold: {} };

/** Facts that need every event of a ticket since its creation. */
export const ofHistory = [
  'first_reply',
  'person_replies',
  'customer_replies',
  'status_history',
  'reopenings',
  'assignments',
  'handoffs',
  'group_changes',
  'escalation',
  'work_started',
  'authors',
] as const satisfies readonly FactKind[];

/** The same reason for several facts. */
export const untoldFor = (kinds: readonly FactKind[], more: string): Untold =>
  Object.fromEntries(kinds.map((kind) => [kind, more]));

/** What is not told of a ticket, and what would tell it. */
export function untoldOfTicket(
  { untold, of_channels = {}, history_from_s }: Telling,
  { channel_raw, created_s }: { readonly channel_raw: string | null; readonly created_s: number | null },
): Untold {
  const isCut = history_from_s !== undefined && created_s !== null && created_s < history_from_s;
  return {
    ...(isCut ? untoldFor(ofHistory, 'read the history from an earlier day on') : {}),
    ...of_channels[channel_raw?.toLowerCase() ?? ''],
    ...untold,
  };
}
