import { describe, expect, it } from 'vitest';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const day_s = 86_400;
const source = { id: 'desk', connector: 'freshdesk', domain: 'example', api_key: '${env:KEY}', start: '2026-01-01' };
const pulled = (http: ReturnType<typeof scriptedHttp>, more: object = {}) =>
  pulledSource(freshdesk, { ...source, ...more }, http, { now_s, secrets: { KEY: 'k-123456' } });

const file = (day: string): Said => ({
  body: {
    metadata: { activities_count: 1 },
    activities_data: [
      {
        performed_at: `${day.split('-').reverse().join('-')} 09:33:38 +0530`,
        ticket_id: 7,
        performer_type: 'user',
        performer_id: 82,
        activity: { status: 'Resolved', priority: 4 },
      },
    ],
  },
});
/** Every day's file is there but the last one's, which is answered as told. */
function exports(last: { readonly link?: Said; readonly file?: Said }) {
  return scriptedHttp(({ url }) => {
    const { pathname, host, searchParams: query } = new URL(url);
    if (host === 'files.example') {
      const day = pathname.slice(1);
      return day === '2026-10-04' && last.file ? last.file : file(day);
    }
    if (!pathname.endsWith('ticket_activities')) return { body: [] };
    const day = query.get('created_at')!;
    return day === '2026-10-04' && last.link
      ? last.link
      : { body: { export: { url: `https://files.example/${day}?sig=1` } } };
  });
}
const daysAsked = (requests: readonly { readonly url: string }[]) =>
  requests.flatMap(({ url }) => new URL(url).searchParams.get('created_at') ?? []);

describe('the daily export of freshdesk', () => {
  it.each<readonly [string, Parameters<typeof exports>[0]]>([
    ['whose link is missing', { link: { status: 404, body: '' } }],
    ['whose answer has no link', { link: { body: { export: {} } } }],
    ['whose answer is empty', { link: { body: {} } }],
    ['whose file is missing', { file: { status: 404, body: '' } }],
  ])('does not count as read %s: it is asked for again', async (_, last) => {
    const http = exports(last);
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([]);
    expect(daysAsked(http.requests)).toHaveLength(29);
    const statuses = async () => (await one.loaded()).events.filter(({ kind }) => kind === 'status').length;
    expect(await statuses()).toBe(28);
    Object.assign(last, { link: undefined, file: undefined });
    const before = http.requests.length;
    expect(failures(await one.pull('r2'))).toEqual([]);
    expect(daysAsked(http.requests.slice(before))).toEqual(['2026-10-04']);
    expect(await statuses()).toBe(29);
  });

  it('asks for a new link when the one it has went stale', async () => {
    const last: { file?: Said } = {
      file: { status: 403, body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>' },
    };
    const http = scriptedHttp(({ url }) => {
      const { pathname, host, searchParams: query } = new URL(url);
      if (host === 'files.example') {
        const stale = last.file;
        if (pathname !== '/2026-10-04' || stale === undefined) return file(pathname.slice(1));
        last.file = undefined;
        return stale;
      }
      if (!pathname.endsWith('ticket_activities')) return { body: [] };
      return { body: { export: { url: `https://files.example/${query.get('created_at')}?sig=1` } } };
    });
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([]);
    expect(daysAsked(http.requests).slice(-2)).toEqual(['2026-10-04', '2026-10-04']);
    expect((await one.loaded()).events.filter(({ kind }) => kind === 'status')).toHaveLength(29);
  });

  it('that says something else than a link ends the stream, and is not taken for an empty day', async () => {
    const one = pulled(exports({ link: { body: { message: 'Something went wrong' } } }));
    expect(failures(await one.pull())[0]).toMatch(/^activities: SourceError: .* found neither "export" nor/);
  });

  it('reads days, months and years with the offset, and priorities by number as by name', async () => {
    const one = pulled(exports({}));
    await one.pull();
    const [first] = (await one.loaded()).events.filter(({ kind }) => kind === 'status');
    expect(new Date(first!.at_s * 1000).toISOString()).toBe('2026-09-06T04:03:38.000Z');
    expect((await one.loaded()).events.find(({ kind }) => kind === 'field')?.data).toEqual({
      field: 'priority',
      to: 'p1',
    });
  });
});

describe('freshdesk tickets that are older than their exported history', () => {
  const ticket = (id: number, created_at: string, updated_at = '2026-10-01T10:00:00Z') => ({
    id,
    status: 2,
    priority: 1,
    source: 1,
    created_at,
    updated_at,
    stats: {},
  });
  let tickets: readonly ReturnType<typeof ticket>[] = [];
  const http = scriptedHttp(({ url, path }) => {
    const { searchParams: query } = new URL(url);
    return path.startsWith('/api/v2/tickets?') && !query.has('filter')
      ? { body: tickets.filter(({ updated_at }) => updated_at >= query.get('updated_since')!) }
      : { body: [] };
  });
  const flags = async (one: ReturnType<typeof pulled>) =>
    (await one.loaded()).tables.ticket_attributes?.map(({ ticket_id, given_quality }) => [ticket_id, given_quality]);

  it('say so: what the first pull can have is the month before it', async () => {
    tickets = [ticket(1, '2026-09-05T23:59:59Z'), ticket(2, '2026-09-06T00:00:00Z')];
    const one = pulled(http);
    await one.pull('r1');
    expect(await flags(one)).toEqual([
      ['1', '["short_history"]'],
      ['2', '[]'],
    ]);
    // months later both are read again: one of them was followed all the time
    for (let day = 1; day <= 60; day++) {
      one.home.advance(day_s);
      if (day === 60) tickets = tickets.map((each) => ({ ...each, updated_at: '2026-12-03T10:00:00Z' }));
      if (day % 20 === 0) await one.pull(`day-${day}`);
    }
    expect(await flags(one)).toEqual([
      ['1', '["short_history"]'],
      ['2', '[]'],
    ]);
  });

  it('say so as well after a pause longer than the export is kept', async () => {
    tickets = [ticket(2, '2026-09-20T00:00:00Z')];
    const one = pulled(http);
    await one.pull('r1');
    one.home.advance(45 * day_s);
    tickets = [ticket(2, '2026-09-20T00:00:00Z', '2026-11-18T10:00:00Z')];
    await one.pull('r2');
    expect(await flags(one)).toEqual([['2', '["short_history"]']]);
  });

  it('say nothing when the export is not read: every fact is a snapshot then', async () => {
    tickets = [ticket(1, '2026-09-01T00:00:00Z')];
    const one = pulled(http, { activities: false });
    await one.pull('r1');
    expect(await flags(one)).toEqual([['1', '[]']]);
  });
});
