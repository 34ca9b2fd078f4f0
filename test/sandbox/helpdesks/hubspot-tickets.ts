import { idsOf, numberOf, secondNames } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { standingFor } from '../../../shared/sandbox/merged-people.ts';
import { hubspotStages, hubspotTags, robotNumber } from '../../../shared/sandbox/sources.ts';
import { firstReplyOf } from '../../../functions/sandbox/promises.ts';
import { jitter } from '../../../functions/sandbox/server.ts';
import { stateAt } from '../../../functions/sandbox/state.ts';

const ids = idsOf.hubspot;
const stages: Readonly<Record<Status, readonly [id: string, label: string, ticketState: 'OPEN' | 'CLOSED']>> = {
  new: ['1', 'New', 'OPEN'],
  pending_customer: ['2', 'Waiting on contact', 'OPEN'],
  open: ['3', 'Waiting on us', 'OPEN'],
  closed: ['4', 'Closed', 'CLOSED'],
  pending_third_party: [hubspotStages.pending_third_party, 'Waiting on engineering', 'OPEN'],
  solved: [hubspotStages.solved, 'Resolved', 'CLOSED'],
};
const priorities = { p1: 'URGENT', p2: 'HIGH', p3: 'MEDIUM', p4: 'LOW' } as const;
const sources = { email: 'EMAIL', web: 'FORM', chat: 'CHAT', phone: 'PHONE' } as const;
const categories = {
  question: 'GENERAL_INQUIRY',
  incident: 'PRODUCT_ISSUE',
  problem: 'KNOWN_PROBLEM',
  request: 'FEATURE_REQUEST',
} as const;

/** Stage metadata is text, even its truth. */
export const pipelines: readonly unknown[] = [
  {
    id: '0',
    label: 'Support',
    displayOrder: 0,
    stages: Object.values(stages).map(([id, label, ticketState], displayOrder) => ({
      id,
      label,
      displayOrder,
      metadata: { ticketState, isClosed: String(ticketState === 'CLOSED') },
      archived: false,
    })),
  },
];

/** A person has one number as the owner of tickets and another one as a user. */
export const userId = (n: number): number => Number(secondNames.hubspot?.(n));
const ownerId = (party: Party): string => ids.person(party === 'bot' ? robotNumber : numberOf(party));
/** Things happen at some millisecond of their second. */
export const stamp = (at_s: number): string => new Date(at_s * 1000 + jitter(at_s, 1000)).toISOString();

/** A ticket as HubSpot keeps it. */
export interface HubspotTicket {
  readonly id: string;
  readonly isMerged: boolean;
  readonly archived_s: number | null;
  readonly properties: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly history: Readonly<Record<string, readonly unknown[]>>;
  readonly associations: Readonly<Record<string, string>>;
}

/** One value of a property. */
interface Value {
  readonly value: string;
  readonly at_s: number;
  readonly by: Party;
}
interface Merge {
  readonly loser: number;
  readonly at_s: number;
  readonly by: Party;
}

/** All tickets at an instant, and one of them. */
export function ticketsOf(org: Organisation): {
  readonly at: (now_s: number) => readonly HubspotTicket[];
  readonly one: (id: string, now_s: number) => HubspotTicket | undefined;
} {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const merges = new Map<number, Merge[]>();
  for (const { n, history } of org.tickets)
    for (const one of history)
      if (one.kind === 'merged')
        merges.set(one.into, [...(merges.get(one.into) ?? []), { loser: n, at_s: one.at_s, by: one.by }]);
  const read = (ticket: Ticket, now_s: number): HubspotTicket | undefined =>
    ticketAt(ticket, merges.get(ticket.n) ?? [], now_s);
  return {
    at: (now_s) => org.tickets.flatMap((ticket) => read(ticket, now_s) ?? []),
    one: (id, now_s) => {
      const ticket = byId.get(id);
      return ticket && read(ticket, now_s);
    },
  };
}

