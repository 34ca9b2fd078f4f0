import { idsOf, numberOf } from '../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../shared/sandbox/model.ts';
import { demoSecret, robotNumber } from '../../shared/sandbox/sources.ts';
import { ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from './server.ts';
import { stateAt, type TicketState } from './state.ts';

const ids = idsOf.intercom;
const states: Readonly<Record<Status, string>> = {
  new: 'open',
  open: 'open',
  pending_customer: 'snoozed',
  pending_third_party: 'snoozed',
  solved: 'closed',
  closed: 'closed',
};
const sources = { email: 'email', web: 'conversation', chat: 'conversation', phone: 'phone_call' } as const;

const adminId = (party: Party): string => ids.person(numberOf(party));
const author = (party: Party): unknown =>
  party === 'bot' || party === 'system'
    ? { type: 'bot', id: ids.person(party === 'bot' ? robotNumber : robotNumber + 1) }
    : party.startsWith('c')
      ? { type: 'user', id: ids.contact(numberOf(party)) }
      : { type: 'admin', id: adminId(party) };

/**
 * Intercom over the made-up organisation: a search by second that leaves the parts out, conversations one by one with their parts,
 * three states, no link between conversations, deleted ones answer 404.
 */
export function intercomSite(org: Organisation): Site {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const site = routed(
    [
      ['POST', /^\/conversations\/search$/, (request, now_s) => search(request, statesAt(org, now_s))],
      [
        'GET',
        /^\/conversations\/(\d+)$/,
        (_request, now_s, [id = '']) => {
          const ticket = byId.get(id);
          const state = ticket && stateAt(ticket, now_s);
          return state && !state.deleted
            ? ok({ ...conversation(state), conversation_parts: partsOf(state.ticket, now_s) })
            : missing;
        },
      ],
      ['POST', /^\/contacts\/search$/, (request, now_s) => contacts(request, org, now_s)],
      [
        'GET',
        /^\/admins$/,
        () =>
          ok({
            type: 'admin.list',
            admins: org.people.map(({ n, email, name }) => ({
              type: 'admin',
              id: ids.person(n),
              name,
              email,
              team_ids: [],
            })),
          }),
      ],
      [
        'GET',
        /^\/teams$/,
        () =>
          ok({ type: 'team.list', teams: org.groups.map(({ n, name }) => ({ type: 'team', id: ids.group(n), name })) }),
      ],
      ['GET', /^\/me$/, () => ok({ type: 'admin', id: '1', app: { timezone: 'UTC' } })],
    ],
    () => missing,
  );
  return {
    vendor: 'intercom',
    throttle: () => ({
      status: 429,
      headers: { 'x-ratelimit-limit': '167', 'x-ratelimit-remaining': '0', 'retry-after': '1' },
      body: { type: 'error.list', errors: [{ code: 'rate_limit_exceeded' }] },
    }),
    handle: (request, now_s) =>
      request.headers.authorization === `Bearer ${demoSecret.value}`
        ? site(request, now_s)
        : {
            status: 401,
            body: { type: 'error.list', errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }] },
          },
  };
}

const missing: SandboxAnswer = {
  status: 404,
  body: { type: 'error.list', errors: [{ code: 'not_found', message: 'Resource Not Found' }] },
};

const statesAt = (org: Organisation, now_s: number): readonly TicketState[] =>
  org.tickets.flatMap((ticket) => stateAt(ticket, now_s) ?? []).filter(({ deleted }) => !deleted);

interface Clause {
  readonly field: string;
  readonly operator: string;
  readonly value: number | boolean;
}
interface Question {
  readonly query?: { readonly value?: readonly Clause[] };
  readonly pagination?: { readonly per_page?: number; readonly starting_after?: string };
}

function holds({ field, operator, value }: Clause, own: Readonly<Record<string, number | boolean>>): boolean {
  const left = Number(own[field] ?? 0);
  const right = Number(value);
  return operator === '>'
    ? left > right
    : operator === '<'
      ? left < right
      : operator === '<='
        ? left <= right
        : left === right;
}

function paged(
  request: SandboxRequest,
  name: string,
  rows: readonly { readonly own: Readonly<Record<string, number | boolean>>; readonly json: unknown }[],
): SandboxAnswer {
  const { query, pagination } = JSON.parse(request.body) as Question;
  const found = rows.filter(({ own }) => (query?.value ?? []).every((clause) => holds(clause, own)));
  const from = Number(pagination?.starting_after ?? 0);
  const to = from + Math.min(150, pagination?.per_page ?? 20);
  return ok({
    type: `${name}.list`,
    [name]: found.slice(from, to).map(({ json }) => json),
    total_count: found.length,
    pages: { type: 'pages', ...(to < found.length ? { next: { starting_after: String(to) } } : {}) },
  });
}

