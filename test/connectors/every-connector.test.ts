import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import type { SourceConfiguration } from '../../shared/config/configuration.ts';
import type { ApiConnector, Connector } from '../../shared/connectors/connector.ts';
import { pack, rawKey, rawObject } from '../../shared/connectors/engine/raw.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { pulledSource } from '../support/pull-once.ts';
import { pullHome } from '../support/pull-ports.ts';
import { scriptedHttp, type Said } from '../support/scripted-http.ts';

const all = Object.values(helpdesks).filter(
  (value): value is Connector => typeof value === 'object' && value !== null && 'configuration' in value,
);
const apis = all.filter((connector): connector is ApiConnector => connector.kind === 'api');
const host = 'https://helpdesk.example';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly secret?: boolean;
  readonly enum?: readonly string[];
  readonly const?: string;
}
const schemaOf = (connector: Connector): Schema =>
  z.toJSONSchema(connector.configuration, { io: 'input', unrepresentable: 'any' }) as Schema;

/** A source with every required setting and every credential: found in the schema, so that a new connector needs no line here. */
function sourceOf(connector: ApiConnector): SourceConfiguration {
  const { properties = {}, required = [] } = schemaOf(connector);
  const wanted = Object.entries(properties).filter(
    ([name, { secret }]) =>
      required.includes(name) ||
      secret === true ||
      ['base_url', 'client_id', 'email', 'user', 'username'].includes(name),
  );
  const chosen = Object.fromEntries(
    wanted.map(([name, { type, secret, enum: values, const: only }]): [string, unknown] => [
      name,
      only ??
        (secret === true
          ? '${env:SECRET}'
          : name === 'base_url'
            ? host
            : (values?.[0] ?? (type === 'array' ? ['SUP'] : type === 'integer' ? 1 : 'example'))),
    ]),
  );
  const full = { ...chosen, id: 'one', connector: connector.id };
  // ways in exclude each other: the one with the most keys
  const optional = wanted.map(([name]) => name).filter((name) => !required.includes(name) && name !== 'base_url');
  const sources = Array.from({ length: 2 ** optional.length }, (_, choice) =>
    Object.fromEntries(
      Object.entries(full).filter(([name]) => (choice >> optional.indexOf(name)) % 2 === 0 || !optional.includes(name)),
    ),
  ).toSorted((one, other) => Object.keys(other).length - Object.keys(one).length);
  const found = sources.find((source) => connector.configuration.safeParse(source).success);
  if (found !== undefined) return found as SourceConfiguration;
  throw new Error(
    `${connector.id}: no source could be made from its schema: ${connector.configuration.safeParse(full).error?.message}`,
  );
}
const secrets = { SECRET: 'hush-hush-secret' };
const pulled = (connector: ApiConnector, answer: Parameters<typeof scriptedHttp>[0]) => {
  const http = scriptedHttp((request, ordinal) => {
    if (/token|oauth/i.test(request.path) && request.method === 'POST' && request.body?.includes('grant_type') === true)
      return { body: { access_token: 'access-token-123', expires_in: 3600 } };
    return answer(request, ordinal);
  });
  return { http, ...pulledSource(connector, sourceOf(connector), http, { secrets }) };
};

