import { day_s, isoOf, localDayOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { postOn } from '../../../shared/sandbox/people.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import {
  notFound,
  ok,
  routed,
  type SandboxAnswer,
  type SandboxRequest,
  type Site,
} from '../../../functions/sandbox/server.ts';
import { actionsOf, stateAt, type TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf.freshdesk;
/** There is no "new": a fresh ticket is open. */
const codes: Readonly<Record<Status, readonly [code: number, name: string]>> = {
  new: [2, 'Open'],
  open: [2, 'Open'],
  pending_customer: [3, 'Pending'],
  pending_third_party: [7, 'Waiting on Third Party'],
  solved: [4, 'Resolved'],
  closed: [5, 'Closed'],
};
const priorities = { p1: [4, 'Urgent'], p2: [3, 'High'], p3: [2, 'Medium'], p4: [1, 'Low'] } as const;
const sources = { email: 1, web: 9, chat: 7, phone: 3 } as const;
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', request: 'Service Request' } as const;

const userOf = (party: Party): number | null =>
  party === 'system'
    ? null
    : party === 'bot'
      ? Number(ids.person(robotNumber))
      : Number(party.startsWith('c') ? ids.contact(numberOf(party)) : ids.person(numberOf(party)));

/**
 * Freshdesk over the made-up organisation: tickets by page numbers with a Link header, at most 300 pages, the last thirty days
 * without `updated_since`; deleted and spam in lists of their own; conversations by ticket; status history only in the daily
 * activity export, which is kept for thirty days and written in days, months and years.
 */
export function freshdeskSite(org: Organisation): Site {
  const authorization = `Basic ${Buffer.from(`${demoSecret.value}:X`).toString('base64')}`;
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const statesAt = (now_s: number): readonly TicketState[] =>
    org.tickets.flatMap((ticket) => stateAt(ticket, now_s) ?? []);
  const site = routed(
    [
      ['GET', /^\/api\/v2\/tickets$/, (request, now_s) => tickets(request, statesAt(now_s), now_s)],
      ['GET', /^\/api\/v2\/search\/tickets$/, (request, now_s) => found(request, statesAt(now_s))],
      [
        'GET',
        /^\/api\/v2\/tickets\/(\d+)$/,
        (request, now_s, [id = '']) => {
          const ticket = byId.get(id);
          const state = ticket && stateAt(ticket, now_s);
          // empty, as the real one
          return state ? ok(ticketJson(state, includes(request, 'stats'))) : { status: 404, body: '' };
        },
      ],
      [
        'GET',
        /^\/api\/v2\/tickets\/(\d+)\/conversations$/,
        (request, now_s, [id = '']) => {
          const ticket = byId.get(id);
          return ticket ? paged(request, conversationsOf(ticket, now_s)) : notFound(request.path);
        },
      ],
      ['GET', /^\/api\/v2\/groups$/, (request) => paged(request, groupsOf(org))],
      ['GET', /^\/api\/v2\/agents$/, (request, now_s) => paged(request, agentsAt(org, now_s))],
      ['GET', /^\/api\/v2\/agents\/me$/, () => ok({ id: 1, type: 'support_agent', contact: { time_zone: 'UTC' } })],
      ['GET', /^\/api\/v2\/contacts$/, (request, now_s) => paged(request, contactsAt(org, now_s, request))],
      ['GET', /^\/api\/v2\/companies$/, (request) => paged(request, companiesOf(org))],
      [
        'GET',
        /^\/api\/v2\/surveys\/satisfaction_ratings$/,
        (request, now_s) => paged(request, ratingsAt(org, now_s, request)),
      ],
      ['GET', /^\/api\/v2\/time_entries$/, (request, now_s) => paged(request, timeEntriesAt(org, now_s, request))],
      ['GET', /^\/api\/v2\/export\/ticket_activities$/, (request, now_s) => activityLink(request, now_s)],
    ],
    (path) => ({ status: 404, body: { code: 'not_found', message: `No such path ${path}` } }),
  );
  return {
    vendor: 'freshdesk',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1', 'x-ratelimit-total': '400', 'x-ratelimit-remaining': '0' },
      body: { message: 'You have exceeded the limit of requests per minute' },
    }),
    handle: (request, now_s) => {
      // the export's file lies on a storage host that wants no credentials
      const file = /^\/exports\/activities-(\d{4}-\d{2}-\d{2})\.json$/.exec(request.path)?.[1];
      if (file !== undefined) return ok({ metadata: { version: 1 }, activities_data: activitiesOf(org, file, now_s) });
      if (request.headers.authorization !== authorization)
        return {
          status: 401,
          body: { code: 'invalid_credentials', message: 'You have to be logged in to perform this action.' },
        };
      const answer = site(request, now_s);
      const used = (request.query.get('include') ?? '') === '' ? '1' : '3';
      return {
        ...answer,
        headers: {
          'x-ratelimit-total': '400',
          'x-ratelimit-remaining': '390',
          'x-ratelimit-used-currentrequest': used,
          ...answer.headers,
        },
      };
    },
  };
}

