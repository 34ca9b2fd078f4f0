import {
  assigneeKinds,
  channels,
  linkTypes,
  priorities,
  surveyLabels,
  ticketFields,
  ticketStatuses,
  tiers,
} from './words.ts';

/** Columns of ticket_events that hold a part of an event's data; the rest is in its payload. */
export type DataColumn =
  | 'from_value'
  | 'to_value'
  | 'from_status'
  | 'to_status'
  | 'field'
  | 'channel'
  | 'link_type'
  | 'link_target'
  | 'text_length';

/** What may stand under one key of an event's data. T is its type, for the compiler alone. */
export interface Key<T = unknown, Optional extends boolean = boolean> {
  /** Any text, any finite number, or one of these. */
  readonly of: 'text' | 'number' | readonly (string | number)[];
  /** null is a value of its own: told to be empty. An absent optional key is not told. */
  readonly isNullable: boolean;
  readonly isOptional: Optional;
  /** Where it is stored when it is a text, or for text_length a 32-bit number. */
  readonly column: DataColumn | null;
  readonly type?: T;
}

const plain = { isNullable: false, isOptional: false, column: null } as const;
const text: Key<string | null, false> = { ...plain, of: 'text', isNullable: true };
const number: Key<number | null, false> = { ...plain, of: 'number', isNullable: true };
const words = <const W extends string>(of: readonly W[]): Key<W | null, false> => ({ ...plain, of, isNullable: true });
/** Present, or absent. */
const mark = <const W extends string | number>(of: W): Key<W, true> => ({ ...plain, of: [of], isOptional: true });
const optional = <T>(key: Key<T>): Key<T, true> => ({ ...key, isOptional: true });
const needed = <T>(key: Key<T, false>): Key<NonNullable<T>, false> => ({ ...plain, of: key.of, column: key.column });
const inColumn = <T, O extends boolean>(column: DataColumn, key: Key<T, O>): Key<T, O> => ({ ...key, column });

const status = words(ticketStatuses);
const from = inColumn('from_value', optional(text));
const to = inColumn('to_value', text);
const message = {
  /** Id of the message at the helpdesk, where it can be hidden later. */
  message: optional(text),
  is_auto: mark(1),
  /** Written by an AI agent, by the helpdesk's own mark. */
  is_ai: mark(1),
  /** A note that came by mail, which may be from outside: who wrote it need not be staff. */
  is_by_mail: mark(1),
  channel: inColumn('channel', optional(words(channels))),
  text_length: inColumn('text_length', optional(number)),
  /** Number of knowledge articles linked. */
  kb_links: optional(needed(number)),
};
const link = {
  type: inColumn('link_type', needed(words(linkTypes))),
  target: inColumn('link_target', text),
};
/** Which promise of a ticket: its metric, and which of several of one metric. */
const promise = { metric: text, instance: optional(text) };

/** Every kind of event and the keys of its data: types, builders, stored rows and the parse of what comes back follow from this. */
export const eventKinds = {
  /** With its first state, when the vendor gives it. */
  created: {
    channel: inColumn('channel', optional(words(channels))),
    is_outbound: mark('1'),
    /** The customer's first message is the opening one told again, as in a chat. */
    is_repeated: mark(1),
    status: optional(status),
    assignee: optional(text),
    assignee_kind: optional(words(assigneeKinds)),
    group: optional(text),
  },
  /** A public message. */
  replied: message,
  /** A message that the customer does not see. */
  noted: message,
  status: {
    from: inColumn('from_status', optional(status)),
    to: inColumn('to_status', status),
    /** As the helpdesk calls it. */
    raw: optional(text),
  },
  /** To a person's id; null: to nobody. Default of to_kind: person. */
  assigned: { from, to, to_kind: optional(words(assigneeKinds)) },
  /** To a group's id; null: to none. */
  grouped: { from, to, to_tier: optional(needed(words(tiers))) },
  field: { field: inColumn('field', needed(words(ticketFields))), from, to },
  rated: { label: optional(needed(words(surveyLabels))) },
  /** null: the helpdesk does not say into which ticket. */
  merged: { into: text },
  deleted: {},
  restored: {},
  worked: { worked_s: needed(number), person_id: optional(text) },
  linked: link,
  unlinked: link,
  escalated: { to: inColumn('to_value', needed(words(['development', 'l2', 'l3']))) },
  /** A survey was sent. */
  offered: {},
  /** target_s null: the promise is withdrawn. */
  sla_applied: { ...promise, policy: optional(text), target_s: number, is_business: mark(1) },
  /** is_undone: the helpdesk took it back. */
  sla_breached: { ...promise, is_undone: mark(1) },
  /** business_s: elapsed, when measured. */
  sla_clock: {
    ...promise,
    to: inColumn('to_value', needed(words(['active', 'paused', 'fulfilled', 'measured']))),
    business_s: optional(needed(number)),
  },
  /** The helpdesk refused a part of what was said in the ticket: a stream of the connector. In force until the ticket is read again. */
  unread: { stream: text },
  /** All messages whose ids begin so were told at this instant: of those that were received before, each that was not is deleted. */
  retold: { prefix: needed(text) },
  /** A public message was made private or taken back. */
  hidden: { message: needed(text) },
  /** What is said in the ticket is kept where the helpdesk's interface does not tell it, such as in a chat. */
  unheard: { chat: optional(text) },
  /** A chat that was unheard came whole after all: its messages are told. */
  heard: { chat: text },
  /**
   * The state of a ticket's fields as a system without history showed it; facts turn consecutive snapshots into changes. An absent
   * key is not told, null is empty. `sequence` orders the rows of one instant; a file may have channels of its own.
   */
  snapshot: {
    status: optional(status),
    status_raw: optional(text),
    /** When the finish that it shows began, epoch seconds: of a table of tickets, whose rows are of the export. */
    finished_s: optional(needed(number)),
    assignee: optional(text),
    assignee_kind: optional(words(assigneeKinds)),
    group: optional(text),
    tier: optional(words(tiers)),
    priority: optional(words(priorities)),
    channel: inColumn('channel', optional(text)),
    engineering: optional(text),
    sequence: optional(needed(text)),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Key>>>>;

/** Keys that any kind may have. may_be_requester: the actor's account can be the one that asked, who is the ticket's customer. */
export const commonKeys = { may_be_requester: mark(1) } as const satisfies Readonly<Record<string, Key>>;

/** What can happen to a ticket, said the same way for every vendor (D11). */
export type EventKind = keyof typeof eventKinds;

type Keys = Readonly<Record<string, Key>>;
type OptionalOf<K extends Keys> = { [N in keyof K]: K[N] extends Key<unknown, true> ? N : never }[keyof K];
type TypeOf<K extends Key> = K extends Key<infer T> ? T : never;
type DataOf<K extends Keys> = { readonly [N in Exclude<keyof K, OptionalOf<K>>]: TypeOf<K[N]> } & {
  readonly [N in OptionalOf<K>]?: TypeOf<K[N]> | undefined;
};

/** What an event of a kind says; undefined is the same as absent. */
export type EventData<K extends EventKind> = DataOf<(typeof eventKinds)[K]> & DataOf<typeof commonKeys>;
