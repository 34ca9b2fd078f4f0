import { untoldFor } from '../../knowledge/telling.ts';
import { hash } from 'node:crypto';
import type { Json, PageRequest, Step, Stream, StreamState } from '../connector.ts';
import { connector } from '../define.ts';
import { idList, openList } from '../periodic-lists.ts';
import { capped, startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, instant, numberOrNull, recordsIn, record, textOrNull, versionBy } from '../shapes.ts';
import { caseRows } from './intercom/cases.ts';
import type { Kind } from './intercom/words.ts';
import { adminRows, contactRows, teamRows } from './intercom/people.ts';
import { IntercomConfiguration } from './intercom/configuration.ts';
import { intercomContract } from './intercom/contract.ts';

const regions = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
} as const;

const pageSize = 150;
const overlap_s = 3600;
const lag_s = 60;
const day_s = 86_400;

/**
 * Intercom: the search finds what changed, each conversation is then read whole. Parts are kept one by one, because the helpdesk
 * shows the most recent 500 only (CONNECTORS.md 3.3).
 */
export const intercom = connector({
  id: 'intercom',
  title: 'Intercom',
  configuration: IntercomConfiguration,
  contract: intercomContract,
  setup: {
    region: { ask: 'Where the workspace is hosted (us, eu, au)', fallback: 'us' },
    token: 'environment',
  },
  site: (c) => ({
    base_url: c.base_url ?? regions[c.region],
    auth: { kind: 'token', token: c.token },
    headers: { 'intercom-version': c.version },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    // searches compare epoch seconds; that of contacts compares days, which an overlap of two days covers in any zone
    use: 'never_matters',
    first: { url: '/me' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(record.parse(body).app).timezone) }),
  }),
  // what is said in a call is no part of its conversation: a summary at best
  tells: () => ({
    // the statistics of a conversation have it or not; those of a ticket never do
    untold: {
      time_worked: 'import time_log: Intercom tells the handling time of some conversations, and of no ticket',
    },
    marks_ai_agents: true,
    of_channels: Object.fromEntries(calls.map((channel) => [channel, spokenInCalls])),
  }),
  streams: (c) => {
    const kinds: readonly Kind[] = c.objects === 'both' ? ['conversation', 'ticket'] : [single[c.objects]];
    return [
      { name: 'teams', first: () => ({ url: '/teams' }), items: (body) => recordsIn(body, 'teams'), rows: teamRows(c) },
      {
        name: 'admins',
        first: () => ({ url: '/admins' }),
        items: (body) => recordsIn(body, 'admins'),
        rows: adminRows(c),
      },
      ...(c.contacts ? [contacts(c)] : []),
      ...kinds.flatMap((kind) => [changed(kind, c), stillOpen(kind), caseIds(kind, c), whole(kind, c)]),
    ];
  },
});

const calls = ['phone_call', 'phone_switch', 'phone'];
const spokenInCalls = untoldFor(
  ['first_reply', 'person_replies', 'customer_replies'],
  'Intercom tells of a call that it was, not who said what when',
);

const single = { conversations: 'conversation', tickets: 'ticket' } as const;
const detail = (kind: Kind, id: string): PageRequest => ({
  url: kind === 'conversation' ? `/conversations/${id}?display_as=plaintext` : `/tickets/${id}`,
  of: id,
});

const search = (kind: Kind | 'contact', query: Json, after?: string): PageRequest => ({
  url: `/${kind}s/search`,
  body: {
    query,
    pagination: { per_page: pageSize, ...(after === undefined ? {} : { starting_after: after }) },
    sort: { field: 'updated_at', order: 'ascending' },
  },
});
const clause = (field: string, operator: string, value: Json): Json => ({ field, operator, value });
const both = (...value: readonly Json[]): Json => ({ operator: 'AND', value });
const any = (...value: readonly Json[]): Json => ({ operator: 'OR', value });
/**
 * A snoozed conversation is not finished, whether or not it says that it is open; nor is a ticket whose state is not resolved,
 * although it is closed in the inbox while it waits for the customer.
 */
const unfinished: Readonly<Record<Kind, Json>> = {
  conversation: any(clause('open', '=', true), clause('state', '=', 'snoozed')),
  ticket: any(
    clause('open', '=', true),
    ...['submitted', 'in_progress', 'waiting_on_customer'].map((state) => clause('state', '=', state)),
  ),
};

/** The same question from after the last row of this page; null at the end. */
function onward(asked: PageRequest, body: unknown): PageRequest | null {
  const next = record.parse(record.parse((body as { pages?: unknown } | null)?.pages).next);
  const after = textOrNull.parse(next.starting_after);
  const question = asked.body as { query: Json };
  return after === null ? null : { ...search('contact', question.query, after), url: asked.url };
}