function paged(request: SandboxRequest, rows: readonly unknown[]): SandboxAnswer {
  const page = Number(request.query.get('page') ?? 1);
  const per = Math.min(100, Number(request.query.get('per_page') ?? 30));
  if (page > 300)
    return {
      status: 400,
      body: {
        description: 'Validation failed',
        errors: [{ message: 'You cannot access tickets beyond the 300th page' }],
      },
    };
  const next = new URLSearchParams({ ...Object.fromEntries(request.query), page: String(page + 1) });
  return ok(
    rows.slice((page - 1) * per, page * per),
    page * per < rows.length ? { link: `<${request.origin}${request.path}?${next.toString()}>; rel="next"` } : {},
  );
}

const secondsIn = (request: SandboxRequest, name: string): number | undefined => {
  const text = request.query.get(name);
  return text === null ? undefined : Date.parse(text) / 1000;
};

function tickets(request: SandboxRequest, states: readonly TicketState[], now_s: number): SandboxAnswer {
  const filter = request.query.get('filter');
  const since = secondsIn(request, 'updated_since');
  const isAscending = request.query.get('order_type') === 'asc';
  const byUpdate = request.query.get('order_by') === 'updated_at';
  const rows = states
    .filter(({ deleted }) =>
      filter === 'deleted' ? deleted?.spam === false : filter === 'spam' ? deleted?.spam === true : !deleted,
    )
    .filter(({ ticket, updated_s }) =>
      since === undefined ? ticket.created_s >= now_s - 30 * day_s : updated_s >= since,
    )
    .map((state) => [byUpdate ? state.updated_s : state.ticket.created_s, state] as const)
    .sort(([a, x], [b, y]) => (isAscending ? 1 : -1) * (a - b || x.ticket.n - y.ticket.n));
  const stats = includes(request, 'stats');
  return paged(
    request,
    rows.map(([, state]) => ticketJson(state, stats)),
  );
}

const includes = (request: SandboxRequest, what: string): boolean =>
  (request.query.get('include') ?? '').split(',').includes(what);

/** A search by days of creation, both inside: says how many there are, shows thirty a page and ten pages. */
function found(request: SandboxRequest, states: readonly TicketState[]): SandboxAnswer {
  const days = /^"created_at:>'([\d-]{10})' AND created_at:<'([\d-]{10})'"$/.exec(request.query.get('query') ?? '');
  const page = Number(request.query.get('page') ?? 1);
  if (days === null || page > 10)
    return {
      status: 400,
      body: { description: 'Validation failed', errors: [{ field: 'query', code: 'invalid_value' }] },
    };
  const [, first = '', last = ''] = days;
  const rows = states.filter(({ ticket, deleted }) => {
    const day = isoOf(ticket.created_s).slice(0, 10);
    return !deleted && day >= first && day <= last;
  });
  return ok({
    total: rows.length,
    results: rows.slice((page - 1) * 30, page * 30).map((state) => ticketJson(state, false)),
  });
}

