import type { Page, PageRequest, Step, Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { asking, withQuery } from '../engine/paging.ts';
import { isoOf } from '../progress.ts';
import { wayInOf } from '../way-in.ts';
import { idOrNull, numberOrNull, record, recordsIn, textOrNull, versionBy } from '../shapes.ts';
import { eventRows } from './zendesk/events.ts';
import { helpCenter } from './zendesk/help-center.ts';
import { metricEventRows, slaPolicyRows } from './zendesk/metric-events.ts';
import { brandRows, customStatuses } from './zendesk/names.ts';
import { organizationRows } from './zendesk/organizations.ts';
import { deletedRows, groupRows, jiraLinkRows, ratingRows, ticketRows, userRows } from './zendesk/rows.ts';
import { surveyResponseRows } from './zendesk/survey-responses.ts';
import { ZendeskConfiguration } from './zendesk/configuration.ts';
import { zendeskContract } from './zendesk/contract.ts';
import { zendeskTelling } from './zendesk/telling.ts';

/** Zendesk hides the last minute and refuses start times in it. */
const hidden_s = 60;
const overlap_s = 120;
/** Announced by Zendesk: developer.zendesk.com, "Migrating from API tokens to OAuth access tokens". */
const ended =
  'Zendesk’s access tokens end after 30 minutes (48 hours at most), and no API token can be made since 27 October 2026: give the source client_id and client_secret of a confidential OAuth client.';

/**
 * Zendesk Support: tickets by the cursor export, history by the ticket-event export with comments. Neither leaves out archived
 * tickets, unlike tickets, ticket_audits and ticket_metrics (CONNECTORS.md 3.1).
 */
export const zendesk = connector({
  id: 'zendesk',
  title: 'Zendesk Support',
  configuration: ZendeskConfiguration,
  contract: zendeskContract,
  setup: {
    subdomain: { ask: 'Subdomain of the account: what stands before .zendesk.com' },
    client_id: 'environment',
    client_secret: 'environment',
  },
  site: (c) => {
    const base_url = c.base_url ?? `https://${c.subdomain}.zendesk.com`;
    return {
      base_url,
      auth: wayInOf(c, `${c.email}/token`, { token_url: `${base_url}/oauth/tokens`, scope: c.scope ?? 'read' }),
      ...(c.client_id === undefined ? { advice: ended } : {}),
      ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
    };
  },
  zone: () => ({
    // exports and searches name instants: epoch seconds, or ISO 8601 in UTC
    use: 'never_matters',
    first: { url: '/api/v2/users/me.json' },
    read: (body) => {
      const user = record.parse(record.parse(body).user);
      // without a login Zendesk answers with an anonymous user instead of refusing
      if (idOrNull.parse(user.id) === null)
        throw new Error('the helpdesk does not know who asks: check the credentials');
      return { zone: textOrNull.parse(user.iana_time_zone) ?? textOrNull.parse(user.time_zone) };
    },
  }),
  tells: zendeskTelling,
  streams: (c) => [
    listed('groups', '/api/v2/groups.json', 'groups', groupRows(c)),
    customStatuses,
    { ...listed('brands', '/api/v2/brands.json', 'brands', brandRows), optional: true },
    cursorExport('users', '/api/v2/incremental/users/cursor.json', c, userRows(c)),
    {
      ...cursorExport('tickets', '/api/v2/incremental/tickets/cursor.json', c, ticketRows(c)),
      compare: {
        from_s: startOf(c),
        request: (to_s) => ({
          url: withQuery('/api/v2/search/count.json', {
            query: `type:ticket created>=${isoOf(startOf(c))} created<${isoOf(to_s)}`,
          }),
        }),
        count: (body) => numberOrNull.parse((body as { count?: unknown } | null)?.count),
      },
    },
    timeExport(
      'ticket_events',
      '/api/v2/incremental/ticket_events.json',
      { include: 'comment_events' },
      c,
      eventRows(c),
    ),
    { ...listed('deleted_tickets', '/api/v2/deleted_tickets.json', 'deleted_tickets', deletedRows), optional: true },
    ...(c.surveys === 'legacy' ? [ratings(c)] : c.surveys === 'new' ? [surveyResponses(c)] : []),
    ...(c.sla
      ? [
          {
            ...listed('sla_policies', '/api/v2/slas/policies.json', 'sla_policies', slaPolicyRows(c)),
            optional: true,
          },
          timeExport(
            'ticket_metric_events',
            '/api/v2/incremental/ticket_metric_events.json',
            // breaches that are taken back come again only when changes are asked for
            { include_changes: 'true' },
            c,
            metricEventRows,
          ),
        ]
      : []),
    ...(c.organizations === undefined
      ? []
      : [
          timeExport(
            'organizations',
            '/api/v2/incremental/organizations.json',
            {},
            c,
            organizationRows(c.organizations),
            0,
          ),
        ]),
    ...(c.help_center ? helpCenter(cursorPaged) : []),
    ...(c.jira_links
      ? [{ ...listed('jira_links', '/api/services/jira/links', 'links', jiraLinkRows), optional: true }]
      : []),
  ],
});

type Rows = Stream['rows'];
const version = versionBy('generated_timestamp', 'updated_at', 'timestamp');
const startOf = (c: ZendeskConfiguration): number => Date.parse(`${c.start}T00:00:00Z`) / 1000;
const read = (state: Readonly<Record<string, unknown>>, key: string): number | null => {
  const value = state[key];
  return typeof value === 'number' ? value : null;
};

/**
 * An export that hands out cursors of (time, id): ties are safe. The cursor is kept for ever, start_time is sent once. People are
 * read from the beginning of time whatever `start` says: who wrote a reply was often hired, and last changed, years before.
 */
function cursorExport(name: 'tickets' | 'users', path: string, c: ZendeskConfiguration, rows: Rows): Stream {
  return {
    name,
    first: (state) => ({
      url: withQuery(path, {
        ...(typeof state?.cursor === 'string'
          ? { cursor: state.cursor }
          : { start_time: name === 'users' ? 0 : startOf(c) }),
        per_page: 1000,
      }),
    }),
    items: (body) => recordsIn(body, name),
    next: ({ body, asked, state, server_s }): Step => {
      const { after_cursor, end_of_stream } = body as { after_cursor?: unknown; end_of_stream?: unknown };
      const cursor = typeof after_cursor === 'string' && after_cursor !== '' ? after_cursor : null;
      const known = { ...state, ...(cursor === null ? {} : { cursor }) };
      if (end_of_stream === true || cursor === null)
        return { request: null, state: { ...known, read_s: server_s - hidden_s } };
      return { request: { url: withQuery(asked.url, { start_time: undefined, cursor }) }, state: known };
    },
    version,
    rows,
    shrinkPage,
    watermark: (state) => read(state, 'read_s'),
  };
}

/** An export by time: pages may repeat rows, so the next bound is the page's own end_time, inclusive. */
function timeExport(
  name: 'ticket_events' | 'ticket_metric_events' | 'organizations',
  path: string,
  parameters: Readonly<Record<string, string>>,
  c: ZendeskConfiguration,
  rows: Rows,
  from_s = startOf(c),
): Stream {
  return {
    name,
    first: (state, at) => {
      const since_s = read(state ?? {}, 'since_s');
      // capped by our clock only to stay out of the minute that Zendesk refuses; the bound itself is Zendesk's own
      const start_time =
        since_s === null ? from_s : Math.max(0, Math.min(since_s - overlap_s, at.now_s - hidden_s - overlap_s));
      return { url: withQuery(path, { start_time, ...parameters }) };
    },
    items: (body) => recordsIn(body, name),
    next: ({ body, asked, state, items, server_s }): Step => {
      const { end_time, end_of_stream, next_page } = body as Readonly<Record<string, unknown>>;
      const end_s = typeof end_time === 'number' ? end_time : null;
      const known = end_s === null ? state : { ...state, since_s: Math.max(end_s, read(state, 'since_s') ?? 0) };
      const ended =
        end_of_stream === true || (end_of_stream === undefined && (next_page == null || items.length === 0));
      if (ended || end_s === null) return { request: null, state: { ...known, read_s: server_s - hidden_s } };
      return { request: asking(asked, { start_time: end_s }), state: known };
    },
    version,
    rows,
    shrinkPage,
    watermark: (state) => read(state, 'read_s'),
  };
}

/** A 504 on an export means that the page was too large to make in time: half of it, down to 50. */
function shrinkPage(asked: PageRequest): PageRequest | undefined {
  const size = Number(/[?&]per_page=(\d+)/.exec(asked.url)?.[1] ?? '1000');
  return size <= 50 ? undefined : asking(asked, { per_page: Math.floor(size / 2) });
}

/** A list read whole at every run, by cursor pages. */
function listed(name: string, path: string, key: string, rows: Rows): Stream {
  return {
    name,
    first: () => ({ url: withQuery(path, { 'page[size]': 100 }) }),
    items: (body) => recordsIn(body, key),
    next: cursorPaged,
    version,
    rows,
  };
}

function cursorPaged({ body, asked, state }: Page): Step {
  const { meta, next_page } = body as {
    meta?: { has_more?: unknown; after_cursor?: unknown };
    next_page?: unknown;
  };
  if (meta?.has_more === true && typeof meta.after_cursor === 'string')
    return { request: asking(asked, { 'page[after]': meta.after_cursor }), state };
  if (meta === undefined && typeof next_page === 'string') return { request: { ...asked, url: next_page }, state };
  return { request: null, state };
}

/** Ratings filter on their creation (R3); a changed rating is a new record, so creation is enough. */
function ratings(c: ZendeskConfiguration): Stream {
  return {
    name: 'satisfaction_ratings',
    optional: true,
    first: (state) => {
      const since_s = read(state ?? {}, 'since_s');
      return {
        url: withQuery('/api/v2/satisfaction_ratings.json', {
          start_time: since_s === null ? startOf(c) : Math.max(0, since_s - 86_400),
          'page[size]': 100,
        }),
      };
    },
    items: (body) => recordsIn(body, 'satisfaction_ratings'),
    next: (page) => {
      const seen = page.items.flatMap((item) => {
        const at = Date.parse(String((item as { created_at?: unknown } | null)?.created_at));
        return Number.isNaN(at) ? [] : [Math.floor(at / 1000)];
      });
      const since_s = Math.min(Math.max(read(page.state, 'since_s') ?? 0, ...seen), page.server_s - hidden_s);
      return cursorPaged({ ...page, state: seen.length === 0 ? page.state : { ...page.state, since_s } });
    },
    version,
    rows: ratingRows(c),
  };
}

function surveyResponses(c: ZendeskConfiguration): Stream {
  return {
    name: 'survey_responses',
    optional: true,
    first: () => ({ url: withQuery('/api/v2/guide/survey_responses', { 'page[size]': 100 }) }),
    items: (body) => recordsIn(body, 'survey_responses'),
    next: cursorPaged,
    version,
    rows: surveyResponseRows(c),
  };
}