const timesOf = (items: readonly unknown[]): readonly number[] =>
  items.flatMap((item) => instant((item as { updated_at?: unknown } | null)?.updated_at) ?? []);

/** Changed since: a window with a fixed end, so that the result does not grow while it is read. `> lo - 1` is `>= lo`. */
function changed(kind: Kind, c: IntercomConfiguration): Stream {
  return {
    name: `${kind}s`,
    first: (state, { now_s }) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      return search(kind, both(clause('updated_at', '>', from_s - 1), clause('updated_at', '<=', now_s)));
    },
    items: (body) => recordsIn(body, `${kind}s`),
    next: ({ asked, body, items, state, server_s, at }): Step => {
      const since_s = capped(stateNumber(state, 'since_s'), timesOf(items), server_s - lag_s);
      const request = onward(asked, body);
      const known = { ...state, ...(since_s === null ? {} : { since_s }) };
      return { request, state: request === null ? { ...known, read_s: Math.min(server_s, at.now_s) - lag_s } : known };
    },
    version: versionBy('updated_at'),
    children: (item) => {
      const id = idOrNull.parse((item as { id?: unknown } | null)?.id);
      return id === null ? [] : [{ stream: kind, requests: [detail(kind, id)] }];
    },
    // the search leaves the parts out: a case is read from its own page
    rows: () => [],
    watermark,
    compare: {
      from_s: startOf(c.start),
      request: (to_s) =>
        search(kind, both(clause('created_at', '>', startOf(c.start) - 1), clause('created_at', '<', to_s))),
      count: (body) => numberOrNull.parse((body as { total_count?: unknown } | null)?.total_count),
    },
  };
}

/** The search forgets what was deleted without a word. */
const caseIds = (kind: Kind, c: IntercomConfiguration): Stream =>
  idList({
    name: `${kind}_ids`,
    first: () => search(kind, both(clause('created_at', '>', startOf(c.start) - 1))),
    items: (body) => recordsIn(body, `${kind}s`),
    onward: ({ asked, body }) => onward(asked, body),
    // the search is an index: what it lacks is asked for before it counts as gone
    confirm: (ticket) => ({ stream: kind, requests: [detail(kind, ticket)] }),
    recover: (ticket) => [{ stream: kind, requests: [detail(kind, ticket)] }],
  });

/**
 * The search by update time was seen to miss closings, so whatever is not as the last list showed it is read whole by its id: what is
 * new, what changed in any field of the list (the count of parts is one of them), and what is no longer there; what is gone answers
 * 404. The price is at most one request a day for each unfinished case, and none for those that rest.
 */
const stillOpen = (kind: Kind): Stream =>
  openList({
    name: `open_${kind}s`,
    first: () => search(kind, unfinished[kind]),
    items: (body) => recordsIn(body, `${kind}s`),
    onward: ({ asked, body }) => onward(asked, body),
    stream: kind,
    read: (id) => detail(kind, id),
    mark: (item) => hash('sha256', JSON.stringify(item), 'base64url'),
  });

/** One case, whole. */
const whole = (kind: Kind, c: IntercomConfiguration): Stream => ({
  name: kind,
  isTicket: true,
  items: (body) => {
    const { id, type } = (body ?? {}) as { id?: unknown; type?: unknown };
    if (id === undefined) throw new Error(`found no ${kind} but ${textOrNull.parse(type) ?? 'another answer'}`);
    return [body];
  },
  version: versionBy('updated_at'),
  rows: caseRows(kind, c),
});

/** From version 2.16 on a contact names those who were merged into it, when asked to (Intercom-OpenAPI, descriptions/2.16). */
const tellsMerges = ({ version }: IntercomConfiguration): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 16);
};

/** The search of contacts compares days: the day before the last one seen is read again. */
function contacts(c: IntercomConfiguration): Stream {
  return {
    name: 'contacts',
    optional: true,
    first: (state: StreamState | null) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - 2 * day_s;
      const asked = search('contact', both(clause('updated_at', '>', from_s)));
      return tellsMerges(c) ? { ...asked, url: `${asked.url}?include_merge_history=true` } : asked;
    },
    items: (body) => recordsIn(body, 'data'),
    next: ({ asked, body, items, state, server_s }): Step => {
      const since_s = capped(stateNumber(state, 'since_s'), timesOf(items), server_s - lag_s);
      return { request: onward(asked, body), state: since_s === null ? state : { ...state, since_s } };
    },
    version: versionBy('updated_at'),
    rows: contactRows,
  };
}