function ticketJson(state: TicketState, withStats: boolean): unknown {
  const { ticket } = state;
  return {
    id: Number(ids.ticket(ticket.n)),
    subject: ticket.subject,
    status: codes[state.status][0],
    priority: priorities[state.priority][0],
    source: ticket.is_outbound ? 10 : sources[ticket.channel],
    type: types[ticket.type],
    requester_id: Number(ids.contact(ticket.contact.n)),
    responder_id: state.owner === null ? null : userOf(state.owner),
    group_id: state.group === null ? null : Number(ids.group(state.group)),
    company_id: Number(ids.account(Number(ticket.contact.account.slice(1)))),
    product_id: null,
    tags: [...state.tags.filter((tag) => tag !== 'closed_by_merge'), ...(ticket.is_outbound ? ['proactive'] : [])],
    custom_fields: {
      cf_category: ticket.category,
      cf_subcategory: ticket.subcategory,
      cf_product: ticket.product,
      cf_region: ticket.region,
      cf_language: ticket.language,
      cf_root_cause: ['solved', 'closed'].includes(state.status) ? ticket.root_cause : null,
    },
    spam: state.deleted?.spam === true,
    ...(state.deleted ? { deleted: true } : {}),
    is_escalated: false,
    fr_escalated: false,
    association_type: null,
    created_at: isoOf(ticket.created_s),
    updated_at: isoOf(state.updated_s),
    ...(withStats ? { stats: statsOf(state) } : {}),
  };
}

/** Only the last times; the resolution is gone again after a reopening. */
function statsOf({ seen, status }: TicketState): unknown {
  const turns = seen.filter((one) => one.kind === 'status');
  const last = (test: (one: (typeof turns)[number]) => boolean): string | null => {
    const found = turns.findLast(test);
    return found === undefined ? null : isoOf(found.at_s);
  };
  const isFinished = (one: Status): boolean => one === 'solved' || one === 'closed';
  const first = seen.find((one) => one.kind === 'replied' && one.by.startsWith('p'));
  const resolved = turns.findLast((one) => !isFinished(one.from) && isFinished(one.to));
  return {
    agent_responded_at: null,
    requester_responded_at: null,
    first_responded_at: first === undefined ? null : isoOf(first.at_s),
    status_updated_at: last(() => true) ?? isoOf(seen[0]?.at_s ?? 0),
    reopened_at: last((one) => isFinished(one.from) && !isFinished(one.to)),
    resolved_at: isFinished(status) && resolved ? isoOf(resolved.at_s) : null,
    closed_at: status === 'closed' ? last((one) => one.to === 'closed') : null,
    pending_since: status === 'pending_customer' ? last((one) => one.to === 'pending_customer') : null,
  };
}

const conversationsOf = (ticket: Ticket, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i) => {
    if (one.at_s > now_s || (one.kind !== 'replied' && one.kind !== 'noted' && one.kind !== 'merged')) return [];
    const links =
      one.kind === 'replied'
        ? one.articles
            .map((key) => ` https://northwind.example/support/solutions/articles/${Number(key.slice(2))}`)
            .join('')
        : '';
    const text =
      one.kind === 'merged' ? `This ticket is closed and merged into ticket ${ids.ticket(one.into)}` : one.text + links;
    return [
      {
        id: ticket.n * 1000 + i,
        ticket_id: Number(ids.ticket(ticket.n)),
        body_text: text,
        body: `<div>${text}</div>`,
        incoming: one.by.startsWith('c'),
        private: one.kind !== 'replied',
        source: one.kind === 'replied' ? 0 : 2,
        user_id: userOf(one.by),
        auto_response: false,
        created_at: isoOf(one.at_s),
        updated_at: isoOf(one.at_s),
      },
    ];
  });

