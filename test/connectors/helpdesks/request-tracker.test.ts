import { describe, expect, it } from 'vitest';
import { remember } from '../../../shared/connectors/engine/vanished.ts';
import { requestTracker } from '../../../shared/connectors/helpdesks/request-tracker.ts';
import { sqlTime } from '../../../shared/connectors/helpdesks/request-tracker/requests.ts';
import { Mappings } from '../../../shared/connectors/mappings.ts';
import { RequestTrackerConfiguration } from '../../../shared/connectors/helpdesks/request-tracker/configuration.ts';
import { realTime, rtWords } from '../../../shared/connectors/helpdesks/request-tracker/shapes.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = { id: 'rt', connector: 'request-tracker', base_url: 'https://rt.example', token: '${env:KEY}' };
const ticket = { id: '7', Created: '2026-09-01T10:00:00Z', LastUpdated: '2026-09-02T11:00:00Z', Status: 'open' };
const list = (items: readonly object[], more: object = {}): Said => ({
  body: { items, count: items.length, total: items.length, page: 1, pages: 1, ...more },
  headers: { date: new Date(now_s * 1000).toUTCString() },
});

/** A server that knows one ticket; `answers` speak first. */
const server = (answers: (path: string, query: URLSearchParams) => Said | undefined) =>
  scriptedHttp(({ url }) => {
    const { pathname, searchParams } = new URL(url);
    const query = searchParams.get('query') ?? '';
    const said = answers(pathname, searchParams);
    if (said) return said;
    if (!pathname.endsWith('/tickets')) return list([]);
    return searchParams.get('order') === 'DESC' || query.startsWith('id = 7') || query.includes('id > 0')
      ? list([ticket])
      : list([]);
  });
const pulled = (http: ReturnType<typeof server>) =>
  pulledSource(requestTracker, source, http, { now_s, secrets: { KEY: 'k-123456' } });

