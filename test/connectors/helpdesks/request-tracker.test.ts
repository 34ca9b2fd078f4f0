import { describe, expect, it } from 'vitest';
import { requestTracker } from '../../../shared/connectors/helpdesks/request-tracker.ts';
import { sqlTime } from '../../../shared/connectors/helpdesks/request-tracker/requests.ts';
import { priorityOf, realTime } from '../../../shared/connectors/helpdesks/request-tracker/shapes.ts';
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

  it('reads priorities from 90, 60 and 30 on, unless the account has words of its own', () => {
    expect(['100', '90', '60', '30', '10', null].map((raw) => priorityOf(raw, {}))).toEqual([
      'p1',
      'p1',
      'p2',
      'p3',
      'p4',
      null,
    ]);
    expect(priorityOf('50', { '50': 'p2' })).toBe('p2');
  });
});
