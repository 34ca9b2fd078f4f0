import { isoOf, localDayOf, day_s } from '../../shared/sandbox/civil.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Organisation, Ticket } from '../../shared/sandbox/model.ts';
import { mergesOf, standingFor } from '../../shared/sandbox/merged-people.ts';
import { postOn } from '../../shared/sandbox/people.ts';
import { zendeskFields } from '../../shared/sandbox/zendesk-fields.ts';
import { demoSecret, demoUser } from '../../shared/sandbox/sources.ts';
import { jitter, notFound, ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from './server.ts';
import { stateAt, type TicketState } from './state.ts';
import { metricEventJson, metricEventsOf, slaPolicy, type MetricEvent } from './zendesk-sla.ts';
import { auditsOf, zendeskChannel, zendeskPriority, zendeskStatus, zendeskUser, type Audit } from './zendesk-audits.ts';

const ids = idsOf.zendesk;
/** The one brand of the account. */
const brand_id = 360_900_001;
/** The export hides what happened in the last minute. */
const hidden_s = 60;

/** What the server accepts; the demo's configuration uses it. */
export const zendeskLogin = { email: demoUser, token: demoSecret.value } as const;

/**
 * Zendesk Support over the made-up organisation: cursor export of tickets ordered by (generated_timestamp, id), time-based export
 * of ticket events that repeats the last second of a full page, ratings as records of their own, deleted tickets in the export.
 */
export function zendeskSite(org: Organisation): Site {
  const authorization = `Basic ${Buffer.from(`${zendeskLogin.email}/token:${zendeskLogin.token}`).toString('base64')}`;
  const tickets = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const audits: readonly (Audit & Row)[] = org.tickets
    .flatMap((ticket) => auditsOf(ticket, (n) => ids.ticket(n)))
    .sort((a, b) => a.at_s - b.at_s || a.id - b.id)
    .map((audit) => ({ ...audit, key: [audit.at_s, audit.id] as const }));
  const surveys = surveysOf(org);
  const followups = new Map<number, number[]>();
  for (const { n, followup_of } of org.tickets) {
    if (followup_of !== null)
      followups.set(followup_of, [...(followups.get(followup_of) ?? []), Number(ids.ticket(n))]);
  }

  /** Ticket rows in export order at an instant; kept until the instant changes. */
  let exported: { readonly now_s: number; readonly rows: readonly Exported[] } | undefined;
  const exportAt = (now_s: number): readonly Exported[] => {
    if (exported?.now_s !== now_s) {
      exported = { now_s, rows: org.tickets.flatMap((ticket) => exportedAt(ticket, now_s)).sort(inOrder) };
    }
    return exported.rows;
  };

  /** Every metric event there will be, in order: made when first asked for, since a hundred pages are cut from it. */
  let clocks: readonly MetricEvent[] | undefined;
  const metricEvents = (): readonly MetricEvent[] => (clocks ??= org.tickets.flatMap(metricEventsOf).sort(inOrder));

  const site = routed(
    [
      [
        'GET',
        /^\/api\/v2\/incremental\/tickets\/cursor(?:\.json)?$/,
        (request, now_s) =>
          cursorPage(request, exportAt(now_s), (row) => ticketJson(row, request.origin, now_s, followups), 'tickets'),
      ],
      [
        'GET',
        /^\/api\/v2\/incremental\/ticket_events(?:\.json)?$/,
        (request, now_s) =>
          timePage(request, visible(audits, now_s), (audit) => withComments(audit, request), 'ticket_events'),
      ],
      [
        'GET',
        /^\/api\/v2\/incremental\/users\/cursor(?:\.json)?$/,
        (request, now_s) => cursorPage(request, usersAt(org, now_s), (row) => row.json, 'users'),
      ],
      [
        'GET',
        /^\/api\/v2\/incremental\/organizations(?:\.json)?$/,
        (request, now_s) => timePage(request, organizationsAt(org, now_s), (row) => row.json, 'organizations'),
      ],
      ['GET', /^\/api\/v2\/satisfaction_ratings(?:\.json)?$/, (request, now_s) => ratings(request, surveys, now_s)],
      [
        'GET',
        /^\/api\/v2\/deleted_tickets(?:\.json)?$/,
        (request, now_s) => numbered(request, deletedAt(org, now_s), 'deleted_tickets'),
      ],
      ['GET', /^\/api\/v2\/groups(?:\.json)?$/, (request) => numbered(request, groupsOf(org), 'groups')],
      [
        'GET',
        /^\/api\/v2\/group_memberships(?:\.json)?$/,
        (request, now_s) => numbered(request, membershipsAt(org, now_s), 'group_memberships'),
      ],
      [
        'GET',
        /^\/api\/v2\/brands(?:\.json)?$/,
        (request) =>
          numbered(
            request,
            [
              {
                id: brand_id,
                name: org.name,
                subdomain: 'northwind',
                active: true,
                default: true,
                created_at: isoOf(org.start_s),
                updated_at: isoOf(org.start_s),
              },
            ],
            'brands',
          ),
      ],
      ['GET', /^\/api\/v2\/ticket_fields(?:\.json)?$/, (request) => numbered(request, fieldsJson, 'ticket_fields')],
      ['GET', /^\/api\/v2\/custom_statuses(?:\.json)?$/, () => ok({ custom_statuses: customStatuses(org) })],
      [
        'GET',
        /^\/api\/v2\/slas\/policies(?:\.json)?$/,
        (request) =>
          numbered(
            request,
            [
              {
                id: slaPolicy.id,
                title: slaPolicy.title,
                description: slaPolicy.description,
                position: 1,
                filter: { all: [], any: [] },
                policy_metrics: Object.entries(slaPolicy.targets).flatMap(([metric, targets]) =>
                  Object.entries(targets).map(([priority, target]) => ({
                    priority: zendeskPriority[priority as keyof typeof targets],
                    metric: metric === 'reply_time' ? 'first_reply_time' : metric,
                    target,
                    target_in_seconds: target * 60,
                    business_hours: false,
                  })),
                ),
                created_at: isoOf(org.start_s),
                updated_at: isoOf(org.start_s),
              },
            ],
            'sla_policies',
          ),
      ],
      [
        'GET',
        /^\/api\/v2\/incremental\/ticket_metric_events(?:\.json)?$/,
        (request, now_s) => timePage(request, visible(metricEvents(), now_s), metricEventJson, 'ticket_metric_events'),
      ],
      ['GET', /^\/api\/services\/jira\/links$/, (request, now_s) => numbered(request, jiraLinks(org, now_s), 'links')],
      [
        'GET',
        /^\/api\/v2\/users\/me(?:\.json)?$/,
        () =>
          ok({
            user: {
              id: 900_000_000_999,
              name: 'Casebook',
              email: zendeskLogin.email,
              role: 'admin',
              time_zone: railsZone[org.zone] ?? 'UTC',
              iana_time_zone: org.zone,
              active: true,
            },
          }),
      ],
      [
        'GET',
        /^\/api\/v2\/tickets\/count(?:\.json)?$/,
        (_request, now_s) =>
          ok({
            count: { value: exportAt(now_s).filter(({ state }) => !state.deleted).length, refreshed_at: isoOf(now_s) },
          }),
      ],
      [
        'GET',
        /^\/api\/v2\/search\/count(?:\.json)?$/,
        (request, now_s) => ok({ count: searchCount(request.query.get('query') ?? '', exportAt(now_s)) }),
      ],
      [
        'GET',
        /^\/api\/v2\/tickets\/(\d+)(?:\.json)?$/,
        (request, now_s, [id = '']) => {
          const ticket = tickets.get(id);
          const row = ticket && exportedAt(ticket, now_s)[0];
          return row && !row.state.deleted
            ? ok({ ticket: ticketJson(row, request.origin, now_s, followups) })
            : notFound(request.path);
        },
      ],
    ],
    (path) => ({ status: 404, body: { error: 'InvalidEndpoint', description: `Not found: ${path}` } }),
  );

  return {
    vendor: 'zendesk',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1', 'ratelimit-limit': '700', 'ratelimit-remaining': '0', 'ratelimit-reset': '1' },
      body: {
        error: 'APIRateLimitExceeded',
        description: 'Number of allowed incremental API requests per minute exceeded',
      },
    }),
    handle: (request, now_s) => {
      if (request.headers.authorization !== authorization)
        return { status: 401, body: { error: "Couldn't authenticate you" } };
      const answer = site(request, now_s);
      return {
        ...answer,
        headers: { 'x-rate-limit': '700', 'x-rate-limit-remaining': '699', 'rate-limit-reset': '6', ...answer.headers },
      };
    },
  };
}