describe('request tracker', () => {
  it('sends the word token, which is the only one that the server takes', async () => {
    const http = server(() => undefined);
    await pulled(http).pull();
    expect(new Set(http.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['token k-123456']));
  });

  it('asks for the newest ticket by its creation first: nothing found means that the zone of the user is not UTC', async () => {
    const http = server((path, query) =>
      path.endsWith('/tickets') && query.get('query')?.startsWith('id = 7') === true ? list([]) : undefined,
    );
    const found = failures(await pulled(http).pull());
    expect(JSON.stringify(found)).toMatch(/time zone of the API user to UTC/);
  });

  it('takes no record with a total above none for an error, not for the end', async () => {
    const http = server((path) => (path.endsWith('/tickets') ? list([], { total: 99 }) : undefined));
    expect(JSON.stringify(failures(await pulled(http).pull()))).toMatch(/none of 99 records came/);
  });

  it('walks past an empty page in mid-stream, whose rows the user may not see', async () => {
    const row = (id: number) => ({
      id: String(id),
      ObjectId: '7',
      Type: 'Comment',
      Created: '2026-09-01T10:00:00Z',
      Creator: { id: 42 },
    });
    const http = server((path, query) => {
      if (!path.endsWith('/transactions')) return undefined;
      if (query.get('order') === 'DESC') return list([row(250)], { total: null });
      const after = Number(/id > (\d+)/.exec(query.get('query') ?? '')?.[1]);
      return list(after >= 100 && after < 250 ? [row(250)] : [], { total: null });
    });
    const result = await pulled(http).pull();
    const asked = http.requests
      .map(({ url }) => new URL(url).searchParams.get('query') ?? '')
      .filter((query) => query.includes('ObjectType'));
    expect(failures(result)).toEqual([]);
    expect(asked.map((query) => Number(/id > (\d+)/.exec(query)?.[1]))).toEqual([0, 0, 100, 250]);
  });

  it('writes times as the server reads them, and reads 1970 as no time', () => {
    expect(sqlTime(Date.parse('2026-09-01T10:00:00Z') / 1000)).toBe('2026-09-01 10:00:00');
    expect(realTime('1970-01-01T00:00:00Z')).toBeNull();
  });

  it('knows the priorities that Request Tracker is shipped with; another scale means what the account says, or nothing', () => {
    const own = requestTracker.bind({ ...source, mappings: { priority: { '5': 'p2' } } });
    expect(own.id).toBe('rt');
    const { priority } = rtWords({
      ...RequestTrackerConfiguration.parse(source),
      mappings: Mappings.parse({ priority: { '5': 'p2' } }),
    });
    expect(['0', '50', '100', '5', '90'].map((raw) => priority.values[raw] ?? priority.otherwise)).toEqual([
      'p4',
      'p3',
      'p1',
      'p2',
      null,
    ]);
  });

  describe('a ticket that the weekly list lacks', () => {
    /** Two pulls: after the first the list lacked ticket 8, which is then asked for by its id. */
    const missing = async (said: Said) => {
      const http = server((path) => (path.endsWith('/ticket/8') ? said : undefined));
      const desk = pulled(http);
      await remember('rt', { at_s: now_s, ids: ['8'] }, desk.home.ports.state);
      const result = await desk.pull();
      expect(failures(result)).toEqual([]);
      return desk.loaded();
    };
    const about8 = ({ events, tables }: Awaited<ReturnType<typeof missing>>) => [
      ...events.filter(({ ticket_id }) => ticket_id === '8').map(({ kind, data }) => [kind, data.into ?? null]),
      ...(tables.ticket_attributes ?? []).filter(({ ticket_id }) => ticket_id === '8').map(({ status }) => [status]),
    ];

    it('was shredded when it is not found', async () => {
      expect(about8(await missing({ status: 404, body: { message: 'Not Found' } }))).toEqual([['deleted', null]]);
    });
    it('was merged when another one answers in its place', async () => {
      expect(about8(await missing({ body: { ...ticket, id: 7 } }))).toEqual([['merged', '7']]);
    });
    it('was deleted when it says so', async () => {
      expect(about8(await missing({ body: { ...ticket, id: 8, Status: 'deleted' } }))).toEqual([['deleted']]);
    });
    it('is not touched when the user may not see it, or when it is there after all', async () => {
      expect(about8(await missing({ status: 403, body: { message: 'Forbidden' } }))).toEqual([]);
      expect(about8(await missing({ body: { ...ticket, id: 8 } }))).toEqual([['open']]);
    });
  });

  it('a reminder, which is kept as a ticket with a history, is no case', async () => {
    const row = (id: number, more: object) => ({
      id: String(id),
      ObjectId: '7',
      Created: '2026-09-01T10:00:00Z',
      Creator: { id: 42 },
      ...more,
    });
    const rows = [
      row(1, { Type: 'Create' }),
      row(2, { ObjectId: '9', Type: 'Create' }),
      row(3, { Type: 'AddReminder', Field: 'RT::Ticket', NewValue: '9' }),
    ];
    const http = server((path, query) => {
      if (!path.endsWith('/transactions')) return undefined;
      const after = Number(/id > (\d+)/.exec(query.get('query') ?? '')?.[1]);
      return list(
        rows.filter(({ id }) => Number(id) > after),
        { total: null },
      );
    });
    const desk = pulled(http);
    expect(failures(await desk.pull())).toEqual([]);
    const { events } = await desk.loaded();
    expect(events.map(({ ticket_id, kind }) => [ticket_id, kind])).toEqual([
      ['7', 'created'],
      ['9', 'created'],
      ['9', 'deleted'],
    ]);
  });

  it('lets no address that is the name of a user out of raw/', async () => {
    const byMail = { ...ticket, Creator: { id: 'ann@example.com' }, Owner: { id: 'Nobody' }, EffectiveId: '7' };
    const http = server((path, query) =>
      path.endsWith('/tickets') && query.get('query') === 'id > 0' ? list([byMail]) : undefined,
    );
    const desk = pulled(http);
    await desk.pull();
    const { tables } = await desk.loaded();
    expect(tables.ticket_attributes).toMatchObject([
      { requester_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string, assignee_id: null, merged_into_id: null },
    ]);
    expect(JSON.stringify(tables)).not.toContain('ann@');
  });
});
