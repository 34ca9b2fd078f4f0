import { describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { pullSource, type PullRequest } from '../../../shared/load/pull.ts';
import type { Connector, Stream } from '../../../shared/connectors/connector.ts';
import { numbered } from '../../../shared/connectors/engine/paging.ts';
import { recordsIn } from '../../../shared/connectors/shapes.ts';
import { pullHome, type PullHome } from '../../support/pull-ports.ts';
import { loaded } from '../../support/rows-of.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';
import { toyConnector, toySecrets, toySource } from '../../support/toy-connector.ts';

const now_s = 1_790_812_800;
/** Three pages of two things. */
const threePages = ({ path }: { path: string }): Said => {
  const page = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0);
  return {
    body: {
      things: [
        { id: page * 2 + 1, updated_at: 'a' },
        { id: page * 2 + 2, updated_at: 'a' },
      ],
      ...(page < 2 ? { next: String(page + 1) } : {}),
    },
  };
};
const setUp = (answer: Parameters<typeof scriptedHttp>[0]) => {
  const http = scriptedHttp(answer);
  return { http, home: pullHome(http, { now_s, secrets: toySecrets }) };
};
const pull = (
  home: PullHome,
  request: Partial<PullRequest> = {},
  connector: Connector = toyConnector(),
  source: { id: string; connector: string } = toySource,
) => pullSource({ source: 'toy', run: 'r1', ...request }, home.ports, { sources: [source] }, [connector]);
const idsIn = async (home: PullHome, connector = toyConnector()): Promise<readonly unknown[]> =>
  ((await loaded(home, connector.bind(toySource).normalise)).tables.groups ?? []).map((row) => row.group_id);
const notes: Stream = {
  name: 'notes',
  items: (body) => recordsIn(body, 'notes'),
  rows: (item) => [{ table: 'groups', version: '1', row: { group_id: `n${(item as { id: number }).id}` } }],
};
const parents: Partial<Stream> = {
  children: (item) => {
    const id = String((item as { id: number }).id);
    return [{ stream: 'notes', requests: [{ url: `/things/${id}/notes`, of: id }] }];
  },
};

describe('the engine', () => {
  it('stores every page exactly as received, then promotes the state', async () => {
    const { home, http } = setUp(threePages);
    const result = await pull(home);
    expect(result).toMatchObject({ done: true, streams: [{ requests: 3, rows: 6, complete: true, error: null }] });
    const [first] = [...home.objects].filter(([key]) => key.includes('page-'));
    expect(first?.[0]).toBe(`raw/source=toy/stream=things/run=r1/page-000001.at-${now_s}.json.gz`);
    expect(gunzipSync(first![1]).toString()).toBe(JSON.stringify((threePages({ path: '' }) as { body: unknown }).body));
    expect(JSON.parse(home.kept.get('cursors/toy/things.json')!.value)).toMatchObject({ state: { cursor: '2' } });
    expect(http.requests.every(({ headers }) => headers.authorization === 'Bearer s3cr3t-token')).toBe(true);
  });

  it('begins the next run where the last one ended', async () => {
    const { home, http } = setUp(threePages);
    await pull(home);
    await pull(home, { run: 'r2' });
    expect(http.requests.map(({ url }) => url.slice(-8))).toEqual(['cursor=0', 'cursor=1', 'cursor=2', 'cursor=2']);
  });

  it('answers a repeated call of a finished run without asking again', async () => {
    const { home, http } = setUp(threePages);
    const first = await pull(home);
    expect((await pull(home)).streams).toEqual(first.streams);
    expect(http.requests).toHaveLength(3);
  });

  it('keeps a big id digit for digit', async () => {
    const { home } = setUp(() => ({ body: '{"things":[{"id":9007199254740993001},{"id": -1}]}' }));
    await pull(home);
    expect(await idsIn(home)).toEqual(['-1', '9007199254740993001']);
  });

  it('names the failing stream and reads the others', async () => {
    const { home } = setUp((request) =>
      request.path.startsWith('/notes') ? { body: { notes: [{ id: 1 }] } } : { status: 422, body: { message: 'odd' } },
    );
    const connector = toyConnector({}, [{ ...notes, first: () => ({ url: '/notes' }) }]);
    const { streams, done } = await pull(home, {}, connector);
    expect(done).toBe(true);
    expect(streams.map(({ name, complete }) => [name, complete])).toEqual([
      ['things', false],
      ['notes', true],
    ]);
    expect(streams[0]?.error).toBe(
      'SourceError: https://toy.example answered 422 to GET /things?cursor=0 (odd). Nothing was skipped; the state stands where it was.',
    );
  });
});