describe.each(all.map((connector) => [connector.id, connector] as const))('%s', (id, connector) => {
  it('has a title and a strict configuration with its own id', () => {
    expect(connector.title).toMatch(/^[A-Z]/);
    const faults =
      connector.configuration.safeParse({ id: 'one', connector: 'another', nonsense: 1 }).error?.issues ?? [];
    expect(faults.some(({ path }) => path[0] === 'connector')).toBe(true);
    expect(faults.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
    expect(id).toMatch(/^[a-z][a-z-]*$/);
  });

  it('marks its secrets', () => {
    const named = Object.entries(schemaOf(connector).properties ?? {}).filter(([name]) =>
      /(^|_)(token|secret|password|api_key|private_key)$/.test(name),
    );
    expect(named.filter(([, schema]) => schema.secret !== true).map(([name]) => name)).toEqual([]);
  });
});

describe.each(apis.map((connector) => [connector.id, connector] as const))('%s', (_, connector) => {
  const streams = () => connector.bind(sourceOf(connector)).streams;

  it('has streams of different names, something to ask first, and an end for tickets', () => {
    const names = streams().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(streams().some((stream) => stream.first !== undefined)).toBe(true);
    expect(streams().some((stream) => stream.watermark !== undefined)).toBe(true);
  });

  it.each<readonly [string, Said]>([
    ['an empty object', { body: {} }],
    ['an empty list', { body: [] }],
    ['null', { body: 'null' }],
    ['a number', { body: '7' }],
    ['an error inside a 200', { body: { error: { message: 'no' }, success: false } }],
    ['lists of rubbish', { body: { results: [null, 7, 'x', {}], items: [null], tickets: [{}], value: [[]] } }],
    ['HTML', { body: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['403', { status: 403, body: '<html></html>' }],
    ['500 for ever', { status: 500 }],
  ])('neither spins nor crashes on %s', async (_name, said) => {
    const { pull, http, loaded } = pulled(connector, () => said);
    const result = await pull();
    expect(result.done).toBe(true);
    expect(http.requests.length).toBeLessThan(40 + 10 * result.streams.length);
    await loaded();
  });

  it('asks nobody but the configured host, wherever an answer leads', async () => {
    const elsewhere = 'https://elsewhere.example/api?page=2';
    const { pull, http } = pulled(connector, () => ({
      headers: { link: `<${elsewhere}>; rel="next"` },
      body: {
        next_page: elsewhere,
        nextRecordsUrl: elsewhere,
        next: elsewhere,
        links: { next: elsewhere },
        _links: { next: { href: elsewhere } },
        paging: { next: { after: '1', link: elsewhere } },
        meta: { has_more: true },
        done: false,
      },
    }));
    await pull();
    const wrong = http.requests.filter(
      ({ url, headers }) => new URL(url).host !== new URL(host).host && headers.authorization !== undefined,
    );
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });

  it('stops at refused credentials after two requests, and keeps its secrets to itself', async () => {
    const { pull, http, home } = pulled(connector, () => ({
      status: 401,
      body: { error: 'hush-hush-secret is wrong' },
    }));
    const result = await pull();
    expect(result.streams.every(({ error }) => error?.startsWith('CredentialsError') === true)).toBe(true);
    // the text of this test is no private key: Salesforce is not even asked
    const asked = connector.id === 'salesforce' ? 0 : 2;
    expect(http.requests.filter(({ body }) => body?.includes('grant_type') !== true)).toHaveLength(asked);
    const outside = [JSON.stringify(result), ...home.lines, ...[...home.kept.values()].map(({ value }) => value)].join(
      '\n',
    );
    expect(outside).not.toContain('hush-hush-secret');
    expect(outside).not.toContain(Buffer.from('hush-hush-secret').toString('base64').slice(0, 16));
  });

  it('turns any rubbish in raw pages into rejects, never into an exception', async () => {
    const { normalise } = connector.bind(sourceOf(connector));
    const home = pullHome(scriptedHttp(() => ({})));
    const bodies = [
      'null',
      '7',
      '[]',
      '{}',
      '"x"',
      '{"a":',
      '[null,7,"x",{},[],{"id":1},{"id":"2","created_at":"never"}]',
    ];
    for (const { name } of streams()) {
      const inner = `{"${name}":[null,7,{},{"id":1}],"results":[null,{"id":2}],"items":[{"id":3}],"data":[{}],"values":[{"id":4}]}`;
      for (const [i, body] of [...bodies, inner].entries()) {
        const key = rawKey({ source: 'one', stream: name, run: 'r', page: i + 1, received_s: 1, of: '5' });
        home.objects.set(key, pack(new TextEncoder().encode(body)));
        for await (const rows of normalise(rawObject(home.ports.lake, key))) expect(Array.isArray(rows)).toBe(true);
      }
    }
  });
});