function ticketAt(ticket: Ticket, merges: readonly Merge[], now_s: number): HubspotTicket | undefined {
  const state = stateAt(ticket, now_s);
  if (state === undefined) return undefined;
  const won = merges.filter(({ at_s }) => at_s <= now_s).toSorted((a, b) => a.at_s - b.at_s);
  const values = valuesOf(ticket, state.seen, won);
  const promise = firstReplyOf(ticket, now_s);
  // when a promise is missed its state changes, and so does the ticket
  const missed_s = promise?.isMissed === true ? [promise.due_s + 1] : [];
  const updated_s = Math.max(state.updated_s, ...won.map(({ at_s }) => at_s), ...missed_s);
  const firstReply = state.seen.find((one) => one.kind === 'replied' && one.by.startsWith('p'));
  const closed = ['solved', 'closed'].includes(state.status)
    ? state.seen.findLast((one) => one.kind === 'status' && !['solved', 'closed'].includes(one.from))
    : undefined;
  const id = ids.ticket(ticket.n);
  const properties: Readonly<Record<string, string | null>> = {
    ...Object.fromEntries(Object.entries(values).map(([name, own]) => [name, own.at(-1)?.value ?? null])),
    hs_object_id: id,
    createdate: stamp(ticket.created_s),
    hs_lastmodifieddate: stamp(updated_s),
    closed_date: closed ? stamp(closed.at_s) : null,
    hs_pipeline: '0',
    hs_ticket_category: categories[ticket.type],
    source_type: sources[ticket.channel],
    subject: ticket.subject,
    first_agent_reply_date: firstReply ? stamp(firstReply.at_s) : null,
    hs_time_to_first_response_sla_at: promise ? new Date(promise.due_s * 1000).toISOString() : null,
    hs_time_to_first_response_sla_status: promise ? promiseState(promise) : null,
    time_to_close: closed ? String((closed.at_s - ticket.created_s) * 1000) : null,
    topic: ticket.category,
    subtopic: ticket.subcategory,
    product: ticket.product,
    region: ticket.region,
    language: ticket.language,
    root_cause: closed ? ticket.root_cause : null,
  };
  return {
    id,
    isMerged: state.merged_into !== null,
    archived_s: state.deleted?.at_s ?? null,
    properties: Object.fromEntries(Object.entries(properties).filter((pair): pair is [string, string] => !!pair[1])),
    history: Object.fromEntries(Object.entries(values).map(([name, own]) => [name, own.map(change).toReversed()])),
    associations: {
      contacts: ids.contact(standingFor(ticket.contact, now_s).n),
      companies: ids.account(Number(ticket.contact.account.slice(1))),
    },
  };
}

const promiseState = ({ kept_s, isMissed }: NonNullable<ReturnType<typeof firstReplyOf>>): string =>
  kept_s === null ? (isMissed ? 'OVERDUE' : 'ACTIVE') : isMissed ? 'COMPLETED_LATE' : 'COMPLETED_ON_TIME';

/** Rules and what customers set off are workflows; people change things in the product. */
const change = ({ value, at_s, by }: Value): unknown => ({
  value,
  timestamp: stamp(at_s),
  ...(by.startsWith('p')
    ? { sourceType: 'CRM_UI', sourceId: `userId:${userId(numberOf(by))}`, updatedByUserId: userId(numberOf(by)) }
    : { sourceType: by.startsWith('c') ? 'CONVERSATIONS' : 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1' }),
});

/** What each tracked property was over time, oldest first; emptied is empty text. */
function valuesOf(
  ticket: Ticket,
  seen: readonly History[],
  won: readonly Merge[],
): Readonly<Record<string, readonly Value[]>> {
  const opener = seen[0]?.by ?? 'system';
  const first = (value: string): Value => ({ value, at_s: ticket.created_s, by: opener });
  const stage = [first(stages.new[0])];
  const priority = [first(priorities[ticket.priority])];
  const owner: Value[] = [];
  const team: Value[] = [];
  const tags = ticket.is_outbound ? [first(hubspotTags.proactive)] : [];
  for (const one of seen) {
    const { at_s, by } = one;
    if (one.kind === 'status') stage.push({ value: stages[one.to][0], at_s, by });
    else if (one.kind === 'priority') priority.push({ value: priorities[one.to], at_s, by });
    else if (one.kind === 'assigned') owner.push({ value: one.to === null ? '' : ownerId(one.to), at_s, by });
    else if (one.kind === 'grouped') team.push({ value: ids.group(one.to), at_s, by });
    else if (one.kind === 'escalated' || (one.kind === 'tagged' && one.tag === 'test')) {
      const tag = one.kind === 'escalated' ? hubspotTags.engineering : hubspotTags.test;
      tags.push({ value: [...(tags.at(-1)?.value.split(';') ?? []), tag].join(';'), at_s, by });
    }
  }
  const merged = won.map(({ at_s, by }, i) => ({
    value: won
      .slice(0, i + 1)
      .map(({ loser }) => ids.ticket(loser))
      .join(';'),
    at_s,
    by,
  }));
  return {
    hs_pipeline_stage: stage,
    hs_ticket_priority: priority,
    hubspot_owner_id: owner,
    hubspot_team_id: team,
    hs_tag_ids: tags,
    hs_merged_object_ids: merged,
  };
}
