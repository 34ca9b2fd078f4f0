import { untoldFor } from '../../knowledge/telling.ts';
import { CursorStuckError } from '../../errors.ts';
import type { Json, PageRequest, Step, Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { withQuery } from '../engine/paging.ts';
import { idList } from '../periodic-lists.ts';
import { startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, list, numberOrNull, oneRecord, record, textOrNull } from '../shapes.ts';
import { mergedContacts } from './hubspot/merged-contacts.ts';
import { messageStreams } from './hubspot/messages.ts';
import { archivedRows, feedbackRows, ownerRows } from './hubspot/rows.ts';
import { ticketProperties, tracked } from './hubspot/properties.ts';
import { ticketRows } from './hubspot/tickets.ts';
import { HubspotConfiguration } from './hubspot/configuration.ts';
import { hubspotContract } from './hubspot/contract.ts';
import { nextOf, results } from './hubspot/paging.ts';
import type { StagedRow } from '../staged-row.ts';

/** Newly changed tickets appear late in the search. */
const overlap_ms = 3_600_000;
const lag_s = 60;
/** The search answers rows out of order, by so much. */
const untidy_ms = 1000;
const searchSize = 200;
/** With the history of properties a page holds 50. */
const bulkSize = 50;
const path = '/crm/v3/objects/tickets';

/**
 * HubSpot tickets: the first load lists everything with history and associations; afterwards a search by modification time finds
 * what changed and each ticket is read with its associations, which a search never carries (CONNECTORS.md 3.5). What people wrote
 * comes from the inbox, when the scope allows it.
 */
export const hubspot = connector({
  id: 'hubspot',
  title: 'HubSpot',
  configuration: HubspotConfiguration,
  contract: hubspotContract,
  site: (c) => ({
    base_url: c.base_url,
    auth: { kind: 'token', token: c.token },
    // developers.hubspot.com, "API usage guidelines": policyName DAILY; the day ends at midnight in the account's time zone
    day: { isSpent: (status, body) => status === 429 && /"policyName"\s*:\s*"DAILY"|\bdaily limit\b/i.test(body) },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    // a search compares milliseconds since the epoch
    use: 'never_matters',
    first: { url: '/account-info/v3/details' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).timeZone) }),
  }),
  tells: (c) => ({
    untold: {
      ...(c.messages
        ? {}
        : untoldFor(
            ['first_reply', 'person_replies', 'customer_replies', 'authors'],
            'set messages: true and grant the scope conversations.read',
          )),
      ...(c.surveys ? {} : untoldFor(['ratings_offered', 'ratings_given'], 'set surveys: true')),
      time_worked: 'import time_log: HubSpot keeps no time of work',
    },
  }),
  streams: (c) => [
    listed('owners', '/crm/v3/owners', ownerRows(c)),
    tickets(c),
    { name: 'ticket', isTicket: true, items: oneRecord('ticket'), rows: ticketRows(c) },
    ticketIds(c),
    {
      ...listed('archived_tickets', withQuery(path, { archived: 'true', ...whole(c) }), archivedRows(c), bulkSize),
      optional: true,
    },
    mergedContacts,
    ...(c.messages ? messageStreams(c) : []),
    ...(c.surveys ? [{ ...listed('feedback', feedbackPath, feedbackRows(c)), optional: true }] : []),
  ],
});

const feedbackPath = withQuery('/crm/v3/objects/feedback_submissions', {
  properties: 'hs_survey_type,hs_value,hs_response_group,hs_submission_timestamp,hs_ticket_id,hs_contact_id',
  associations: 'tickets,contacts',
});

function listed(name: string, url: string, rows: Stream['rows'], limit = 100): Stream {
  return {
    name,
    first: () => ({ url: withQuery(url, { limit }) }),
    items: results,
    next: ({ asked, body, state }) => ({ request: nextOf(asked, body), state }),
    rows,
  };
}

/** One ticket, whole. */
const alone = (c: HubspotConfiguration, id: string) => ({
  stream: 'ticket',
  requests: [{ url: withQuery(`${path}/${id}`, whole(c)), of: id }],
});

/** What was deleted for good is in no archive (R14). */
const ticketIds = (c: HubspotConfiguration): Stream =>
  idList({
    name: 'ticket_ids',
    first: () => ({ url: withQuery(path, { limit: 100, properties: 'hs_object_id' }) }),
    items: results,
    onward: ({ asked, body }) => nextOf(asked, body),
    confirm: (ticket) => alone(c, ticket),
    recover: (ticket) => [alone(c, ticket)],
  });

/** Everything that a ticket's row needs, in one answer. */
const whole = (c: HubspotConfiguration): Readonly<Record<string, string>> => ({
  properties: ticketProperties(c).join(','),
  propertiesWithHistory: tracked.join(','),
  associations: 'contacts,companies',
});

