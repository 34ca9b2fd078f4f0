import { z } from 'zod';
import { secret } from '../../config/configuration.ts';
import { CursorStuckError } from '../../errors.ts';
import { connector, type Page, type Step, type Stream } from '../connector.ts';
import { asking, queryOf, withQuery } from '../engine/paging.ts';
import { Mappings } from '../mappings.ts';
import { capped, startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, instant, recordsIn, textOrNull } from '../shapes.ts';
import { conversationRows, historyRows, timeRows } from './zoho-desk/history.ts';
import { agentRows, contactRows, happinessRows, teamRows } from './zoho-desk/people.ts';
import { deletedRows, ticketRows } from './zoho-desk/tickets.ts';

const ZohoConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('zoho-desk'),
  base_url: z.url({ error: 'an https address' }).default('https://desk.zoho.com').meta({
    description: 'The host of your data centre, such as https://desk.zoho.eu',
  }),
  accounts_url: z.url({ error: 'an https address' }).default('https://accounts.zoho.com').meta({
    description: 'Where tokens are given, in the same data centre',
  }),
  org_id: z.string({ error: 'the id of the organisation, sent with every request' }).min(1),
  client_id: z.string({ error: 'the id of a self client' }).min(1),
  client_secret: secret,
  refresh_token: secret,
  start: z.iso.date({ error: 'a day such as 2024-01-01' }).default('2010-01-01'),
  mappings: Mappings,
});
export type ZohoConfiguration = z.output<typeof ZohoConfiguration>;

const size = 100;
/** Offsets beyond this are refused: a page re-anchors long before. */
const offsetCap = 4900;
const overlap_s = 600;

/**
 * Zoho Desk: tickets by time of change, each page beginning at the last row's time because offsets end early and rows move; history,
 * conversation and time entries are read whole for every changed ticket (CONNECTORS.md 3.9). Ids have nineteen digits: text everywhere.
 */
export const zohoDesk = connector({
  id: 'zoho-desk',
  title: 'Zoho Desk',
  configuration: ZohoConfiguration,
  site: (c) => ({
    base_url: c.base_url,
    auth: {
      kind: 'oauth',
      scheme: 'Zoho-oauthtoken',
      token_url: `${c.accounts_url}/oauth/v2/token`,
      form: {
        grant_type: 'refresh_token',
        client_id: c.client_id,
        client_secret: c.client_secret,
        refresh_token: c.refresh_token,
      },
    },
    headers: { orgId: c.org_id },
  }),
  streams: (c) => [
    { ...listed('teams', '/api/v1/teams', teamRows(c)), items: (body) => recordsIn(body, 'teams') },
    listed('agents', '/api/v1/agents', agentRows(c)),
    listed('contacts', '/api/v1/contacts', contactRows),
    tickets(c),
    { name: 'history', items: data, next: byOffset, rows: historyRows(c) },
    { name: 'conversations', items: data, next: byOffset, rows: conversationRows(c) },
    { name: 'time_entries', items: data, next: byOffset, rows: timeRows },
    { ...listed('recycle_bin', '/api/v1/recycleBin', deletedRows, { module: 'tickets' }), optional: true },
    {
      ...listed('happiness', '/api/v1/customerHappiness', happinessRows, { department: 'allDepartment' }),
      optional: true,
    },
  ],
});

const data = (body: unknown): readonly unknown[] => recordsIn(body, 'data');

function byOffset({ asked, items, state }: Page): Step {
  const from = Number(queryOf(asked.url, 'from') ?? '0') + items.length;
  return { request: items.length < size ? null : asking(asked, { from }), state };
}

const listed = (
  name: string,
  path: string,
  rows: Stream['rows'],
  parameters: Readonly<Record<string, string>> = {},
): Stream => ({
  name,
  first: () => ({ url: withQuery(path, { ...parameters, from: 0, limit: size }) }),
  items: data,
  next: byOffset,
  rows,
});

const stamp = (at_s: number): string => new Date(at_s * 1000).toISOString();

function tickets(c: ZohoConfiguration): Stream {
  return {
    name: 'tickets',
    first: (state, { now_s }) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      return {
        url: withQuery('/api/v1/tickets/search', {
          modifiedTimeRange: `${stamp(from_s)},${stamp(now_s)}`,
          sortBy: 'modifiedTime',
          from: 0,
          limit: size,
        }),
      };
    },
    items: data,
    next: ({ asked, items, state, server_s }): Step => {
      const times = items.flatMap((item) => instant((item as { modifiedTime?: unknown } | null)?.modifiedTime) ?? []);
      const known = { ...state, since_s: capped(stateNumber(state, 'since_s'), times, server_s) };
      if (items.length < size) return { request: null, state: { ...known, read_s: server_s - overlap_s } };
      const [low = '', high = ''] = (queryOf(asked.url, 'modifiedTimeRange') ?? '').split(',');
      const anchor = stamp(Math.max(...times));
      if (anchor > low)
        return { request: asking(asked, { modifiedTimeRange: `${anchor},${high}`, from: 0 }), state: known };
      const from = Number(queryOf(asked.url, 'from') ?? '0') + items.length;
      if (from > offsetCap)
        throw new CursorStuckError(
          `More than ${offsetCap} tickets were changed in one second (${anchor}); Zoho Desk shows no more of them.`,
        );
      return { request: asking(asked, { from }), state: known };
    },
    version: (item) => {
      const { id, modifiedTime } = (item ?? {}) as { id?: unknown; modifiedTime?: unknown };
      const own = idOrNull.parse(id);
      return own === null ? undefined : `${own}@${textOrNull.parse(modifiedTime) ?? ''}`;
    },
    children: (item) => {
      const id = idOrNull.parse((item as { id?: unknown } | null)?.id);
      if (id === null) return [];
      const child = (stream: string, path: string) => ({
        stream,
        requests: [{ url: withQuery(`/api/v1/tickets/${id}/${path}`, { from: 0, limit: size }), of: id }],
      });
      return [child('history', 'History'), child('conversations', 'conversations'), child('time_entries', 'timeEntry')];
    },
    rows: ticketRows(c),
    watermark,
  };
}
