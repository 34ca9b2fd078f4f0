/**
 * The closed lists of Casebook's own words, each as values and as a type. Raw words of a helpdesk are mapped to them; a word that is
 * in none of them does not compile in a connector, and is refused when it comes from configuration or from the lake.
 */

/** The one set of ticket states; `solved` is "waiting for the customer's confirmation". */
export const ticketStatuses = [
  'new',
  'open',
  'pending_customer',
  'pending_third_party',
  'solved',
  'closed',
  'deleted',
  'spam',
  'merged',
  'other',
] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

export const channels = [
  'email',
  'web',
  'chat',
  'phone',
  'social',
  'api',
  'im',
  'portal',
  'self_service',
  'other',
] as const;
export type Channel = (typeof channels)[number];

/** p1 is the most urgent. */
export const priorities = ['p1', 'p2', 'p3', 'p4'] as const;
export type Priority = (typeof priorities)[number];

export const ticketTypes = ['incident', 'question', 'problem', 'request', 'bug', 'other'] as const;
export type TicketType = (typeof ticketTypes)[number];

export const tiers = ['l1', 'l2', 'l3'] as const;
export type Tier = (typeof tiers)[number];

export const rootCauses = [
  'product_bug',
  'product_fault',
  'configuration',
  'usage',
  'environment',
  'customer',
  'third_party',
] as const;
export type RootCause = (typeof rootCauses)[number];

/** What a customer blamed for a bad rating. */
export const surveyCauses = ['service', 'product', 'process'] as const;

/**
 * How a vendor says that its AI agent’s part in a case ended: the customer confirmed, or left without a complaint; nobody asked for
 * more, unproved; a person took over; the customer was not content; it did nothing of use.
 */
export const aiOutcomes = [
  'resolved_confirmed',
  'resolved_assumed',
  'contained',
  'handed_over',
  'negative_feedback',
  'unassisted',
  'other',
] as const;
export type AiOutcome = (typeof aiOutcomes)[number];

export const surveyLabels = ['good', 'neutral', 'bad'] as const;
export type SurveyLabel = (typeof surveyLabels)[number];

/** Who did it: robots and the system are automation. */
export const actors = ['customer', 'agent', 'automation'] as const;
export type Actor = (typeof actors)[number];

/** What an assignee can be. */
export const assigneeKinds = ['person', 'group', 'bot'] as const;
export type AssigneeKind = (typeof assigneeKinds)[number];

/** Fields whose changes are events; owners, groups and statuses have kinds of their own. */
export const ticketFields = [
  'priority',
  'type',
  'channel',
  'tier',
  'product',
  'category',
  'subcategory',
  'region',
  'language',
  'root_cause',
  'queue',
  /** Who asked: another contact, or the one that they were merged into. */
  'requester_id',
  'tag',
  'is_test',
  /** Takes back what an event of the same id said: the ticket is no longer deleted, or spam. */
  'deleted',
  'spam',
] as const;
export type TicketField = (typeof ticketFields)[number];

/** `engineering` means that development has it; the last six are the words of Request Tracker. */
export const linkTypes = [
  'engineering',
  'problem',
  'change',
  'related',
  'refersto',
  'referredtoby',
  'dependson',
  'dependedonby',
  'memberof',
  'hasmember',
] as const;
export type LinkType = (typeof linkTypes)[number];

export const isOneOf = <const W extends string>(words: readonly W[], value: unknown): value is W =>
  (words as readonly unknown[]).includes(value);