/** Zendesk calls zones by the names of Ruby on Rails. */
const railsZone: Readonly<Record<string, string>> = { 'Europe/Berlin': 'Berlin', 'Etc/UTC': 'UTC' };

interface Exported {
  readonly key: readonly [at_s: number, id: number];
  readonly state: TicketState;
}
interface Row {
  readonly key: readonly [at_s: number, id: number];
  readonly json: unknown;
}
const inOrder = (a: { key: readonly [number, number] }, b: { key: readonly [number, number] }): number =>
  a.key[0] - b.key[0] || a.key[1] - b.key[1];

/** The generated timestamp follows the update by 0 to 5 seconds, mostly by none. */
const lagOf = (n: number): number => [0, 0, 0, 0, 0, 1, 1, 1, 2, 5][jitter(n, 10)] ?? 0;

function exportedAt(ticket: Ticket, now_s: number): readonly Exported[] {
  const state = stateAt(ticket, now_s);
  if (!state) return [];
  // a merge of end users changes their tickets, unless those are gone
  const merges = state.deleted ? [] : mergesOf(ticket.contact, now_s).filter(({ at_s }) => at_s > ticket.created_s);
  const updated_s = Math.max(state.updated_s, ...merges.map(({ at_s }) => at_s));
  const generated_s = updated_s + lagOf(ticket.n);
  if (generated_s > now_s - hidden_s) return [];
  return [{ key: [generated_s, Number(ids.ticket(ticket.n))], state: { ...state, updated_s } }];
}

