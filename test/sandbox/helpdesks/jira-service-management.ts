import { instantOf, isoOf, offsetOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { demoSecret, demoUser, jiraFields, robotNumber } from '../../../shared/sandbox/sources.ts';
import { firstReplyOf } from '../../../functions/sandbox/promises.ts';
import { ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from '../../../functions/sandbox/server.ts';
import { actionsOf, stateAt, type TicketState } from '../../../functions/sandbox/state.ts';

const ids = idsOf['jira-service-management'];
/** The zone of the API account: searches read times in it. */
const zone = 'Europe/Berlin';
/** Embedded lists stop here. */
const embedded = 6;

const statuses: Readonly<Record<Status, readonly [name: string, category: string]>> = {
  new: ['Open', 'new'],
  open: ['Waiting for support', 'indeterminate'],
  pending_customer: ['Waiting for customer', 'indeterminate'],
  pending_third_party: ['Pending', 'indeterminate'],
  solved: ['Resolved', 'done'],
  closed: ['Closed', 'done'],
};
const priorities = { p1: 'Highest', p2: 'High', p3: 'Medium', p4: 'Low' } as const;
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', request: 'Service request' } as const;
const channels = { email: 'email', web: 'jira', chat: 'chat', phone: 'phone' } as const;

const accountId = (party: Party): string =>
  party === 'system' || party === 'bot'
    ? ids.person(party === 'bot' ? robotNumber : robotNumber + 1)
    : party.startsWith('c')
      ? ids.contact(numberOf(party))
      : ids.person(numberOf(party));
const account = (party: Party): unknown => ({
  accountId: accountId(party),
  accountType: party === 'system' || party === 'bot' ? 'app' : party.startsWith('c') ? 'customer' : 'atlassian',
});

/** "2026-04-28T15:33:31.000+0200": an offset without a colon. */
const stamp = (at_s: number): string => {
  const ahead = offsetOf(zone, at_s) / 60;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${isoOf(at_s + ahead * 60).slice(0, 19)}.000+${two(Math.floor(ahead / 60))}${two(ahead % 60)}`;
};

/**
 * Jira Service Management over the made-up organisation: a bounded search with tokens and no total, times by the minute in the API
 * account's zone, lists cut short when embedded, deleted issues gone without a word.
 */
export function jiraSite(org: Organisation): Site {
  const authorization = `Basic ${Buffer.from(`${demoUser}:${demoSecret.value}`).toString('base64')}`;
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const child =
    (name: string, rows: (ticket: Ticket, org: Organisation, now_s: number) => readonly unknown[]) =>
    (request: SandboxRequest, now_s: number, [id = '']: readonly string[]): SandboxAnswer => {
      const ticket = byId.get(id);
      if (!ticket) return gone;
      const all = rows(ticket, org, now_s);
      const startAt = Number(request.query.get('startAt') ?? 0);
      return ok({
        startAt,
        maxResults: 50,
        total: all.length,
        isLast: startAt + 50 >= all.length,
        [name]: all.slice(startAt, startAt + 50),
      });
    };
  const site = routed(
    [
      ['POST', /^\/rest\/api\/3\/search\/jql$/, (request, now_s) => search(request, org, now_s)],
      [
        'GET',
        /^\/rest\/api\/3\/myself$/,
        () => ok({ accountId: 'casebook', accountType: 'atlassian', timeZone: zone }),
      ],
      [
        'GET',
        /^\/rest\/servicedeskapi\/request\/(\d+)\/sla$/,
        (_request, now_s, [id = '']) => {
          const ticket = byId.get(id);
          return ticket ? ok({ size: 1, start: 0, limit: 50, isLastPage: true, values: slasOf(ticket, now_s) }) : gone;
        },
      ],
      [
        'GET',
        /^\/rest\/api\/3\/status$/,
        () => ok(Object.values(statuses).map(([name, key]) => ({ name, statusCategory: { key } }))),
      ],
      ['GET', /^\/rest\/api\/3\/users\/search$/, (request) => users(request, org)],
      [
        'GET',
        /^\/rest\/api\/3\/issue\/(\d+)$/,
        (request, now_s, [id = '']) => {
          const ticket = byId.get(id);
          const state = ticket && stateAt(ticket, now_s);
          return state && !state.deleted
            ? ok(issueJson(state, org, now_s, request.query.get('expand') === 'changelog'))
            : gone;
        },
      ],
      ['GET', /^\/rest\/api\/3\/issue\/(\d+)\/changelog$/, child('values', historiesOf)],
      [
        'POST',
        /^\/rest\/api\/3\/changelog\/bulkfetch$/,
        (request, now_s) => histories(request, (id) => historiesOf(byId.get(id)!, org, now_s)),
      ],
      ['GET', /^\/rest\/api\/3\/issue\/(\d+)\/comment$/, child('comments', commentsOf)],
      ['GET', /^\/rest\/api\/3\/issue\/(\d+)\/worklog$/, child('worklogs', worklogsOf)],
    ],
    () => gone,
  );
  return {
    vendor: 'jira-service-management',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1', 'ratelimit-reason': 'jira-burst-based' },
      body: { errorMessages: ['Rate limit exceeded'] },
    }),
    handle: (request, now_s) =>
      request.headers.authorization === authorization
        ? site(request, now_s)
        : { status: 401, body: { errorMessages: ['Client must be authenticated to access this resource.'] } },
  };
}

/** Absent things answer with a page for people. */
const gone: SandboxAnswer = { status: 404, body: '<!DOCTYPE html><html><body>Page not found</body></html>' };

const sameTime = (at_s: number): unknown => ({ iso8601: stamp(at_s), friendly: 'Some day', epochMillis: at_s * 1000 });
const lasting = (seconds: number): unknown => ({ millis: seconds * 1000, friendly: `${seconds} s` });

/** The promises of a request: a cycle that is over, or one that runs. */
function slasOf(ticket: Ticket, now_s: number): readonly unknown[] {
  const promise = firstReplyOf(ticket, now_s);
  if (promise === undefined) return [];
  const { applied_s, due_s, kept_s, isMissed } = promise;
  const until_s = kept_s ?? now_s;
  const cycle = {
    startTime: sameTime(applied_s),
    breachTime: sameTime(due_s),
    breached: isMissed,
    goalDuration: lasting(due_s - applied_s),
    elapsedTime: lasting(until_s - applied_s),
    remainingTime: lasting(due_s - until_s),
  };
  return [
    {
      id: '1',
      name: 'Time to first response',
      completedCycles: kept_s === null ? [] : [{ ...cycle, stopTime: sameTime(kept_s) }],
      ...(kept_s === null ? { ongoingCycle: { ...cycle, paused: false, withinCalendarHours: true } } : {}),
    },
  ];
}

function users(request: SandboxRequest, org: Organisation): SandboxAnswer {
  const all = [
    ...org.people.map(({ id, email }) => ({ ...(account(id) as object), emailAddress: email })),
    account('bot'),
    account('system'),
  ];
  const startAt = Number(request.query.get('startAt') ?? 0);
  return ok(all.slice(startAt, startAt + Number(request.query.get('maxResults') ?? 50)));
}

function search(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const body = JSON.parse(request.body) as {
    jql?: string;
    fields?: readonly string[];
    expand?: string;
    maxResults?: number;
    nextPageToken?: string;
  };
  const jql = body.jql ?? '';
  const bound = /updated >= "(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})"/.exec(jql);
  if (!jql.startsWith('project in ('))
    return { status: 400, body: { errorMessages: ['Unbounded JQL queries are not allowed here.'] } };
  const from_s = bound
    ? instantOf(zone, Date.parse(`${bound[1]}T00:00:00Z`) / 86_400_000, Number(bound[2]) * 60 + Number(bound[3]))
    : -Infinity;
  const byCreation = jql.includes('ORDER BY created');
  const states = org.tickets
    .flatMap((ticket) => stateAt(ticket, now_s) ?? [])
    .filter((state) => !state.deleted && state.updated_s >= from_s)
    .sort((a, b) => (byCreation ? 0 : a.updated_s - b.updated_s) || a.ticket.n - b.ticket.n);
  const size = Math.min(body.fields?.length === 1 ? 5000 : 100, body.maxResults ?? 50);
  const from = Number(Buffer.from(body.nextPageToken ?? '', 'base64').toString('utf8') || 0);
  const page = states.slice(from, from + size);
  // a token is a place in a list that moves: each page begins with the last issue of the one before
  const next =
    from + size < states.length ? Buffer.from(String(from + size - (size > 50 ? 1 : 0))).toString('base64') : undefined;
  return ok({
    issues: page.map((state) =>
      byCreation ? { id: ids.ticket(state.ticket.n) } : issueJson(state, org, now_s, body.expand === 'changelog'),
    ),
    isLast: next === undefined,
    ...(next === undefined ? {} : { nextPageToken: next }),
  });
}

/** Entries of many issues, the oldest first: an issue may go on in the next page. Their times are numbers, other than in every other answer. */
function histories(request: SandboxRequest, of: (id: string) => readonly unknown[]): SandboxAnswer {
  const { issueIdsOrKeys, nextPageToken = '0' } = JSON.parse(request.body) as {
    readonly issueIdsOrKeys: readonly string[];
    readonly nextPageToken?: string;
  };
  const all = issueIdsOrKeys
    .flatMap((issueId) =>
      of(issueId).map((entry) => {
        const { created } = entry as { readonly created: string };
        return { issueId, entry: { ...(entry as object), created: Date.parse(created) } };
      }),
    )
    .toSorted((a, b) => a.entry.created - b.entry.created);
  const from = Number(nextPageToken);
  const until = from + 50;
  const page = Map.groupBy(all.slice(from, until), ({ issueId }) => issueId);
  return ok({
    issueChangeLogs: [...page].map(([issueId, logs]) => ({ issueId, changeHistories: logs.map(({ entry }) => entry) })),
    ...(until < all.length ? { nextPageToken: String(until) } : {}),
  });
}

const cut = (name: string, all: readonly unknown[]): unknown => ({
  [name]: all.slice(0, embedded),
  maxResults: embedded,
  total: all.length,
  startAt: 0,
});
const option = (value: string | null): unknown => (value === null ? null : { id: String(value.length), value });

function issueJson(state: TicketState, org: Organisation, now_s: number, withChangelog: boolean): unknown {
  const { ticket } = state;
  const [name, key] = statuses[state.status];
  const group = org.groups.find(({ n }) => n === state.group);
  const worked = state.worked_s;
  const rated = state.seen.find((one) => one.kind === 'rated');
  const customer = org.accounts.find(({ id }) => id === ticket.contact.account);
  return {
    id: ids.ticket(ticket.n),
    key: `SUP-${ticket.n}`,
    fields: {
      summary: ticket.subject,
      created: stamp(ticket.created_s),
      updated: stamp(state.updated_s),
      resolutiondate: key === 'done' ? stamp(state.updated_s) : null,
      status: { name, statusCategory: { key } },
      priority: { name: priorities[state.priority] },
      issuetype: { name: types[ticket.type] },
      labels: [...state.tags.filter((tag) => tag !== 'closed_by_merge'), ...(ticket.is_outbound ? ['proactive'] : [])],
      components: [],
      project: { key: 'SUP' },
      assignee: state.owner === null ? null : account(state.owner),
      reporter: account(ticket.contact.id),
      creator: account(ticket.history[0]?.by ?? 'system'),
      issuelinks: [],
      comment: cut('comments', commentsOf(ticket, org, now_s)),
      worklog: cut('worklogs', worklogsOf(ticket, org, now_s)),
      timespent: worked === 0 ? null : worked,
      [jiraFields.group]: group ? { id: ids.group(group.n), value: group.name } : null,
      [jiraFields.organisation]: customer ? [{ id: ids.account(customer.n), name: customer.name }] : [],
      [jiraFields.satisfaction]: rated?.kind === 'rated' ? { rating: rated.good ? 5 : 1 } : null,
      [jiraFields.satisfaction_date]: rated ? stamp(rated.at_s) : null,
      [jiraFields.category]: option(ticket.category),
      [jiraFields.subcategory]: option(ticket.subcategory),
      [jiraFields.product]: option(ticket.product),
      [jiraFields.region]: option(ticket.region),
      [jiraFields.language]: option(ticket.language),
      [jiraFields.root_cause]: option(key === 'done' ? ticket.root_cause : null),
    },
    properties: { 'request.channel.type': { value: channels[ticket.channel] } },
    ...(withChangelog ? { changelog: cut('histories', historiesOf(ticket, org, now_s)) } : {}),
  };
}

/** Everything that one party changed in one instant. What an issue was made with is in no entry. */
function historiesOf(ticket: Ticket, org: Organisation, now_s: number): readonly unknown[] {
  let labels = '';
  const nameOf = (n: number | null): string | null => org.groups.find((group) => group.n === n)?.name ?? null;
  const itemOf = (one: History): readonly unknown[] => {
    const change = (
      field: string,
      fieldId: string,
      from: string | null,
      fromString: string | null,
      to: string | null,
      toString: string | null,
    ) => [{ field, fieldId, fieldtype: 'jira', from, fromString, to, toString }];
    switch (one.kind) {
      case 'status':
        return change('status', 'status', '1', statuses[one.from][0], '2', statuses[one.to][0]);
      case 'assigned':
        return change(
          'assignee',
          'assignee',
          one.from === null ? null : accountId(one.from),
          null,
          one.to === null ? null : accountId(one.to),
          null,
        );
      case 'grouped':
        return one.from === null
          ? []
          : change(
              'Support group',
              jiraFields.group,
              ids.group(one.from),
              nameOf(one.from),
              ids.group(one.to),
              nameOf(one.to),
            );
      case 'priority':
        return change('priority', 'priority', '1', priorities[one.from], '2', priorities[one.to]);
      case 'escalated': {
        const before = labels;
        labels = `${labels} engineering`.trim();
        return change('labels', 'labels', null, before, null, labels);
      }
      default:
        return [];
    }
  };
  return actionsOf(ticket.history).flatMap(({ at_s, items }, i) => {
    if (at_s > now_s) return [];
    return [...new Set(items.map((one) => one.by))].flatMap((who, part) => {
      const changed = items.filter((one) => one.by === who).flatMap(itemOf);
      return changed.length === 0
        ? []
        : [{ id: String(ticket.n * 1000 + i * 4 + part), created: stamp(at_s), author: account(who), items: changed }];
    });
  });
}

const commentsOf = (ticket: Ticket, _org: Organisation, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i) => {
    if (one.at_s > now_s || (one.kind !== 'replied' && one.kind !== 'noted')) return [];
    const links =
      one.kind === 'replied'
        ? one.articles.map((key) => ` https://northwind.example/servicedesk/customer/portal/1/article/${key}`).join('')
        : '';
    return [
      {
        id: String(ticket.n * 1000 + i),
        author: account(one.by),
        created: stamp(one.at_s),
        updated: stamp(one.at_s),
        jsdPublic: one.kind === 'replied',
        body: {
          type: 'doc',
          version: 1,
          content: [{ type: 'paragraph', content: [{ type: 'text', text: one.text + links }] }],
        },
      },
    ];
  });

const worklogsOf = (ticket: Ticket, _org: Organisation, now_s: number): readonly unknown[] =>
  ticket.history.flatMap((one, i) =>
    one.kind === 'worked' && one.at_s <= now_s
      ? [
          {
            id: String(ticket.n * 1000 + i),
            author: account(one.by),
            started: stamp(one.at_s),
            created: stamp(one.at_s),
            updated: stamp(one.at_s),
            timeSpentSeconds: one.seconds,
          },
        ]
      : [],
  );
