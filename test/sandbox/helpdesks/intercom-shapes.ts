import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { Contact, History, Party, Status } from '../../../shared/sandbox/model.ts';
import { standingFor } from '../../../shared/sandbox/merged-people.ts';
import { robotNumber } from '../../../shared/sandbox/sources.ts';
import { firstReplyOf, policy } from '../../../functions/sandbox/promises.ts';
import type { TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf.intercom;
const states: Readonly<Record<Status, 'open' | 'snoozed' | 'closed'>> = {
  new: 'open',
  open: 'open',
  pending_customer: 'snoozed',
  pending_third_party: 'snoozed',
  solved: 'closed',
  closed: 'closed',
};
const sources = { email: 'email', web: 'conversation', chat: 'conversation', phone: 'phone_call' } as const;
/** Operator: what the workspace's rules do. */
const operatorNumber = robotNumber + 1;
const shownParts = 500;

const adminId = (party: Party): string => ids.person(numberOf(party));
const author = (party: Party): unknown =>
  party === 'bot' || party === 'system'
    ? { type: 'bot', id: ids.person(party === 'bot' ? robotNumber : operatorNumber) }
    : party.startsWith('c')
      ? { type: 'user', id: ids.contact(numberOf(party)) }
      : { type: 'admin', id: adminId(party) };

/** Whether a snoozed conversation is open as well was never verified; here it is not. */
export const isOpen = ({ status }: TicketState): boolean => states[status] === 'open';
export const stateName = ({ status }: TicketState): string => states[status];

/** Every so many conversations: closing does not touch updated_at, so that a search by it shows them open for good. */
const isForgotten = (n: number): boolean => n % 17 === 0;
export function updatedAt({ ticket, seen, updated_s }: TicketState): number {
  const closing = seen.findLast(({ at_s }) => at_s === updated_s);
  const closes =
    seen.some((one) => one.at_s === updated_s && one.kind === 'status' && one.to === 'solved' && one.from === 'open') &&
    closing?.by.startsWith('p') === true;
  if (!closes || !isForgotten(ticket.n)) return updated_s;
  return seen.findLast(({ at_s }) => at_s < updated_s)?.at_s ?? ticket.created_s;
}

/** An integer in the reference; text, null and 0 in data. */
const assigneeId = ({ owner, ticket: { n } }: TicketState): number | string | null => {
  if (owner === null) return n % 2 === 0 ? null : 0;
  const id = owner === 'bot' ? ids.person(robotNumber) : adminId(owner);
  return n % 2 === 0 ? Number(id) : id;
};

export function conversationJson(state: TicketState, now_s: number): Record<string, unknown> {
  const { ticket, seen } = state;
  const escalated = seen.find((one) => one.kind === 'escalated');
  const tag = (name: string, applied_at: number): unknown => ({ type: 'tag', id: name, name, applied_at });
  const person = ids.contact(standingFor(ticket.contact, now_s).n);
  return {
    type: 'conversation',
    id: ids.ticket(ticket.n),
    created_at: ticket.created_s,
    updated_at: updatedAt(state),
    state: states[state.status],
    open: isOpen(state),
    read: true,
    priority: 'not_priority',
    snoozed_until: states[state.status] === 'snoozed' ? state.updated_s + 7 * 86_400 : null,
    admin_assignee_id: assigneeId(state),
    team_assignee_id: state.group === null ? null : ids.group(state.group),
    tags: {
      type: 'tag.list',
      tags: [
        ...(escalated ? [tag('engineering', escalated.at_s)] : []),
        ...(ticket.is_test ? [tag('test', ticket.created_s)] : []),
        ...(ticket.is_outbound ? [tag('proactive', ticket.created_s)] : []),
      ],
    },
    source: {
      type: sources[ticket.channel],
      delivered_as: ticket.is_outbound ? 'admin_initiated' : 'customer_initiated',
      author: author(seen[0]?.by ?? 'system'),
      subject: ticket.subject,
    },
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: person }] },
    company: { type: 'company', id: ids.account(Number(ticket.contact.account.slice(1))) },
    custom_attributes: {
      Category: ticket.category,
      Subcategory: ticket.subcategory,
      Product: ticket.product,
      Region: ticket.region,
      Language: ticket.language,
      'Root cause': states[state.status] === 'closed' ? ticket.root_cause : null,
    },
    sla_applied: slaOf(state),
    conversation_rating: ratingOf(state),
    statistics: statisticsOf(state),
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
  };
}

/** One word for a whole service level: that it was missed is said when a teammate replies, not when the time is over. */
function slaOf({ ticket, seen }: TicketState): unknown {
  const promise = firstReplyOf(ticket, seen.at(-1)?.at_s ?? ticket.created_s);
  if (promise === undefined) return null;
  const sla_status = promise.kept_s === null ? 'active' : promise.isMissed ? 'missed' : 'hit';
  return { type: 'conversation_sla_summary', sla_name: policy.title, sla_status };
}