/** Cursor paging: opaque key of the last row; every third page begins with the last row of the one before. */
function cursorPage<R extends { readonly key: readonly [number, number] }>(
  request: SandboxRequest,
  rows: readonly R[],
  json: (row: R) => unknown,
  name: string,
): SandboxAnswer {
  const cursor = request.query.get('cursor');
  const start = request.query.get('start_time');
  if (cursor === null && start === null) return badRequest('start_time is required');
  const size = Math.min(1000, Math.max(1, Number(request.query.get('per_page') ?? 1000)));
  const last = cursor === null ? undefined : Buffer.from(cursor, 'base64').toString('utf8').split('|');
  if (last && (last.length !== 4 || Number.isNaN(Number(last[0])))) return badRequest('Invalid cursor');
  const [after_s, after_id] = last ? [Number(last[0]), Number(last[2])] : [Number(start), -1];
  const begin = rows.findIndex(({ key }) => key[0] > after_s || (key[0] === after_s && key[1] > after_id));
  const from = begin < 0 ? rows.length : begin;
  const page = rows.slice(from, from + size);
  const repeated = cursor !== null && page.length > 0 && from % 3 === 0 && from > 0 ? rows.slice(from - 1, from) : [];
  const end = page[page.length - 1]?.key ?? [after_s, after_id];
  const next = Buffer.from(`${end[0]}.0||${end[1]}|`).toString('base64');
  return ok({
    [name]: [...repeated, ...page].map(json),
    after_url: `${request.origin}${request.path}?cursor=${encodeURIComponent(next)}`,
    after_cursor: next,
    before_cursor: null,
    before_url: null,
    end_of_stream: from + size >= rows.length,
    count: page.length + repeated.length,
  });
}