describe('waiting', () => {
  const once =
    (said: Said) =>
    (request: { path: string }, ordinal: number): Said =>
      ordinal === 1 ? said : threePages(request);

  it.each([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7],
    ['Retry-After as a date', { 'retry-after': new Date((now_s + 9) * 1000).toUTCString() }, 9],
    [
      'Retry-After as a date, by a server whose clock is an hour ahead',
      {
        date: new Date((now_s + 3600) * 1000).toUTCString(),
        'retry-after': new Date((now_s + 3609) * 1000).toUTCString(),
      },
      9,
    ],
    ['X-RateLimit-Retry-After', { 'x-ratelimit-retry-after': '5' }, 5],
    ['X-RateLimit-Reset in epoch seconds', { 'x-ratelimit-reset': String(now_s + 11) }, 11],
    ['X-RateLimit-Reset as ISO', { 'x-ratelimit-reset': new Date((now_s + 4) * 1000).toISOString() }, 4],
    ['rate-limit-reset in seconds', { 'rate-limit-reset': '6' }, 6],
    ['the limits of one endpoint', { 'zendesk-ratelimit-tickets-index': 'total=100; remaining=0; resets=43' }, 43],
  ])('obeys %s', async (_, headers, seconds) => {
    const { home } = setUp(once({ status: 429, headers }));
    const { streams } = await pull(home);
    expect(streams[0]).toMatchObject({ throttled: 1, waited_s: seconds, complete: true, rows: 6 });
    expect(home.slept_s()).toBe(seconds);
  });

  it('backs off with jitter when nothing is said, at most 60 s', async () => {
    const { home } = setUp((request, ordinal) => (ordinal <= 6 ? { status: 503 } : threePages(request)));
    expect((await pull(home)).streams[0]).toMatchObject({ complete: true, rows: 6 });
    expect(home.slept_s()).toBeCloseTo(0.5 * (2 + 4 + 8 + 16 + 32 + 60), 6);
  });

  it('waits before it is refused when nothing is left of the limit', async () => {
    const { home } = setUp((request) => ({
      ...threePages(request),
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' },
    }));
    expect((await pull(home)).streams[0]).toMatchObject({ throttled: 0, waited_s: 6, rows: 6 });
  });

  it('checkpoints and hands a wait beyond the deadline back', async () => {
    const { home, http } = setUp((request, ordinal) =>
      ordinal === 2 ? { status: 429, headers: { 'retry-after': '120' } } : threePages(request),
    );
    const first = await pull(home, { deadline_s: now_s + 100 });
    expect(first).toMatchObject({ done: false, wait_s: 120 });
    expect(home.slept_s()).toBe(0);
    home.advance(120);
    const second = await pull(home, { deadline_s: now_s + 900 });
    expect(second).toMatchObject({ done: true, streams: [{ rows: 6, complete: true, requests: 4 }] });
    expect(http.requests).toHaveLength(4);
    expect(await idsIn(home)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('stops before the deadline, and always gets at least one page further', async () => {
    const { home } = setUp(threePages);
    expect(await pull(home, { deadline_s: now_s + 5 })).toMatchObject({ done: false, wait_s: 0 });
    expect(await pull(home, { deadline_s: now_s + 5 })).toMatchObject({ done: false });
    expect(await pull(home, { deadline_s: now_s + 5 })).toMatchObject({ done: true, streams: [{ rows: 6 }] });
  });
});

describe('faults', () => {
  it.each<readonly [string, Said]>([
    ['a reset connection', { fails: 'ECONNRESET' }],
    ['a truncated body', { body: '{"things":[{"id":1},' }],
    ['HTML instead of JSON', { body: '<html>Down for maintenance</html>', headers: { 'content-type': 'text/html' } }],
    ['an empty 200', { body: '' }],
    ['408', { status: 408 }],
    ['409', { status: 409 }],
    ['500', { status: 500 }],
    ['502', { status: 502, body: '<html></html>' }],
    ['504', { status: 504 }],
    ['520', { status: 520 }],
    ['524', { status: 524 }],
  ])('of a passing kind are tried again: %s', async (_, said) => {
    const { home } = setUp((request, ordinal) => (ordinal === 2 ? said : threePages(request)));
    expect((await pull(home)).streams[0]).toMatchObject({ complete: true, rows: 6, requests: 4 });
    expect(await idsIn(home)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('that stay end the stream with a sentence, and the state stands at the page before', async () => {
    const { home } = setUp((request, ordinal) =>
      ordinal < 2 ? threePages(request) : { body: '<html>', headers: { 'content-type': 'text/html' } },
    );
    const { streams } = await pull(home);
    expect(streams[0]?.error).toBe(
      'SourceError: https://toy.example answered 200 with a body that is not JSON (text/html, 6 bytes) 7 times for GET /things?cursor=1. The state stands where it was; run again later.',
    );
    expect(home.kept.has('cursors/toy/things.json')).toBe(false);
  });

  it('in mid-walk cost nothing: another run goes on with the next page', async () => {
    let down = true;
    const { home, http } = setUp((request, ordinal) => (down && ordinal > 2 ? { status: 500 } : threePages(request)));
    await pull(home);
    down = false;
    const before = http.requests.length;
    const second = await pull(home, { run: 'r2' });
    expect(http.requests.slice(before).map(({ url }) => url.slice(-8))).toEqual(['cursor=2']);
    expect(second.raw).toContain('raw/source=toy/stream=things/run=r1/');
    expect(await idsIn(home)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('of the 200-with-an-error kind name what came instead', async () => {
    const { home } = setUp(() => ({ body: { error: 'internal', code: 7 } }));
    expect((await pull(home)).streams[0]?.error).toContain('found no list "things" but error, code');
  });

  it('halve the page after 504 when the stream knows how', async () => {
    const { home, http } = setUp((request) =>
      request.path.includes('size=50') ? { body: { things: [{ id: 1 }] } } : { status: 504 },
    );
    const connector = toyConnector({
      shrinkPage: (asked) => (asked.url.includes('size') ? undefined : { url: `${asked.url}&size=50` }),
    });
    expect((await pull(home, {}, connector)).streams[0]).toMatchObject({ complete: true, rows: 1 });
    expect(http.requests).toHaveLength(2);
  });

  it('begin again from the state when the server forgot its cursor', async () => {
    const { home, http } = setUp((request, ordinal) =>
      ordinal === 2 ? { status: 400, body: { message: 'token expired' } } : threePages(request),
    );
    const connector = toyConnector({ expired: (status, body) => status === 400 && body.includes('expired') });
    expect((await pull(home, {}, connector)).streams[0]).toMatchObject({ complete: true });
    expect(http.requests).toHaveLength(4);
  });
});

describe('a kill', () => {
  it('between page and state loses nothing and doubles nothing', async () => {
    for (let at = 1; at <= 9; at++) {
      const { home } = setUp(threePages);
      let writes = 0;
      const dying: PullHome = {
        ...home,
        ports: {
          ...home.ports,
          lake: { ...home.ports.lake, put: (...given) => die(() => home.ports.lake.put(...given)) },
          state: { ...home.ports.state, write: (...given) => die(() => home.ports.state.write(...given)) },
        },
      };
      const die = <T>(work: () => Promise<T>): Promise<T> => {
        writes += 1;
        // a killed process writes nothing any more; what it did before stays
        return writes >= at ? Promise.reject(new DOMException('killed', 'AbortError')) : work();
      };
      await pull(dying).catch(() => undefined);
      const result = await pull(home, { run: 'r2', takeOver: true });
      expect(result).toMatchObject({ done: true, streams: [{ complete: true }] });
      expect(await idsIn(home)).toEqual(['1', '2', '3', '4', '5', '6']);
    }
  });

  it('holds the lease for a minute at most', async () => {
    const { home } = setUp(threePages);
    await home.ports.state.write(
      'leases/source-toy.json',
      JSON.stringify({ run: 'dead', expires_s: now_s + 60 }),
      null,
    );
    expect(await pull(home)).toMatchObject({ done: true });
    expect(home.slept_s()).toBe(60);
  });

  it('is told from a living run, which is not disturbed', async () => {
    const { home } = setUp(threePages);
    const state = home.ports.state;
    const alive = {
      ...home,
      ports: {
        ...home.ports,
        pause: {
          ...home.ports.pause,
          sleep: async () => {
            const lease = await state.read('leases/source-toy.json');
            await state.write(
              'leases/source-toy.json',
              JSON.stringify({ run: 'alive', expires_s: now_s + 60 }),
              lease!.version,
            );
          },
        },
      },
    };
    await state.write('leases/source-toy.json', JSON.stringify({ run: 'alive', expires_s: now_s + 60 }), null);
    await expect(pull(alive)).rejects.toThrow('Run alive is pulling toy right now');
  });

  it('or a slow rival: of two runs that promote one state exactly one wins', async () => {
    const { home } = setUp(threePages);
    const http = scriptedHttp((request, ordinal) =>
      threePages({ ...request, path: request.path + String(ordinal).slice(9) }),
    );
    let rival: Promise<unknown> | undefined;
    const slow = {
      ...home,
      ports: {
        ...home.ports,
        http: {
          send: async (request: Parameters<typeof http.send>[0]) => {
            if (request.url.endsWith('cursor=2')) await (rival ??= pull(home, { run: 'rival', takeOver: true }));
            return http.send(request);
          },
        },
      },
    };
    await expect(pull(slow)).rejects.toThrow('Another run changed the state');
    expect(JSON.parse(home.kept.get('cursors/toy/things.json')!.value)).toMatchObject({ run: 'rival' });
  });
});

describe('credentials', () => {
  it('are read again once after a 401, then the source is left alone', async () => {
    const { home, http } = setUp(() => ({ status: 401, body: { error: 'no' } }));
    const connector = toyConnector({}, [{ ...notes, first: () => ({ url: '/notes' }) }]);
    const { streams } = await pull(home, {}, connector);
    expect(http.requests).toHaveLength(2);
    expect(streams.map(({ error }) => error?.split(':')[0])).toEqual(['CredentialsError', 'CredentialsError']);
  });

  it('are not blamed when the requests of the day are used up: the pull goes on later', async () => {
    const { home } = setUp((request, ordinal) =>
      ordinal === 2 ? { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] } : threePages(request),
    );
    expect(await pull(home, { deadline_s: now_s + 600 })).toMatchObject({ done: false, wait_s: 3600 });
    expect(await pull(home, { deadline_s: now_s + 9000 })).toMatchObject({ done: true, streams: [{ rows: 6 }] });
  });

  it('in mid-run are refreshed and the walk goes on', async () => {
    const { home } = setUp((request, ordinal) => (ordinal === 2 ? { status: 401 } : threePages(request)));
    expect((await pull(home)).streams[0]).toMatchObject({ complete: true, rows: 6 });
  });

  it('go to the configured host only: an answer that leads elsewhere ends the stream', async () => {
    const { home, http } = setUp(() => ({
      body: { things: [{ id: 1 }], next: 'https://other.example/things?cursor=1' },
    }));
    const connector = toyConnector({
      next: ({ body, state }) => ({ request: { url: (body as { next: string }).next }, state }),
    });
    const { streams } = await pull(home, {}, connector);
    expect(streams[0]?.error).toContain('leads to https://other.example, but the source is https://toy.example');
    expect(http.requests.map(({ url }) => new URL(url).host)).toEqual(['toy.example']);
  });

  it.each([
    ['another host', 'https://evil.example/things'],
    ['http', 'http://toy.example/things'],
  ])('do not follow a redirect to %s', async (_, location) => {
    const { home, http } = setUp(() => ({ status: 302, headers: { location } }));
    expect((await pull(home)).streams[0]?.error).toContain('SourceError');
    expect(http.requests).toHaveLength(1);
  });

  it('follow a redirect on the host, and understand one to the log-in page', async () => {
    const moved = setUp((request) =>
      request.path.startsWith('/moved') ? { body: { things: [] } } : { status: 301, headers: { location: '/moved' } },
    );
    expect((await pull(moved.home)).streams[0]).toMatchObject({ complete: true });
    const login = setUp(() => ({ status: 302, headers: { location: '/login' } }));
    expect((await pull(login.home)).streams[0]?.error).toMatch(/^CredentialsError.*log-in page/);
  });

  it('never travel in the clear', async () => {
    const { home, http } = setUp(threePages);
    const { streams } = await pull(home, {}, toyConnector(), { ...toySource, base_url: 'http://toy.example' } as never);
    expect(streams[0]?.error).toContain('is not https');
    expect(http.requests).toHaveLength(0);
  });

  it('appear in no state, record, log line or error, even when the server echoes them', async () => {
    const { home } = setUp((_, ordinal) =>
      ordinal === 1
        ? { body: { things: [{ id: 1 }], next: '1' } }
        : { status: 400, body: { message: 'bad token s3cr3t-token or Bearer s3cr3t-token' } },
    );
    const result = await pull(home);
    expect(result.streams[0]?.error).toContain('[secret]');
    const outside = [
      JSON.stringify(result),
      ...home.lines,
      ...[...home.kept.values()].map(({ value }) => value),
      ...[...home.objects].filter(([key]) => !key.includes('page-')).map(([, body]) => new TextDecoder().decode(body)),
    ].join('\n');
    expect(outside).not.toContain('s3cr3t-token');
    expect(outside).not.toContain(Buffer.from('s3cr3t-token').toString('base64'));
  });
});

describe('rules', () => {
  it('R6: a page offered again though there is more is a CursorStuckError, within two requests', async () => {
    const { home, http } = setUp(() => ({ body: { things: [{ id: 1 }], next: '5' } }));
    const { streams } = await pull(home);
    expect(streams[0]?.error).toMatch(/^CursorStuckError: .*cursor=5/);
    expect(http.requests).toHaveLength(2);
  });

  it('R6: a longer circle is found, too', async () => {
    const { home, http } = setUp(({ path }) => ({ body: { things: [], next: path.includes('=1') ? '2' : '1' } }));
    expect((await pull(home)).streams[0]?.error).toMatch(/^CursorStuckError/);
    expect(http.requests.length).toBeLessThanOrEqual(3);
  });

  it('R6: the same cursor at the declared end is a clean end', async () => {
    const { home } = setUp(() => ({ body: { things: [{ id: 1 }] } }));
    expect((await pull(home)).streams[0]).toMatchObject({ complete: true, error: null });
  });

  it('R7: the page at which the cursor stuck was consumed, once', async () => {
    const { home } = setUp(({ path }, ordinal) => ({
      body: { things: [{ id: `${ordinal}${path.length > 0 ? '' : ''}` }], next: '5' },
    }));
    await pull(home);
    expect(await idsIn(home)).toEqual(['1', '2']);
    expect([...home.objects.keys()].filter((key) => key.includes('page-'))).toHaveLength(2);
  });

  it('R8: a page beyond the cap is a PageCapError, not an end', async () => {
    const { home } = setUp(() => ({ body: { things: [{ id: 1 }] } }));
    const connector = toyConnector({
      first: () => ({ url: '/things?page=1' }),
      next: ({ asked, state }) => ({ request: numbered(asked, 'page', 3), state }),
    });
    expect((await pull(home, {}, connector)).streams[0]).toMatchObject({
      complete: false,
      requests: 3,
      error: 'PageCapError: Page 4 is beyond the last one that the helpdesk gives (3).',
    });
  });

  it('R11: the whole child list of every changed parent is read, before the cursor moves', async () => {
    const { home, http } = setUp((request) => {
      const id = /things\/(\d+)\/notes/.exec(request.path)?.[1];
      return id === undefined ? threePages(request) : { body: { notes: [{ id }] } };
    });
    const connector = toyConnector(
      { ...parents, childCount: (item) => ({ stream: 'notes', of: String((item as { id: number }).id), count: 1 }) },
      [notes],
    );
    const { streams } = await pull(home, {}, connector);
    expect(streams[0]).toMatchObject({ expected_children: 6, stored_children: 6, rejects: [] });
    expect(http.requests.map(({ url }) => new URL(url).pathname).slice(0, 4)).toEqual([
      '/things',
      '/things/1/notes',
      '/things/2/notes',
      '/things',
    ]);
    expect([...home.objects.keys()].some((key) => /stream=notes\/.*\.of-6\.json\.gz$/.test(key))).toBe(true);
  });

  it('R11: fewer children than the parent counts are said', async () => {
    const { home } = setUp((request) =>
      request.path.includes('/notes') ? { body: { notes: [] } } : { body: { things: [{ id: 1 }] } },
    );
    const connector = toyConnector({ ...parents, childCount: () => ({ stream: 'notes', of: '1', count: 2 }) }, [notes]);
    const { streams } = await pull(home, {}, connector);
    expect(streams[0]?.rejects).toEqual([{ item_id: '1', reason: 'notes: the parent counts 2, 0 came', at_s: now_s }]);
    expect(streams[0]?.compares).toMatchObject([
      { check_name: 'children', vendor_count: 2, stored_count: 0, missing: 2 },
    ]);
  });

  it.each([403, 404])('R12: one child that answers %i, even with HTML, is skipped, said and passed', async (status) => {
    const { home } = setUp((request) => {
      if (request.path.includes('/1/notes')) return { status, body: '<html>gone</html>' };
      return request.path.includes('/notes') ? { body: { notes: [{ id: 7 }] } } : threePages(request);
    });
    const { streams } = await pull(home, {}, toyConnector(parents, [notes]));
    expect(streams[0]).toMatchObject({ complete: true, rejects: [{ item_id: '1', reason: `notes: ${status}` }] });
  });

  it('R12: where a refused child is what was said in a ticket, the ticket says that its replies are not known', async () => {
    const { home } = setUp((request) =>
      request.path.includes('/notes') ? { status: request.path.includes('/1/') ? 403 : 404 } : threePages(request),
    );
    const spoken = toyConnector(parents, [{ ...notes, isConversation: true }]);
    await pull(home, {}, spoken);
    const { events } = await loaded(home, spoken.bind(toySource).normalise);
    expect(events.map(({ ticket_id, kind, data }) => [ticket_id, kind, data.stream])).toEqual(
      ['1', '2', '3', '4', '5', '6'].map((ticket) => [ticket, 'unread', 'notes']),
    );
  });

  it('R13: a 400 fails the stream with the request named', async () => {
    const { home } = setUp(() => ({ status: 400, body: { description: 'unknown field' } }));
    const { streams } = await pull(home);
    expect(streams[0]?.error).toContain('answered 400 to GET /things?cursor=0 (unknown field)');
    expect(streams[0]?.complete).toBe(false);
  });

  it('R12 is no licence: 404 on the stream itself is a failure, unless the plan may lack it', async () => {
    const { home } = setUp(() => ({ status: 404, body: '' }));
    expect((await pull(home)).streams[0]?.error).toContain('answered 404');
    const lacking = setUp(() => ({ status: 404, body: '' }));
    expect((await pull(lacking.home, {}, toyConnector({ optional: true }))).streams[0]).toMatchObject({
      complete: true,
      rejects: [{ item_id: 'things', reason: 'not available: 404 for GET /things?cursor=0 (plan or scope)' }],
    });
  });
});

describe('duplicates', () => {
  it('are counted and stored, and change nothing', async () => {
    const { home } = setUp(({ path }) =>
      path.includes('=0')
        ? { body: { things: [{ id: 1 }, { id: 2 }], next: '1' } }
        : { body: { things: [{ id: 2 }, { id: 3 }] } },
    );
    expect((await pull(home)).streams[0]).toMatchObject({ rows: 4, duplicates: 1 });
    expect(await idsIn(home)).toEqual(['1', '2', '3']);
  });
});

describe('an item that cannot be read', () => {
  it('becomes a reject that names it, and the others are kept', async () => {
    const { home } = setUp(() => ({ body: { things: [{ id: 1 }, null, { id: 3 }] } }));
    await pull(home);
    const { tables } = await loaded(home, toyConnector().bind(toySource).normalise);
    expect(tables.groups?.map((row) => row.group_id)).toEqual(['1', '3']);
    expect(tables.ingest_rejects).toHaveLength(1);
  });
});