/** A day that is not over has no file yet; a day more than thirty days ago has none any more. */
function activityLink(request: SandboxRequest, now_s: number): SandboxAnswer {
  const day = request.query.get('created_at') ?? '';
  const start_s = Date.parse(`${day}T00:00:00Z`) / 1000;
  if (Number.isNaN(start_s)) return { status: 400, body: { message: 'created_at: expected yyyy-mm-dd' } };
  if (start_s + day_s > now_s || start_s < now_s - 31 * day_s) return { status: 404, body: {} };
  return ok({ export: [{ created_at: day, url: `${request.origin}/exports/activities-${day}.json` }] });
}

function activitiesOf(org: Organisation, day: string, now_s: number): readonly unknown[] {
  const start_s = Date.parse(`${day}T00:00:00Z`) / 1000;
  const end_s = Math.min(start_s + day_s, now_s);
  const rows: { readonly at_s: number; readonly json: unknown }[] = [];
  for (const ticket of org.tickets) {
    if (ticket.created_s >= end_s || (ticket.history[ticket.history.length - 1]?.at_s ?? 0) < start_s) continue;
    for (const { at_s, by, items } of actionsOf(ticket.history)) {
      if (at_s < start_s || at_s >= end_s) continue;
      const own = items.filter((one) => one.by === by);
      const rules = items.filter((one) => one.by !== by);
      for (const [who, part] of [
        [by, own],
        ['system', rules],
      ] as const) {
        const activity = activityOf(part, org);
        if (Object.keys(activity).length === 0) continue;
        const performer = userOf(who);
        rows.push({
          at_s,
          json: {
            performed_at: spelled(at_s),
            ticket_id: Number(ids.ticket(ticket.n)),
            performer_type: performer === null ? 'system' : 'user',
            performer_id: performer,
            activity,
          },
        });
      }
    }
  }
  return rows.sort((a, b) => a.at_s - b.at_s).map(({ json }) => json);
}

function activityOf(items: readonly History[], org: Organisation): Record<string, unknown> {
  const activity: Record<string, unknown> = {};
  for (const one of items) {
    if (one.kind === 'created') activity.new_ticket = true;
    else if (one.kind === 'status') activity.status = codes[one.to][1];
    else if (one.kind === 'assigned') activity.agent_id = one.to === null ? null : userOf(one.to);
    else if (one.kind === 'grouped') {
      activity.group_id = Number(ids.group(one.to));
      activity.group = org.groups.find(({ n }) => n === one.to)?.name;
    } else if (one.kind === 'priority') activity.priority = priorities[one.to][1];
    else if (one.kind === 'tagged') activity.added_tags = [one.tag];
    else if (one.kind === 'escalated') activity.added_tags = ['engineering'];
    else if (one.kind === 'noted') activity.note = { type: 2 };
    else if (one.kind === 'deleted') activity[one.spam ? 'spam' : 'deleted'] = true;
  }
  return activity;
}

/** "05-10-2026 04:00:00 +0000" */
const spelled = (at_s: number): string => {
  const [date = '', time = ''] = isoOf(at_s).replace('Z', '').split('T');
  return `${date.split('-').reverse().join('-')} ${time} +0000`;
};

const groupsOf = (org: Organisation): readonly unknown[] =>
  org.groups.map(({ n, name }) => ({
    id: Number(ids.group(n)),
    name,
    created_at: isoOf(org.start_s - 400 * day_s),
    updated_at: isoOf(org.start_s - 400 * day_s),
  }));

