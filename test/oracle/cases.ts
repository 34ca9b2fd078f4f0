import type { Organisation, Party, Ticket } from '../../shared/sandbox/model.ts';

/** One ticket as it was known at an instant, read from its true history from the first line to the last. */
export interface Case {
  readonly n: number;
  readonly id: string;
  readonly channel: string;
  readonly priority: string;
  readonly product: string;
  readonly category: string;
  readonly type: string;
  readonly root_cause: string | null;
  readonly account: string;
  readonly contact: string;
  /** The team of the group it lies in. */
  readonly team: string;
  readonly is_counted: boolean;
  /** Counted, or resolved by robots alone: what costs pay for. */
  readonly is_paid_for: boolean;
  readonly handled_by: 'ai' | 'ai_then_person' | 'person' | 'automation' | 'none';
  readonly is_outbound: boolean;
  readonly is_test: boolean;
  /** When the AI agent gave it to people, why, and when one of them then answered. */
  readonly handed_s: number | null;
  readonly handed_why: string | null;
  readonly handed_reply_s: number | null;
  /** The customer's first message after the first resolution. */
  readonly back_s: number | null;
  readonly created_s: number;
  readonly first_reply_s: number | null;
  readonly first_reply_by: string | null;
  readonly first_resolved_s: number | null;
  readonly resolved_s: number | null;
  readonly resolved_by: string | null;
  readonly first_reopened_s: number | null;
  readonly first_followup_s: number | null;
  readonly replies_to_resolution: number;
  /** A person's reply to the customer linked an article. */
  readonly is_linked: boolean;
  readonly reopenings: number;
  readonly handoffs: number;
  readonly escalated_s: number | null;
  readonly raised_s: number | null;
  readonly started_s: number | null;
  readonly touch_s: number;
  /** Open stays, half-open; the last may be null = still. A ticket taken away is not open. */
  readonly opens: readonly (readonly [number, number | null])[];
  /** Owners in order: since when, and who (null = nobody). */
  readonly owners: readonly (readonly [number, string | null])[];
  readonly rating: {
    readonly at_s: number;
    readonly good: boolean;
    readonly cause: string | null;
    readonly person: string | null;
  } | null;
}

const finished = (status: string): boolean => status === 'solved' || status === 'closed';
const person = (party: Party | null): string | null => (party !== null && party.startsWith('p') ? party : null);

export interface Names {
  ticket(n: number): string;
  contact(n: number): string;
  account(n: number): string;
}

export function casesAt(org: Organisation, as_of_s: number, names: Names): readonly Case[] {
  const followups = new Map<number, number>();
  for (const ticket of org.tickets) {
    if (ticket.followup_of === null || ticket.created_s > as_of_s) continue;
    const known = followups.get(ticket.followup_of);
    if (known === undefined || ticket.created_s < known) followups.set(ticket.followup_of, ticket.created_s);
  }
  const tiers = new Map(org.groups.map((group) => [group.n, Number(group.tier.slice(1))]));
  const cases: Case[] = [];
  for (const ticket of org.tickets) {
    if (ticket.created_s <= as_of_s) cases.push(caseAt(ticket, as_of_s, names, tiers, followups.get(ticket.n) ?? null));
  }
  return cases;
}