/** Time-based paging: whole seconds; a full page ends on a second that the next page repeats. */
function timePage<R extends { readonly key: readonly [number, number] }>(
  request: SandboxRequest,
  rows: readonly R[],
  json: (row: R) => unknown,
  name: string,
): SandboxAnswer {
  const start = request.query.get('start_time');
  if (start === null || !/^\d+$/.test(start)) return badRequest('start_time is required');
  const size = Math.min(1000, Math.max(1, Number(request.query.get('per_page') ?? 1000)));
  let from = 0;
  for (let high = rows.length; from < high;) {
    const middle = (from + high) >> 1;
    if ((rows[middle]?.key[0] ?? 0) >= Number(start)) high = middle;
    else from = middle + 1;
  }
  let to = Math.min(rows.length, from + size);
  const first_s = rows[from]?.key[0];
  const full = to - from === size && size === 1000;
  // A page always gets past its first second, else nobody could go on.
  if (!full || rows[to - 1]?.key[0] === first_s) {
    while (to < rows.length && rows[to]?.key[0] === rows[to - 1]?.key[0]) to++;
  }
  const last_s = rows[to - 1]?.key[0];
  const end = to === from || last_s === undefined ? Number(start) : full && last_s !== first_s ? last_s : last_s + 1;
  return ok({
    [name]: rows.slice(from, to).map(json),
    count: to - from,
    end_of_stream: to >= rows.length,
    end_time: end,
    next_page: `${request.origin}${request.path}?${new URLSearchParams({ ...Object.fromEntries(request.query), start_time: String(end) }).toString()}`,
  });
}

/** Both spellings of plain lists: page[size] with a cursor, or page numbers of 100. */
function numbered<R>(
  request: SandboxRequest,
  rows: readonly R[],
  name: string,
  json: (row: R) => unknown = (row) => row,
): SandboxAnswer {
  const size = request.query.get('page[size]');
  if (size !== null) {
    const from = Number(Buffer.from(request.query.get('page[after]') ?? '', 'base64').toString('utf8') || 0);
    const to = from + Math.min(100, Number(size));
    const after = Buffer.from(String(to)).toString('base64');
    const params = new URLSearchParams({ ...Object.fromEntries(request.query), 'page[after]': after });
    const more = to < rows.length;
    const links = { next: more ? `${request.origin}${request.path}?${params.toString()}` : null, prev: null };
    return ok({
      links,
      meta: { has_more: more, after_cursor: after, before_cursor: null },
      // the list of Jira links is called as the paging links are elsewhere
      [name]: rows.slice(from, to).map(json),
    });
  }
  const page = Number(request.query.get('page') ?? 1);
  const per = Math.min(100, Number(request.query.get('per_page') ?? 100));
  const more = page * per < rows.length;
  return ok({
    [name]: rows.slice((page - 1) * per, page * per).map(json),
    count: rows.length,
    next_page: more ? `${request.origin}${request.path}?page=${page + 1}&per_page=${per}` : null,
    previous_page: page > 1 ? `${request.origin}${request.path}?page=${page - 1}&per_page=${per}` : null,
  });
}

const badRequest = (description: string): SandboxAnswer => ({
  status: 400,
  body: { error: 'InvalidValue', description },
});

/** Of rows in the order of their time, those that the export shows at an instant. */
function visible<R extends { readonly key: readonly [number, number] }>(
  rows: readonly R[],
  now_s: number,
): readonly R[] {
  return rows.slice(0, rows.findLastIndex(({ key }) => key[0] <= now_s - hidden_s) + 1);
}

/** Without the sideload a comment is only two flags. */
function withComments(audit: Audit, request: SandboxRequest): unknown {
  if ((request.query.get('include') ?? '').split(',').includes('comment_events')) return audit.json;
  const children = audit.json.child_events as readonly Record<string, unknown>[];
  return {
    ...audit.json,
    child_events: children.map((child) =>
      child.event_type === 'Comment'
        ? { id: child.id, via: child.via, event_type: 'Comment', comment_present: true, comment_public: child.public }
        : child,
    ),
  };
}