const search = (request: SandboxRequest, all: readonly TicketState[]): SandboxAnswer =>
  paged(
    request,
    'conversations',
    [...all]
      .sort((a, b) => a.updated_s - b.updated_s || a.ticket.n - b.ticket.n)
      .map((state) => ({
        own: { updated_at: state.updated_s, created_at: state.ticket.created_s, open: states[state.status] === 'open' },
        json: conversation(state),
      })),
  );

/** Times of contacts are compared by the day. */
const contacts = (request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer =>
  paged(
    request,
    'data',
    org.contacts
      .filter(({ created_s }) => created_s <= now_s)
      .map((contact) => ({
        own: { updated_at: contact.created_s },
        json: {
          type: 'contact',
          id: ids.contact(contact.n),
          email: contact.email,
          companies: { data: [{ id: ids.account(Number(contact.account.slice(1))) }] },
          created_at: contact.created_s,
          updated_at: contact.created_s,
        },
      })),
  );

function conversation(state: TicketState): Record<string, unknown> {
  const { ticket } = state;
  const rated = state.seen.find((one) => one.kind === 'rated');
  const offered = state.seen.find((one) => one.kind === 'offered');
  const escalated = state.seen.find((one) => one.kind === 'escalated');
  const tag = (name: string, applied_at: number): unknown => ({ type: 'tag', id: name, name, applied_at });
  return {
    type: 'conversation',
    id: ids.ticket(ticket.n),
    created_at: ticket.created_s,
    updated_at: state.updated_s,
    state: states[state.status],
    open: states[state.status] === 'open',
    priority: 'not_priority',
    admin_assignee_id:
      state.owner === null ? null : state.owner === 'bot' ? ids.person(robotNumber) : adminId(state.owner),
    team_assignee_id: state.group === null ? null : ids.group(state.group),
    tags: {
      tags: [
        ...(escalated ? [tag('engineering', escalated.at_s)] : []),
        ...(ticket.is_test ? [tag('test', ticket.created_s)] : []),
        ...(ticket.is_outbound ? [tag('proactive', ticket.created_s)] : []),
      ],
    },
    source: {
      type: sources[ticket.channel],
      delivered_as: ticket.is_outbound ? 'admin_initiated' : 'customer_initiated',
      author: author(ticket.history[0]?.by ?? 'system'),
    },
    contacts: { contacts: [{ type: 'contact', id: ids.contact(ticket.contact.n) }] },
    company: { id: ids.account(Number(ticket.contact.account.slice(1))) },
    custom_attributes: {
      Category: ticket.category,
      Subcategory: ticket.subcategory,
      Product: ticket.product,
      Region: ticket.region,
      Language: ticket.language,
      'Root cause': states[state.status] === 'closed' ? ticket.root_cause : null,
    },
    conversation_rating: offered
      ? {
          rating: rated?.kind === 'rated' ? (rated.good ? 5 : 1) : null,
          created_at: offered.at_s,
          updated_at: rated?.at_s ?? offered.at_s,
          contact: { id: ids.contact(ticket.contact.n) },
        }
      : null,
    statistics: { handling_time: state.worked_s === 0 ? null : state.worked_s },
  };
}

/** The most recent five hundred; nobody here has more. */
function partsOf(ticket: Ticket, now_s: number): unknown {
  const parts: unknown[] = [];
  const add = (one: History, part_type: string, body: string | null, rest: object = {}): void => {
    parts.push({
      type: 'conversation_part',
      id: String(ticket.n * 1000 + parts.length),
      part_type,
      body,
      created_at: one.at_s,
      author: author(one.by),
      ...rest,
    });
  };
  for (const one of ticket.history) {
    if (one.at_s > now_s) break;
    if (one.kind === 'replied')
      add(
        one,
        'comment',
        one.text +
          one.articles.map((key) => ` https://help.northwind.example/en/articles/${Number(key.slice(2))}`).join(''),
      );
    else if (one.kind === 'noted') add(one, 'note', one.text);
    else if (one.kind === 'grouped')
      add(one, 'assignment', null, { assigned_to: { type: 'team', id: ids.group(one.to) } });
    else if (one.kind === 'assigned')
      add(one, 'assignment', null, {
        assigned_to:
          one.to === null
            ? { type: 'nobody_admin', id: null }
            : one.to === 'bot'
              ? { type: 'bot', id: ids.person(robotNumber) }
              : { type: 'admin', id: adminId(one.to) },
      });
    else if (one.kind === 'status' && states[one.from] !== states[one.to])
      add(
        one,
        states[one.to] === 'closed'
          ? 'close'
          : states[one.to] === 'snoozed'
            ? 'snoozed'
            : states[one.from] === 'snoozed'
              ? 'unsnoozed'
              : 'open',
        null,
      );
  }
  return { type: 'conversation_part.list', conversation_parts: parts.slice(-500), total_count: parts.length };
}
