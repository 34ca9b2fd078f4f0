import { day_s, localDayOf, offsetOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { Organisation, Party } from '../../../shared/sandbox/model.ts';
import { mergesOf } from '../../../shared/sandbox/merged-people.ts';
import { postOn } from '../../../shared/sandbox/people.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import { asked, failure, search } from './hubspot-search.ts';
import { hasThread, messagesOf, threadId, threadsOf } from './hubspot-inbox.ts';
import { pipelines, ticketsOf, userId, type HubspotTicket } from './hubspot-tickets.ts';
import {
  jitter,
  ok,
  routed,
  type SandboxAnswer,
  type SandboxRequest,
  type Site,
} from '../../../functions/sandbox/server.ts';

const ids = idsOf.hubspot;
/** The search learns of a change this many seconds later at most. */
const indexLag_s = 45;
/** With history a page holds fewer. */
const pageSize = { plain: 100, withHistory: 50 } as const;

const gone = failure(404, 'OBJECT_NOT_FOUND', 'Object not found.');

/**
 * HubSpot over the made-up organisation: properties are text, their history comes when asked for; a search that knows changes late,
 * ends at 10,000 results, carries neither history nor associations and shows rows out of order or just outside of its bound;
 * deleted tickets only in the archive, merged ones only in the winner's list, messages in threads of the inbox, calls in none.
 */
export function hubspotSite(org: Organisation): Site {
  const known = ticketsOf(org);
  const byThread = new Map(org.tickets.map((ticket) => [threadId(ticket.n), ticket]));
  /** Threads at an instant; kept until the instant changes. */
  let seen: { readonly now_s: number; readonly threads: ReturnType<typeof threadsOf> } | undefined;
  const threadsAt = (now_s: number): ReturnType<typeof threadsOf> => {
    if (seen?.now_s !== now_s) seen = { now_s, threads: threadsOf(org, now_s) };
    return seen.threads;
  };
  const listed = (request: SandboxRequest, now_s: number): SandboxAnswer => {
    const archived = request.query.get('archived') === 'true';
    const most = request.query.has('propertiesWithHistory') ? pageSize.withHistory : pageSize.plain;
    if (Number(request.query.get('limit') ?? 10) > most)
      return failure(400, 'VALIDATION_ERROR', `limit: at most ${most}`);
    const rows = known.at(now_s).filter(({ isMerged, archived_s }) => !isMerged && (archived_s !== null) === archived);
    return page(request, rows, (ticket) => shown(ticket, request.query));
  };
  const site = routed(
    [
      ['GET', /^\/crm\/v3\/objects\/tickets$/, listed],
      [
        'GET',
        /^\/crm\/v3\/objects\/tickets\/(\d+)$/,
        (request, now_s, [id = '']) => {
          const ticket = known.one(id, now_s);
          return ticket && isLive(ticket) ? ok(shown(ticket, request.query)) : gone;
        },
      ],
      [
        'POST',
        /^\/crm\/v3\/objects\/tickets\/search$/,
        (request, now_s) => {
          const live = new Set(
            known
              .at(now_s)
              .filter(isLive)
              .map(({ id }) => id),
          );
          const index = org.tickets.flatMap(({ n }) => known.one(ids.ticket(n), now_s - jitter(n, indexLag_s)) ?? []);
          return search(
            request,
            index.filter(({ id }) => live.has(id)),
          );
        },
      ],
      ['POST', /^\/crm\/v3\/objects\/contacts\/search$/, (request, now_s) => mergedContacts(request, org, now_s)],
      [
        'POST',
        /^\/crm\/v4\/associations\/tickets\/(contacts|companies)\/batch\/read$/,
        (request, now_s, [kind = '']) => {
          const { inputs } = JSON.parse(request.body) as { readonly inputs: readonly { readonly id: string }[] };
          const results = inputs.flatMap(({ id }) => {
            const ticket = known.one(id, now_s);
            const to = ticket?.associations[kind];
            return to === undefined ? [] : [{ from: { id }, to: [{ toObjectId: Number(to), associationTypes: [] }] }];
          });
          return ok({ status: 'COMPLETE', results });
        },
      ],
      ['GET', /^\/conversations\/v3\/conversations\/threads$/, (request, now_s) => threads(request, threadsAt(now_s))],
      [
        'GET',
        /^\/conversations\/v3\/conversations\/threads\/(\d+)\/messages$/,
        (request, now_s, [id = '']) => {
          const ticket = byThread.get(id);
          return ticket && hasThread(ticket) ? page(request, messagesOf(ticket, now_s), (message) => message) : gone;
        },
      ],
      ['GET', /^\/account-info\/v3\/details$/, (_request, now_s) => ok(accountAt(org, now_s))],
      ['GET', /^\/crm\/v3\/pipelines\/tickets$/, () => ok({ results: pipelines })],
      ['GET', /^\/crm\/v3\/owners$/, (request, now_s) => page(request, ownersAt(org, now_s), (owner) => owner)],
      [
        'GET',
        /^\/crm\/v3\/objects\/feedback_submissions$/,
        (request, now_s) =>
          page(request, feedbackAt(org, now_s), ({ id, at_s, properties }) => ({
            id,
            properties: asked(properties, request.query.get('properties')),
            createdAt: new Date(at_s * 1000).toISOString(),
            updatedAt: new Date(at_s * 1000).toISOString(),
            archived: false,
          })),
      ],
    ],
    (path) => failure(404, 'OBJECT_NOT_FOUND', `No such resource ${path}`),
  );
  return {
    vendor: 'hubspot',
    // the search does not say how long to wait
    throttle: ({ path }) => ({
      ...failure(429, 'RATE_LIMITS', 'You have reached your secondly limit.'),
      ...(path.endsWith('/search') ? {} : { headers: { 'retry-after': '1', 'x-hubspot-ratelimit-max': '100' } }),
    }),
    handle: (request, now_s) =>
      request.headers.authorization === `Bearer ${demoSecret.value}`
        ? {
            ...site(request, now_s),
            headers: { 'x-hubspot-ratelimit-max': '100', 'x-hubspot-ratelimit-remaining': '98' },
          }
        : failure(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.'),
  };
}

/**
 * Contacts with somebody merged into them, by id: the search has no other contact that is asked for. The record that stays names
 * everybody who ever came to it, each with the time of their own merge.
 */
function mergedContacts(request: SandboxRequest, org: Organisation, now_s: number): SandboxAnswer {
  const wish = JSON.parse(request.body) as {
    readonly filterGroups: readonly { readonly filters: readonly { readonly value?: string }[] }[];
    readonly limit: number;
  };
  const after = Number(wish.filterGroups[0]?.filters[1]?.value ?? 'NaN');
  if (Number.isNaN(after)) return failure(400, 'VALIDATION_ERROR', 'hs_object_id: expected a number');
  const absorbed = org.contacts.filter(({ merged }) => merged !== undefined && merged.at_s <= now_s);
  const results = org.contacts
    .flatMap((contact) => {
      const id = ids.contact(contact.n);
      const into = absorbed.filter((one) => mergesOf(one, now_s).some((each) => each.into.n === contact.n));
      const stays = contact.merged === undefined || contact.merged.at_s > now_s;
      if (into.length === 0 || !stays || Number(id) <= after) return [];
      const vids = into.map((one) => `${ids.contact(one.n)}:${(one.merged?.at_s ?? 0) * 1000}`);
      return [
        {
          id,
          properties: {
            hs_object_id: id,
            hs_calculated_merged_vids: vids.join(';'),
            hs_merged_object_ids: into.map((one) => ids.contact(one.n)).join(';'),
          },
          createdAt: new Date(contact.created_s * 1000).toISOString(),
          updatedAt: new Date(now_s * 1000).toISOString(),
          archived: false,
        },
      ];
    })
    .toSorted((a, b) => Number(a.id) - Number(b.id));
  return ok({ total: results.length, results: results.slice(0, wish.limit) });
}

/** In the order of their latest messages; the ticket only when it is asked for. */
function threads(request: SandboxRequest, all: ReturnType<typeof threadsOf>): SandboxAnswer {
  const after_s = Date.parse(request.query.get('latestMessageTimestampAfter') ?? '') / 1000;
  if (request.query.get('sort') === 'latestMessageTimestamp' && Number.isNaN(after_s))
    return failure(400, 'VALIDATION_ERROR', 'latestMessageTimestampAfter is needed to sort by latestMessageTimestamp');
  return page(
    request,
    all.filter(({ latest_s }) => Number.isNaN(after_s) || latest_s >= after_s),
    ({ ticket, json }) =>
      request.query.get('association') === 'TICKET'
        ? { ...json, threadAssociations: { associatedTicketId: ticket } }
        : json,
  );
}

/** The zone is the company’s; times in answers are UTC all the same. */
function accountAt(org: Organisation, now_s: number): unknown {
  const ahead_s = offsetOf(org.zone, now_s);
  const two = (n: number): string => String(n).padStart(2, '0');
  return {
    portalId: 139_700_001,
    accountType: 'STANDARD',
    timeZone: org.zone,
    companyCurrency: 'EUR',
    additionalCurrencies: [],
    utcOffset: `${ahead_s < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(ahead_s) / 3600))}:${two((Math.abs(ahead_s) % 3600) / 60)}`,
    utcOffsetMilliseconds: ahead_s * 1000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'eu1',
  };
}

const isLive = ({ isMerged, archived_s }: HubspotTicket): boolean => !isMerged && archived_s === null;

function page<T>(request: SandboxRequest, rows: readonly T[], json: (row: T) => unknown): SandboxAnswer {
  const limit = Math.min(pageSize.plain, Number(request.query.get('limit') ?? 10));
  const from = Number(request.query.get('after') ?? 0);
  return ok({
    results: rows.slice(from, from + limit).map(json),
    ...(from + limit < rows.length ? { paging: { next: { after: String(from + limit), link: request.path } } } : {}),
  });
}

function shown(ticket: HubspotTicket, query: URLSearchParams): unknown {
  const histories = (query.get('propertiesWithHistory') ?? '').split(',').filter(Boolean);
  const kinds = (query.get('associations') ?? '').split(',').filter((kind) => ticket.associations[kind] !== undefined);
  return {
    id: ticket.id,
    properties: asked(ticket.properties, [query.get('properties') ?? '', ...histories].join(',')),
    ...(histories.length === 0
      ? {}
      : { propertiesWithHistory: Object.fromEntries(histories.map((name) => [name, ticket.history[name] ?? []])) }),
    createdAt: ticket.properties.createdate,
    updatedAt: ticket.properties.hs_lastmodifieddate,
    archived: ticket.archived_s !== null,
    ...(ticket.archived_s === null ? {} : { archivedAt: new Date(ticket.archived_s * 1000).toISOString() }),
    ...(kinds.length === 0
      ? {}
      : {
          associations: Object.fromEntries(
            kinds.map((kind) => [
              kind,
              {
                results: [
                  { id: ticket.associations[kind], type: `ticket_to_${kind === 'contacts' ? 'contact' : 'company'}` },
                ],
              },
            ]),
          ),
        }),
  };
}

function ownersAt(org: Organisation, now_s: number): readonly unknown[] {
  const owners = org.people
    .filter(({ posts }) => (posts[0]?.from ?? 0) * day_s <= now_s)
    .map(({ n, name, email, posts }) => {
      const post = postOn({ id: `p${n}`, n, name, email, posts }, localDayOf(org.zone, now_s));
      const team = org.groups.find(
        (group) => group.team === post?.team && group.tier === (post?.tier === 'l1' ? 'l1' : 'l2'),
      );
      const [firstName = '', lastName = ''] = name.split(' ');
      return {
        id: ids.person(n),
        userId: userId(n),
        email,
        firstName,
        lastName,
        ...(team ? { teams: [{ id: ids.group(team.n), name: team.name, primary: true }] } : {}),
        createdAt: new Date(org.start_s * 1000).toISOString(),
        updatedAt: new Date(org.start_s * 1000).toISOString(),
        archived: false,
      };
    });
  const robot = { id: ids.person(robotNumber), userId: null, email: 'assistant@northwind.example', archived: false };
  return [...owners, robot];
}

const feedbackAt = (
  org: Organisation,
  now_s: number,
): readonly { readonly id: string; readonly at_s: number; readonly properties: Readonly<Record<string, string>> }[] =>
  org.tickets.flatMap((ticket) =>
    ticket.history.flatMap((one) => {
      if (one.kind !== 'rated' || one.at_s > now_s) return [];
      const who: Party | null = one.person;
      return [
        {
          id: String(9_300_000_000 + ticket.n),
          at_s: one.at_s,
          properties: {
            hs_survey_type: 'CSAT',
            hs_value: one.good ? '5' : '1',
            hs_response_group: one.good ? 'POSITIVE' : 'NEGATIVE',
            hs_submission_timestamp: new Date(one.at_s * 1000).toISOString(),
            hs_ticket_id: ids.ticket(ticket.n),
            hs_contact_id: ids.contact(ticket.contact.n),
            ...(who === null ? {} : { hs_ticket_owner_id: ids.person(numberOf(who)) }),
          },
        },
      ];
    }),
  );
