/**
 * What a source can tell of a ticket, or not tell. Each kind has a column `tells_<kind>` of the table tickets: TRUE, the fact is known,
 * as a value or as "there was none"; FALSE, the source did not tell, and a null in the columns of the fact means nothing.
 */
export const factKinds = {
  creation: 'when the customer asked',
  owner: 'who owns it now',
  first_reply: 'when a person first replied in public',
  person_replies: 'every public reply by a person',
  reply_count: 'how many public replies people gave',
  customer_replies: 'every later message by the customer',
  status_history: 'every status and when it began',
  resolution: 'when it was resolved',
  reopenings: 'every reopening and when it was',
  reopen_count: 'how often it was reopened',
  assignments: 'every owner and when the stay began',
  handoffs: 'how often it went from one person to another',
  group_changes: 'how often it went from one group to another',
  escalation: 'whether and when it went to development',
  work_started: 'when a person began to work on it',
  ratings_offered: 'whether the customer was asked for a rating',
  ratings_given: 'the rating that the customer gave',
  time_worked: 'the time that people spent on it',
  deletions: 'whether and when it was deleted',
  merges: 'whether and when it was merged into another',
  authors: 'who did what: a person, a robot or the customer',
  ai_agents: 'which accounts are AI agents',
  article_links: 'which knowledge articles were linked in replies',
  time_of_day: 'at what time of the day it came and was answered or resolved',
} as const satisfies Readonly<Record<string, string>>;

export type FactKind = keyof typeof factKinds;
export const factKindNames = Object.keys(factKinds) as readonly FactKind[];

/** Kinds that only count what another kind tells one by one: told by that, too. */
export const countedBy: Readonly<Partial<Record<FactKind, FactKind>>> = {
  reply_count: 'person_replies',
  reopen_count: 'reopenings',
};

export type TellsColumn<K extends FactKind = FactKind> = `tells_${K}`;
export const tellsColumn = <K extends FactKind>(kind: K): TellsColumn<K> => `tells_${kind}`;

/** The kinds, each with its column. */
export const tellsColumns = factKindNames.map((kind) => [kind, tellsColumn(kind)] as const);

/** One value for each of the columns `tells_<kind>`. */
export const tellsColumnsOf = <T>(value: (kind: FactKind) => T): Readonly<Record<TellsColumn, T>> =>
  Object.fromEntries(factKindNames.map((kind) => [tellsColumn(kind), value(kind)])) as Record<TellsColumn, T>;