function caseAt(
  ticket: Ticket,
  as_of_s: number,
  names: Names,
  tiers: ReadonlyMap<number, number>,
  first_followup_s: number | null,
): Case {
  let status = 'new';
  let priority: string = ticket.priority;
  let owner: Party | null = null;
  let lastPerson: string | null = null;
  let first_reply_s: number | null = null;
  let first_reply_by: string | null = null;
  let first_resolved_s: number | null = null;
  let first_reopened_s: number | null = null;
  let resolved_s: number | null = null;
  let resolved_by: string | null = null;
  let replies = 0;
  let is_linked = false;
  let reopenings = 0;
  let handoffs = 0;
  let escalated_s: number | null = null;
  let raised_s: number | null = null;
  let worked_open_s: number | null = null;
  let assigned_s: number | null = null;
  let touch_s = 0;
  let gone = false;
  let rating: Case['rating'] = null;
  let since: number | null = ticket.created_s;
  const opens: [number, number | null][] = [];
  const owners: [number, string | null][] = [[ticket.created_s, null]];
  for (const one of ticket.history) {
    if (one.at_s > as_of_s) break;
    if (one.kind === 'replied' && person(one.by) !== null) {
      if (first_resolved_s === null) replies++;
      if (one.articles.length > 0) is_linked = true;
      if (first_reply_s === null) {
        first_reply_s = one.at_s;
        first_reply_by = one.by;
      }
    } else if (one.kind === 'status') {
      if (finished(one.to) && !finished(status)) {
        first_resolved_s ??= one.at_s;
        resolved_s = one.at_s;
        resolved_by = person(one.by) ?? person(owner);
        if (since !== null) opens.push([since, one.at_s]);
        since = null;
      }
      if (!finished(one.to) && finished(status)) {
        first_reopened_s ??= one.at_s;
        reopenings++;
        resolved_s = null;
        resolved_by = null;
        since = one.at_s;
      }
      if (one.to === 'open' && person(one.by) !== null) worked_open_s ??= one.at_s;
      status = one.to;
    } else if (one.kind === 'assigned') {
      const next = person(one.to);
      if (next !== null) {
        if (lastPerson !== null && lastPerson !== next) handoffs++;
        lastPerson = next;
        assigned_s ??= one.at_s;
      }
      owner = one.to;
      owners.push([one.at_s, next]);
    } else if (one.kind === 'grouped') {
      if (one.from !== null && tiers.get(one.to)! > tiers.get(one.from)!) raised_s ??= one.at_s;
    } else if (one.kind === 'priority') priority = one.to;
    else if (one.kind === 'escalated') escalated_s ??= one.at_s;
    else if (one.kind === 'worked') touch_s += one.seconds;
    else if (one.kind === 'merged' || one.kind === 'deleted') {
      gone = true;
      if (since !== null) opens.push([since, one.at_s]);
      since = null;
    } else if (one.kind === 'rated')
      rating = { at_s: one.at_s, good: one.good, cause: one.cause, person: person(owner) };
  }
  if (since !== null) opens.push([since, null]);
  return {
    n: ticket.n,
    id: names.ticket(ticket.n),
    channel: ticket.channel,
    priority,
    product: ticket.product,
    category: ticket.category,
    type: ticket.type,
    // a field without a history: what it says at the end is all that anybody can know, whenever one looks back
    root_cause: finished(lastStatus(ticket)) ? ticket.root_cause : null,
    account: names.account(Number(ticket.contact.account.slice(1))),
    contact: names.contact(ticket.contact.n),
    team: ticket.team,
    is_counted: !gone && !ticket.is_test && !ticket.is_outbound && !(ticket.is_bot_only && resolved_s !== null),
    is_paid_for: !gone && !ticket.is_test && !ticket.is_outbound,
    handled_by: handledBy(ticket, Math.min(first_resolved_s ?? as_of_s, as_of_s)),
    is_outbound: ticket.is_outbound,
    is_test: ticket.is_test,
    ...handedOver(ticket, as_of_s, first_resolved_s),
    back_s: firstAt(
      ticket,
      as_of_s,
      (one) =>
        one.kind === 'replied' && one.by.startsWith('c') && first_resolved_s !== null && one.at_s > first_resolved_s,
    ),
    created_s: ticket.created_s,
    first_reply_s,
    first_reply_by,
    first_resolved_s,
    resolved_s,
    resolved_by,
    first_reopened_s,
    first_followup_s,
    replies_to_resolution: replies,
    is_linked,
    reopenings,
    handoffs,
    escalated_s,
    raised_s,
    started_s: worked_open_s ?? assigned_s,
    touch_s,
    opens,
    owners,
    rating,
  };
}

/** The organisation's robot is an AI agent with an account of its own; what the system does is a rule. */
function handledBy(ticket: Ticket, until_s: number): Case['handled_by'] {
  const hands = new Set(
    ticket.history
      .filter((one) => one.at_s <= until_s && ['replied', 'noted', 'status'].includes(one.kind))
      .map((one) => ('by' in one ? (person(one.by) !== null ? 'person' : one.by) : 'system')),
  );
  if (hands.has('person')) return hands.has('bot') ? 'ai_then_person' : 'person';
  return hands.has('bot') ? 'ai' : hands.has('system') ? 'automation' : 'none';
}

const firstAt = (ticket: Ticket, as_of_s: number, is: (one: Ticket['history'][number]) => boolean): number | null =>
  ticket.history.find((one) => one.at_s <= as_of_s && is(one))?.at_s ?? null;

/** The AI agent gives back what it took, before the case is resolved. */
function handedOver(ticket: Ticket, as_of_s: number, first_resolved_s: number | null) {
  for (const one of ticket.history) {
    if (one.at_s > Math.min(as_of_s, first_resolved_s ?? as_of_s)) break;
    if (one.kind !== 'assigned' || one.from !== 'bot' || one.by !== 'bot') continue;
    const reply_s = firstAt(
      ticket,
      as_of_s,
      (next) => next.kind === 'replied' && person(next.by) !== null && next.at_s >= one.at_s,
    );
    return { handed_s: one.at_s, handed_why: one.reason ?? null, handed_reply_s: reply_s };
  }
  return { handed_s: null, handed_why: null, handed_reply_s: null };
}

function lastStatus(ticket: Ticket): string {
  let status = 'new';
  for (const one of ticket.history) if (one.kind === 'status') status = one.to;
  return status;
}

/** The person who owned it at an instant, events of that instant included. */
export function ownerAt(one: Case, at_s: number): string | null {
  let owner: string | null = null;
  for (const [since, who] of one.owners) if (since <= at_s) owner = who;
  return owner;
}