function ticketJson(
  { key, state }: Exported,
  origin: string,
  now_s: number,
  followups: ReadonlyMap<number, readonly number[]>,
): unknown {
  const { ticket } = state;
  const rated = state.survey === 'good' || state.survey === 'bad';
  const field = (id: number, value: unknown): unknown => ({ id, value });
  return {
    url: `${origin}/api/v2/tickets/${ids.ticket(ticket.n)}.json`,
    id: key[1],
    external_id: null,
    via: {
      channel: zendeskChannel[ticket.channel],
      source:
        ticket.followup_of === null
          ? { from: {}, to: {}, rel: ticket.channel === 'phone' ? 'inbound' : null }
          : {
              from: { ticket_id: Number(ids.ticket(ticket.followup_of)), subject: ticket.subject },
              to: {},
              rel: 'follow_up',
            },
    },
    created_at: isoOf(ticket.created_s),
    updated_at: isoOf(state.updated_s),
    generated_timestamp: key[0],
    type: ticket.type === 'request' ? 'task' : ticket.type,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: `${ticket.subject}.`,
    priority: zendeskPriority[state.priority],
    status: state.deleted ? 'deleted' : zendeskStatus[state.status],
    requester_id: Number(ids.contact((state.deleted ? ticket.contact : standingFor(ticket.contact, now_s)).n)),
    submitter_id: zendeskUser(ticket.history[0]?.by ?? ticket.contact.id),
    assignee_id: state.owner === null ? null : zendeskUser(state.owner),
    organization_id: Number(ids.account(Number(ticket.contact.account.slice(1)))),
    group_id: state.group === null ? null : Number(ids.group(state.group)),
    problem_id: null,
    has_incidents: false,
    is_public: true,
    tags: [...state.tags, ...(ticket.is_outbound ? ['proactive'] : [])],
    custom_fields: [
      field(zendeskFields.category, ticket.category),
      field(zendeskFields.subcategory, ticket.subcategory),
      field(zendeskFields.product, ticket.product),
      field(zendeskFields.region, ticket.region),
      field(zendeskFields.language, ticket.language),
      field(
        zendeskFields.root_cause,
        state.status === 'solved' || state.status === 'closed' ? ticket.root_cause : null,
      ),
      field(zendeskFields.ai_handoff_reason, state.handoff_reason),
      field(zendeskFields.time_total, state.worked_s === 0 ? null : String(state.worked_s)),
    ],
    satisfaction_rating: { score: state.survey, ...(rated ? { id: ratingId(ticket.n, 1) } : {}) },
    followup_ids: followups.get(ticket.n) ?? [],
    brand_id,
    ticket_form_id: 360_800_001,
    allow_channelback: false,
    from_messaging_channel: false,
    custom_status_id: state.deleted ? null : customStatusOf(zendeskStatus[state.status]).id,
    generated_at: isoOf(Math.min(key[0], now_s)),
  };
}

const ratingId = (n: number, version: number): number => 720_000_000 + n * 10 + version;

/** An offered rating or its answer, with the ticket it is about. */
interface Survey {
  readonly ticket: Ticket;
  readonly one: Extract<Ticket['history'][number], { readonly kind: 'offered' | 'rated' }>;
}

/** In the order of their time. */
const surveysOf = (org: Organisation): readonly Survey[] =>
  org.tickets
    .flatMap((ticket) =>
      ticket.history.flatMap((one): readonly Survey[] =>
        one.kind === 'offered' || one.kind === 'rated' ? [{ ticket, one }] : [],
      ),
    )
    .sort((a, b) => a.one.at_s - b.one.at_s);

/** An offered rating and its answer are two records. */
function ratings(request: SandboxRequest, surveys: readonly Survey[], now_s: number): SandboxAnswer {
  const start = Number(request.query.get('start_time') ?? 0);
  const end = Number(request.query.get('end_time') ?? now_s);
  if (end > now_s - hidden_s && request.query.has('end_time'))
    return badRequest('end_time must be at least 60 seconds ago');
  const last_s = Math.min(now_s - hidden_s, end);
  const rows = surveys.filter(({ one }) => one.at_s >= start && one.at_s <= last_s);
  return numbered(request, rows, 'satisfaction_ratings', (row) => ratingJson(row, request.origin));
}