function agentsAt(org: Organisation, now_s: number): readonly unknown[] {
  const agents = org.people.flatMap((person) => {
    const first_s = (person.posts[0]?.from ?? 0) * day_s;
    if (first_s > now_s) return [];
    const post = postOn(person, localDayOf(org.zone, now_s));
    const group = org.groups.find(
      ({ team, tier }) => team === post?.team && tier === (post?.tier === 'l1' ? 'l1' : 'l2'),
    );
    return [
      {
        id: Number(ids.person(person.n)),
        available: post !== undefined,
        deactivated: post === undefined,
        type: 'support_agent',
        contact: { name: person.name, email: person.email, active: post !== undefined, time_zone: 'UTC' },
        group_ids: group ? [Number(ids.group(group.n))] : [],
        created_at: isoOf(first_s),
        updated_at: isoOf(first_s),
      },
    ];
  });
  const robot = {
    id: Number(ids.person(robotNumber)),
    type: 'support_agent',
    contact: { name: 'Northwind Assistant', email: 'assistant@northwind.example' },
    group_ids: [],
    created_at: isoOf(org.start_s),
    updated_at: isoOf(org.start_s),
  };
  return [...agents, robot];
}

const contactsAt = (org: Organisation, now_s: number, request: SandboxRequest): readonly unknown[] =>
  org.contacts
    .filter(({ created_s }) => created_s <= now_s && created_s >= (secondsIn(request, '_updated_since') ?? -Infinity))
    .map((contact) => ({
      id: Number(ids.contact(contact.n)),
      name: contact.name,
      email: contact.email,
      active: true,
      company_id: Number(ids.account(Number(contact.account.slice(1)))),
      created_at: isoOf(contact.created_s),
      updated_at: isoOf(contact.created_s),
    }));

const companiesOf = (org: Organisation): readonly unknown[] =>
  org.accounts.map((account) => ({
    id: Number(ids.account(account.n)),
    name: account.name,
    custom_fields: { band: account.band },
    created_at: isoOf(account.started * day_s),
    updated_at: isoOf(account.started * day_s),
  }));

const ratingsAt = (org: Organisation, now_s: number, request: SandboxRequest): readonly unknown[] =>
  org.tickets
    .flatMap((ticket) =>
      ticket.history.flatMap((one) =>
        one.kind === 'rated' && one.at_s <= now_s && one.at_s >= (secondsIn(request, 'created_since') ?? -Infinity)
          ? [
              {
                at_s: one.at_s,
                json: {
                  id: 700_000 + ticket.n,
                  survey_id: 1,
                  ticket_id: Number(ids.ticket(ticket.n)),
                  user_id: Number(ids.contact(ticket.contact.n)),
                  agent_id: one.person === null ? null : userOf(one.person),
                  feedback: null,
                  ratings: { default_question: one.good ? 103 : -103 },
                  created_at: isoOf(one.at_s),
                  updated_at: isoOf(one.at_s),
                },
              },
            ]
          : [],
      ),
    )
    .sort((a, b) => a.at_s - b.at_s)
    .map(({ json }) => json);

const timeEntriesAt = (org: Organisation, now_s: number, request: SandboxRequest): readonly unknown[] =>
  org.tickets
    .flatMap((ticket) =>
      ticket.history.flatMap((one, i) =>
        one.kind === 'worked' && one.at_s <= now_s && one.at_s >= (secondsIn(request, 'executed_after') ?? -Infinity)
          ? [
              {
                at_s: one.at_s,
                json: {
                  id: ticket.n * 1000 + i,
                  ticket_id: Number(ids.ticket(ticket.n)),
                  agent_id: userOf(one.by),
                  billable: false,
                  time_spent: `${String(Math.floor(one.seconds / 3600)).padStart(2, '0')}:${String(Math.floor(one.seconds / 60) % 60).padStart(2, '0')}`,
                  time_spent_in_seconds: one.seconds,
                  executed_at: isoOf(one.at_s),
                  created_at: isoOf(one.at_s),
                  updated_at: isoOf(one.at_s),
                },
              },
            ]
          : [],
      ),
    )
    .sort((a, b) => a.at_s - b.at_s)
    .map(({ json }) => json);
