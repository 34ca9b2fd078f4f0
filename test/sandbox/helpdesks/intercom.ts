import { localDayOf } from '../../../shared/sandbox/civil.ts';
import { idsOf } from '../../../shared/sandbox/ids.ts';
import type { Organisation } from '../../../shared/sandbox/model.ts';
import { postOn } from '../../../shared/sandbox/people.ts';
import { demoSecret } from '../../../shared/sandbox/sources.ts';
import {
  contactJson,
  contactUpdatedAt,
  conversationJson,
  isOpen,
  partsOf,
  stateName,
  updatedAt,
} from './intercom-shapes.ts';
import { answerTo, type Sought } from './intercom-search.ts';
import { ok, routed, type SandboxAnswer, type Site } from '../../../functions/sandbox/server.ts';
import { stateAt } from '../../../functions/sandbox/state.ts';

const ids = idsOf.intercom;
const versions = ['2.11', '2.12', '2.13', '2.14', '2.15', '2.16'];
/** A limit of 1,000 a minute is watched in windows of ten seconds. */
const window = { limit: '167', seconds: 1 } as const;

const failure = (status: number, code: string, message: string): SandboxAnswer => ({
  status,
  body: { type: 'error.list', request_id: 'b0000000-0000-4000-8000-000000000001', errors: [{ code, message }] },
});

/**
 * Intercom over the made-up organisation: a pinned version, searches by exact second (contacts by the day) that leave the parts out and
 * page by an opaque cursor, conversations one by one with their 500 most recent parts, three states, a closing that now and then
 * does not touch updated_at, no merges; deleted conversations answer 404.
 */
export function intercomSite(org: Organisation): Site {
  const byId = new Map(org.tickets.map((ticket) => [ids.ticket(ticket.n), ticket]));
  const conversations = (now_s: number): readonly Sought[] =>
    org.tickets.flatMap((ticket) => {
      const state = stateAt(ticket, now_s);
      if (!state || state.deleted) return [];
      const own = {
        created_at: ticket.created_s,
        updated_at: updatedAt(state),
        open: Number(isOpen(state)),
        state: stateName(state),
      };
      return [{ n: ticket.n, own, json: () => conversationJson(state, now_s) }];
    });
  const contacts = (now_s: number, tellsMerges: boolean): readonly Sought[] =>
    org.contacts
      .filter(({ created_s, merged }) => created_s <= now_s && (merged === undefined || merged.at_s > now_s))
      .map((contact) => {
        const absorbed = org.contacts.filter(
          ({ merged }) => merged !== undefined && merged.into.n === contact.n && merged.at_s <= now_s,
        );
        return {
          n: contact.n,
          own: { created_at: contact.created_s, updated_at: contactUpdatedAt(contact, absorbed) },
          json: () => contactJson(contact, absorbed, tellsMerges),
        };
      });
  const site = routed(
    [
      [
        'POST',
        /^\/conversations\/search$/,
        ({ body }, now_s) => answerTo(body, conversations(now_s), { name: 'conversations', byDay: false }) ?? badSearch,
      ],
      [
        'POST',
        /^\/contacts\/search$/,
        ({ body, query, headers }, now_s) => {
          const tellsMerges = query.get('include_merge_history') === 'true' && headers['intercom-version'] === '2.16';
          return answerTo(body, contacts(now_s, tellsMerges), { name: 'data', byDay: true }) ?? badSearch;
        },
      ],
      [
        'GET',
        /^\/conversations\/(\d+)$/,
        ({ query }, now_s, [id = '']) => {
          const ticket = byId.get(id);
          const state = ticket && stateAt(ticket, now_s);
          return !state || state.deleted
            ? missing
            : ok({
                ...conversationJson(state, now_s),
                conversation_parts: partsOf(state, query.get('display_as') === 'plaintext'),
              });
        },
      ],
      ['GET', /^\/admins$/, (_request, now_s) => ok({ type: 'admin.list', admins: adminsAt(org, now_s) })],
      ['GET', /^\/teams$/, (_request, now_s) => ok({ type: 'team.list', teams: teamsAt(org, now_s) })],
      ['GET', /^\/me$/, () => ok(whoAsks(org))],
    ],
    () => missing,
  );
  const limits = (now_s: number, remaining: number): Readonly<Record<string, string>> => ({
    'x-ratelimit-limit': window.limit,
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(now_s + window.seconds),
  });
  return {
    vendor: 'intercom',
    throttle: (_request, now_s) => ({
      ...failure(429, 'rate_limit_exceeded', 'Exceeded rate limit'),
      headers: limits(now_s, 0),
    }),
    handle: (request, now_s) => {
      if (request.headers.authorization !== `Bearer ${demoSecret.value}`)
        return failure(401, 'unauthorized', 'Access Token Invalid');
      if (!versions.includes(request.headers['intercom-version'] ?? ''))
        return failure(400, 'intercom_version_invalid', 'The requested version could not be found');
      return { ...site(request, now_s), headers: limits(now_s, 160) };
    },
  };
}

/** Who the token belongs to, with the workspace and its zone. */
const whoAsks = (org: Organisation): unknown => ({
  type: 'admin',
  id: '7199999',
  name: 'Casebook',
  email: 'metrics@northwind.example',
  email_verified: true,
  app: {
    type: 'app',
    id_code: 'nw1',
    name: org.name,
    created_at: org.start_s,
    secure: false,
    identity_verification: false,
    timezone: org.zone,
    region: 'EU',
  },
  avatar: { type: 'avatar', image_url: null },
  has_inbox_seat: false,
});

const missing = failure(404, 'not_found', 'Resource Not Found');
const badSearch = failure(400, 'parameter_invalid', 'Query is not valid');

/** Whoever works there now; their team is the one of their post. */
const teamOf = (org: Organisation, person: Organisation['people'][number], now_s: number): number | undefined => {
  const post = postOn(person, localDayOf(org.zone, now_s));
  return org.groups.find(({ team, tier }) => team === post?.team && tier === (post?.tier === 'l1' ? 'l1' : 'l2'))?.n;
};

const adminsAt = (org: Organisation, now_s: number): readonly unknown[] =>
  org.people.map((person) => {
    const team = teamOf(org, person, now_s);
    return {
      type: 'admin',
      id: ids.person(person.n),
      name: person.name,
      email: person.email,
      away_mode_enabled: false,
      has_inbox_seat: team !== undefined,
      team_ids: team === undefined ? [] : [Number(ids.group(team))],
    };
  });

const teamsAt = (org: Organisation, now_s: number): readonly unknown[] =>
  org.groups.map(({ n, name }) => ({
    type: 'team',
    id: ids.group(n),
    name,
    admin_ids: org.people
      .filter((person) => teamOf(org, person, now_s) === n)
      .map((person) => Number(ids.person(person.n))),
  }));