function ratingJson({ ticket, one }: Survey, origin: string): unknown {
  const state = stateAt(ticket, one.at_s);
  const id = ratingId(ticket.n, one.kind === 'rated' ? 1 : 0);
  return {
    url: `${origin}/api/v2/satisfaction_ratings/${id}.json`,
    id,
    ticket_id: Number(ids.ticket(ticket.n)),
    assignee_id: state?.owner ? zendeskUser(state.owner) : null,
    group_id: state?.group ? Number(ids.group(state.group)) : null,
    requester_id: Number(ids.contact(ticket.contact.n)),
    score: one.kind === 'offered' ? 'offered' : one.good ? 'good' : 'bad',
    comment: null,
    reason: one.kind === 'rated' && one.cause ? one.cause : null,
    reason_id: one.kind === 'rated' && one.cause ? 1 + ['service', 'product', 'process'].indexOf(one.cause) : null,
    created_at: isoOf(one.at_s),
    updated_at: isoOf(one.at_s),
  };
}

const deletedAt = (org: Organisation, now_s: number): readonly unknown[] =>
  org.tickets.flatMap((ticket) => {
    const state = stateAt(ticket, now_s);
    return state?.deleted
      ? [
          {
            id: Number(ids.ticket(ticket.n)),
            subject: ticket.subject,
            description: '',
            actor: { id: zendeskUser(state.deleted.by), name: 'Agent' },
            deleted_at: isoOf(state.deleted.at_s),
            previous_state: zendeskStatus[state.status],
          },
        ]
      : [];
  });

function usersAt(org: Organisation, now_s: number): readonly Row[] {
  const rows: Row[] = [];
  for (const person of org.people) {
    const first_s = (person.posts[0]?.from ?? 0) * day_s;
    if (first_s > now_s) continue;
    const isHere = postOn(person, localDayOf(org.zone, now_s)) !== undefined;
    const last = person.posts[person.posts.length - 1];
    const updated_s = !isHere && last?.to ? last.to * day_s : first_s;
    const id = Number(ids.person(person.n));
    const role = last?.role === 'lead' ? 'admin' : 'agent';
    rows.push({
      key: [updated_s, id],
      json: {
        id,
        name: person.name,
        email: person.email,
        role,
        active: true,
        suspended: !isHere,
        organization_id: null,
        default_group_id: null,
        created_at: isoOf(first_s),
        updated_at: isoOf(updated_s),
      },
    });
  }
  const robot_s = org.start_s - 300 * day_s;
  rows.push({
    key: [robot_s, zendeskUser('bot')],
    json: {
      id: zendeskUser('bot'),
      name: 'Assistant',
      email: 'assistant@northwind.example',
      role: 'agent',
      active: true,
      suspended: false,
      organization_id: null,
      default_group_id: null,
      created_at: isoOf(robot_s),
      updated_at: isoOf(robot_s),
    },
  });
  for (const contact of org.contacts) {
    if (contact.created_s > now_s || (contact.merged !== undefined && contact.merged.at_s <= now_s)) continue;
    const id = Number(ids.contact(contact.n));
    rows.push({
      key: [contact.created_s, id],
      json: {
        id,
        name: contact.name,
        email: contact.email,
        role: 'end-user',
        active: true,
        suspended: false,
        organization_id: Number(ids.account(Number(contact.account.slice(1)))),
        created_at: isoOf(contact.created_s),
        updated_at: isoOf(contact.created_s),
      },
    });
  }
  return rows.sort(inOrder);
}