/** created_at is when it was asked for. */
function ratingOf({ ticket, seen }: TicketState): unknown {
  const offered = seen.find((one) => one.kind === 'offered');
  if (!offered) return null;
  const rated = seen.find((one) => one.kind === 'rated');
  return {
    rating: rated ? (rated.good ? 5 : 1) : null,
    remark: null,
    created_at: offered.at_s,
    updated_at: rated?.at_s ?? offered.at_s,
    contact: { type: 'contact', id: ids.contact(ticket.contact.n) },
    teammate: rated?.person?.startsWith('p') === true ? { type: 'admin', id: Number(adminId(rated.person)) } : null,
  };
}

/** Statistics begin when the customer first writes: what a company sent and nobody answered has none. */
function statisticsOf({ ticket, seen, worked_s }: TicketState): unknown {
  const contact_s = ticket.is_outbound
    ? seen.find((one) => one.kind === 'replied' && one.by.startsWith('c'))?.at_s
    : ticket.created_s;
  if (contact_s === undefined) return null;
  const closings = seen.filter((one) => one.kind === 'status' && turnOf(one) === 'close');
  return {
    type: 'conversation_statistics',
    first_contact_reply_at: contact_s,
    first_assignment_at: seen.find((one) => one.kind === 'assigned')?.at_s ?? null,
    first_admin_reply_at: seen.find((one) => one.kind === 'replied' && one.by.startsWith('p'))?.at_s ?? null,
    first_close_at: closings[0]?.at_s ?? null,
    last_close_at: closings.at(-1)?.at_s ?? null,
    count_reopens: seen.filter((one) => one.kind === 'status' && turnOf(one) === 'open').length,
    count_assignments: seen.filter((one) => one.kind === 'assigned').length,
    handling_time: worked_s === 0 ? null : worked_s,
  };
}

/** How a change of state is called; undefined: these two are one state here. */
function turnOf({ from, to }: Extract<History, { kind: 'status' }>): string | undefined {
  if (states[from] === states[to]) return undefined;
  if (states[to] === 'closed') return 'close';
  if (states[to] === 'snoozed') return 'snoozed';
  return states[from] === 'snoozed' ? 'unsnoozed' : 'open';
}

const assignedTo = (to: Party | null): unknown =>
  to === null
    ? { type: 'nobody_admin', id: null }
    : to === 'bot'
      ? { type: 'bot', id: ids.person(robotNumber) }
      : { type: 'admin', id: adminId(to) };

/** What a happening is as a part; undefined: it leaves none. */
function partOf(
  one: History,
): { readonly part_type: string; readonly body?: string; readonly assigned_to?: unknown } | undefined {
  switch (one.kind) {
    case 'replied': {
      const links = one.articles.map((key) => ` https://help.northwind.example/en/articles/${Number(key.slice(2))}`);
      return { part_type: 'comment', body: one.text + links.join('') };
    }
    case 'noted':
      return { part_type: 'note', body: one.text };
    case 'grouped':
      return { part_type: 'assignment', assigned_to: { type: 'team', id: ids.group(one.to) } };
    case 'assigned':
      return { part_type: 'assignment', assigned_to: assignedTo(one.to) };
    case 'status': {
      const part_type = turnOf(one);
      return part_type === undefined ? undefined : { part_type };
    }
    default:
      return undefined;
  }
}

/** The most recent 500, in the order of time; the count is of all. */
export function partsOf({ ticket, seen }: TicketState, isPlain: boolean): unknown {
  const parts = seen.flatMap((one, i) => {
    const part = partOf(one);
    if (part === undefined) return [];
    const body = part.body === undefined ? null : isPlain ? part.body : `<p>${part.body}</p>`;
    return [
      {
        type: 'conversation_part',
        id: String(ticket.n * 100_000 + i),
        assigned_to: null,
        ...part,
        body,
        created_at: one.at_s,
        updated_at: one.at_s,
        author: author(one.by),
        attachments: [],
      },
    ];
  });
  return { type: 'conversation_part.list', conversation_parts: parts.slice(-shownParts), total_count: parts.length };
}

/** Whoever was merged into a contact is named by it alone, and only when asked for. */
export const contactJson = (contact: Contact, absorbed: readonly Contact[], asked: boolean): unknown => ({
  type: 'contact',
  id: ids.contact(contact.n),
  role: 'user',
  email: contact.email,
  companies: { type: 'list', data: [{ type: 'company', id: ids.account(Number(contact.account.slice(1))) }] },
  created_at: contact.created_s,
  updated_at: contactUpdatedAt(contact, absorbed),
  ...(asked
    ? {
        merge_history: absorbed.map((one) => ({
          type: 'merge_history',
          source_contact_id: ids.contact(one.n),
          source_contact_role: 'lead',
          merged_at: one.merged?.at_s ?? null,
        })),
      }
    : {}),
});
export const contactUpdatedAt = (contact: Contact, absorbed: readonly Contact[]): number =>
  Math.max(contact.created_s, ...absorbed.flatMap(({ merged }) => merged?.at_s ?? []));