function tickets(c: HubspotConfiguration): Stream {
  return {
    name: 'tickets',
    first: (state) => {
      const since_ms = stateNumber(state, 'since_ms');
      return since_ms === null
        ? { url: withQuery(path, { limit: bulkSize, ...whole(c) }) }
        : search(atLeast(Math.max(since_ms - overlap_ms, startOf(c.start) * 1000)));
    },
    items: results,
    next: (page): Step => (page.asked.body === undefined ? bulk(page) : onward(page)),
    version: (item) => {
      const { id, updatedAt } = (item ?? {}) as { id?: unknown; updatedAt?: unknown };
      const own = idOrNull.parse(id);
      return own === null ? undefined : `${own}@${textOrNull.parse(updatedAt) ?? ''}`;
    },
    children: (item, { asked }) => {
      const id = idOrNull.parse((item as { id?: unknown } | null)?.id);
      return asked.body === undefined || id === null ? [] : [alone(c, id)];
    },
    // a row of the search has neither history nor associations: it only tells which tickets to read
    rows: (item, context): readonly StagedRow[] =>
      (item as { propertiesWithHistory?: unknown } | null)?.propertiesWithHistory === undefined
        ? []
        : ticketRows(c)(item, context),
    watermark,
    compare: {
      from_s: startOf(c.start),
      request: (to_s) => ({
        url: `${path}/search`,
        body: {
          filterGroups: [
            {
              filters: [
                { propertyName: 'createdate', operator: 'GTE', value: String(startOf(c.start) * 1000) },
                { propertyName: 'createdate', operator: 'LT', value: String(to_s * 1000) },
              ],
            },
          ],
          limit: 1,
        },
      }),
      count: (body) => numberOrNull.parse((body as { total?: unknown } | null)?.total),
    },
  };
}

/** The whole list; what changes meanwhile is found by the first search, which begins when the list did. */
function bulk({ asked, body, state, server_s }: Parameters<NonNullable<Stream['next']>>[0]): Step {
  const request = nextOf(asked, body);
  const began_s = stateNumber(state, 'began_s') ?? server_s;
  if (request !== null) return { request, state: { ...state, began_s } };
  return { request: null, state: { since_ms: began_s * 1000, read_s: began_s - lag_s } };
}

type Filter = { readonly propertyName: string; readonly operator: string; readonly value: string };
const atLeast = (ms: number): readonly Filter[] => [
  { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(ms) },
];
/** One instant that holds more tickets than a page: by id. */
const within = (ms: number, id: string): readonly Filter[] => [
  { propertyName: 'hs_lastmodifieddate', operator: 'EQ', value: String(ms) },
  { propertyName: 'hs_object_id', operator: 'GT', value: id },
];

const search = (filters: readonly Filter[]): PageRequest => ({
  url: `${path}/search`,
  body: {
    filterGroups: [{ filters }] as unknown as Json,
    sorts: [{ propertyName: filters.length > 1 ? 'hs_object_id' : 'hs_lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['hs_lastmodifieddate', 'hs_object_id'],
    limit: searchSize,
  },
});

/**
 * Each page begins at the instant of the last row of the one before, so that neither the cap of 10,000 results nor rows that move
 * while they are read lose any (R8, R10).
 */
function onward({ asked, items, state, server_s }: Parameters<NonNullable<Stream['next']>>[0]): Step {
  const [bound, after] = filtersOf(asked);
  const at = Number(bound?.value ?? 0);
  const rows = items.map((item) => ({
    id: idOrNull.parse((item as { id?: unknown } | null)?.id),
    ms: modifiedAt(item),
  }));
  // the index was seen to answer rows outside of the bounds: they are read, but they are no place to go on from
  const inside = rows.filter(({ ms }) => ms !== null && ms >= at && ms <= server_s * 1000 + 60_000);
  const last = inside.at(-1);
  const since_ms = Math.max(stateNumber(state, 'since_ms') ?? 0, Math.min(last?.ms ?? 0, (server_s - lag_s) * 1000));
  const known = { ...state, since_ms };
  const isFull = items.length >= searchSize;
  if (after !== undefined) {
    // inside one instant, by id; after it, onwards from the next millisecond
    if (isFull && last?.id != null) return { request: search(within(at, last.id)), state: known };
    return { request: search(atLeast(at + 1)), state: known };
  }
  if (!isFull) return { request: null, state: { ...known, read_s: server_s - lag_s } };
  if (last?.ms == null)
    throw new CursorStuckError('The search answers a full page of tickets, none of them inside its own bounds.');
  // a second back where that still leads on: rows that stand a little out of order may lie across the border of two pages
  if (last.ms - untidy_ms > at) return { request: search(atLeast(last.ms - untidy_ms)), state: known };
  if (last.ms > at) return { request: search(atLeast(last.ms)), state: known };
  return { request: search(within(at, '0')), state: known };
}

const filtersOf = ({ body }: PageRequest): readonly Filter[] => {
  const groups = list.parse(record.parse(body).filterGroups);
  return list.parse(record.parse(groups[0]).filters) as readonly Filter[];
};

function modifiedAt(item: unknown): number | null {
  const value = record.parse((item as { properties?: unknown } | null)?.properties).hs_lastmodifieddate;
  const number = numberOrNull.parse(value);
  if (number !== null) return number;
  const at = Date.parse(textOrNull.parse(value) ?? '');
  return Number.isNaN(at) ? null : at;
}