const organizationsAt = (org: Organisation, now_s: number): readonly Row[] =>
  org.accounts
    .filter(({ started }) => started * day_s <= now_s)
    .map((account): Row => {
      const id = Number(ids.account(account.n));
      const at_s = account.started * day_s + account.n;
      return {
        key: [at_s, id],
        json: {
          id,
          name: account.name,
          external_id: account.id,
          organization_fields: { band: account.band, region: account.region },
          created_at: isoOf(at_s),
          updated_at: isoOf(at_s),
        },
      };
    })
    .sort(inOrder);

/** What agents see for each category; a closed ticket is in a status of the category solved. */
const agentLabels = {
  new: 'New',
  open: 'Open',
  pending: 'Waiting for the customer',
  hold: 'Waiting for a supplier',
  solved: 'Done',
} as const;
const categories = Object.keys(agentLabels) as (keyof typeof agentLabels)[];
const customStatusOf = (status: string) => {
  const category = categories.find((one) => one === status) ?? 'solved';
  return { id: 360_700_001 + categories.indexOf(category), category };
};
const customStatuses = (org: Organisation): readonly unknown[] =>
  categories.map((category) => ({
    id: customStatusOf(category).id,
    status_category: category,
    agent_label: agentLabels[category],
    end_user_label: agentLabels[category],
    active: true,
    default: true,
    created_at: isoOf(org.start_s),
    updated_at: isoOf(org.start_s),
  }));

const groupsOf = (org: Organisation): readonly unknown[] =>
  org.groups.map((group) => ({
    id: Number(ids.group(group.n)),
    name: group.name,
    deleted: false,
    is_public: true,
    default: group.n === 1,
    created_at: isoOf(org.start_s - 400 * day_s),
    updated_at: isoOf(org.start_s - 400 * day_s),
  }));

const membershipsAt = (org: Organisation, now_s: number): readonly unknown[] =>
  org.people.flatMap((person) => {
    const post = postOn(person, localDayOf(org.zone, now_s));
    const group =
      post && org.groups.find(({ team, tier }) => team === post.team && tier === (post.tier === 'l1' ? 'l1' : 'l2'));
    return group
      ? [
          {
            id: 380_000_000 + person.n,
            user_id: Number(ids.person(person.n)),
            group_id: Number(ids.group(group.n)),
            default: true,
          },
        ]
      : [];
  });

const jiraLinks = (org: Organisation, now_s: number): readonly unknown[] =>
  org.tickets.flatMap((ticket) =>
    ticket.history.flatMap((one) =>
      one.kind === 'escalated' && one.at_s <= now_s
        ? [
            {
              id: 500_000 + ticket.n,
              ticket_id: Number(ids.ticket(ticket.n)),
              issue_id: String(80_000 + ticket.n),
              issue_key: one.key,
              url: null,
              created_at: isoOf(one.at_s),
              updated_at: isoOf(one.at_s),
            },
          ]
        : [],
    ),
  );

const titles: Readonly<Record<keyof typeof zendeskFields, string>> = {
  category: 'Category',
  subcategory: 'Subcategory',
  product: 'Product',
  region: 'Region',
  root_cause: 'Root cause',
  ai_handoff_reason: 'Why the AI agent handed it over',
  language: 'Language',
  time_total: 'Total time spent (sec)',
  time_last: 'Time spent last update (sec)',
};
const fieldsJson = (Object.keys(titles) as (keyof typeof titles)[]).map((name) => ({
  id: zendeskFields[name],
  title: titles[name],
  raw_title: titles[name],
  type: name.startsWith('time') ? 'integer' : 'tagger',
  active: true,
}));

/** Counts like the search does: created bounds in the query; deleted tickets are not found. */
function searchCount(query: string, rows: readonly Exported[]): number {
  const bound = (pattern: RegExp): number | undefined => {
    const match = pattern.exec(query)?.[1];
    return match === undefined ? undefined : Date.parse(match) / 1000;
  };
  const from = bound(/created>=?(\S+)/) ?? -Infinity;
  const to = bound(/created<=?(\S+)/) ?? Infinity;
  return rows.filter(({ state }) => !state.deleted && state.ticket.created_s >= from && state.ticket.created_s < to)
    .length;
}
