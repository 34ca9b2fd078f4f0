import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox, type SandboxAnswer } from '../../functions/sandbox/server.ts';
import { bySource as sites, sandboxed } from '../sandbox/helpdesks/all.ts';
import { http } from '../../shared/adapters/http.ts';
import type { Connector } from '../../shared/connectors/connector.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { pullSource } from '../../shared/load/pull.ts';
import { defaultEnd_s, organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret, sourceLines } from '../../shared/sandbox/sources.ts';
import { parse } from 'yaml';
import { pullHome, type PullHome } from '../support/pull-ports.ts';
import { loaded, type Loaded } from '../support/rows-of.ts';

const org = organisation({ months: 1, tickets_per_week: 25 });
const secrets = { [demoSecret.name]: demoSecret.value };

/** Everything that happens between a helpdesk and its reader, one after another. */
const faults: readonly (SandboxAnswer | 'reset' | undefined)[] = [
  'reset',
  undefined,
  { status: 503, body: 'busy' },
  undefined,
  { status: 200, body: '<html>Just a moment...</html>' },
  undefined,
  { status: 200, headers: { 'content-type': 'application/json' }, body: '{"tickets":[{"id":1,"sub' },
  undefined,
  { status: 429, headers: { 'retry-after': '2' }, body: { error: 'slow down' } },
  undefined,
  { status: 409, body: { error: 'conflict' } },
  undefined,
  { status: 502, body: '' },
  undefined,
];

const connectors: readonly Connector[] = Object.values(helpdesks);
const connectorOf = (vendor: string) => {
  const found = connectors.find(({ id }) => id === vendor);
  if (found?.kind !== 'api') throw new Error(`${vendor} has no API`);
  return found;
};

/** Helpdesks that are walked by the key of their rows, whose order in a page must not matter, and where their rows are. */
const listKeys: Readonly<Record<string, string>> = {
  'request-tracker': 'items',
  salesforce: 'records',
  servicenow: 'result',
};
/** The rows of a page from the last to the first, then the last two again. */
function disordered(answer: SandboxAnswer, key: string): SandboxAnswer {
  const rows = (answer.body as Readonly<Record<string, unknown>> | null)?.[key];
  if (!Array.isArray(rows)) return answer;
  const given: readonly unknown[] = rows;
  return { ...answer, body: { ...(answer.body as object), [key]: [...given.toReversed(), ...given.slice(-2)] } };
}

/** Every helpdesk: pages by cursor, by address, by number, by offset, by key, and exports of a day, with and without children. */
describe.each(sandboxed)('%s under fire', (vendor) => {
  const connector = connectorOf(vendor);
  const site = sites[vendor];
  let calm: Sandbox;
  let wild: Sandbox;
  let clean: Loaded;
  const sourceAt = (url: string) =>
    parse(sourceLines(org, vendor, 'desk', url).join('\n')) as { id: string; connector: string };
  const pull = (home: PullHome, url: string, run: string) =>
    pullSource({ source: 'desk', run, takeOver: true }, home.ports, { sources: [sourceAt(url)] }, [connector]);
  const read = (home: PullHome, url: string) => loaded(home, connector.bind(sourceAt(url)).normalise);

  beforeAll(async () => {
    calm = await startSandbox(site(org), { now_s: defaultEnd_s, throttle_every: 0 });
    wild = await startSandbox(site(org), {
      now_s: defaultEnd_s,
      throttle_every: 0,
      fault: (_, ordinal) => faults[ordinal % faults.length],
    });
    const home = pullHome(http, { now_s: defaultEnd_s, secrets });
    const result = await pull(home, calm.url, 'r1');
    expect(result.streams.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
    clean = await read(home, calm.url);
  });
  afterAll(() => Promise.all([calm.close(), wild.close()]));

  const same = (one: Loaded): void => {
    expect(one.events).toEqual(clean.events);
    const { field_mappings: _, ...tables } = one.tables;
    const { field_mappings: __, ...expected } = clean.tables;
    expect(tables).toEqual(expected);
  };

  it('ends with the same rows as on a calm day', async () => {
    const home = pullHome(http, { now_s: defaultEnd_s, secrets });
    const result = await pull(home, wild.url, 'r1');
    expect(result.streams.filter(({ complete }) => !complete)).toEqual([]);
    same(await read(home, calm.url));
  });

  it('killed again and again, it ends with the same rows', async () => {
    const home = pullHome(http, { now_s: defaultEnd_s, secrets });
    let budget = 0;
    const die = <T>(work: () => Promise<T>): Promise<T> => {
      budget -= 1;
      return budget < 0 ? Promise.reject(new DOMException('killed', 'AbortError')) : work();
    };
    const mortal: PullHome = {
      ...home,
      ports: {
        ...home.ports,
        lake: { ...home.ports.lake, put: (...given) => die(() => home.ports.lake.put(...given)) },
        state: { ...home.ports.state, write: (...given) => die(() => home.ports.state.write(...given)) },
      },
    };
    let lives = 0;
    for (let done = false; !done && lives < 500; lives++) {
      budget = 3 + ((lives * 7) % 90);
      const result = await pull(mortal, calm.url, `r${String(lives).padStart(3, '0')}`).catch(() => undefined);
      done = result?.done === true && result.streams.every(({ complete }) => complete);
    }
    expect(lives).toBeLessThan(500);
    same(await read(home, calm.url));
  });

  // the others say in which order they answer, and are walked by cursors of their own
  if (vendor in listKeys)
    it('reads the same from pages in another order, with rows that come twice', async () => {
      const key = listKeys[vendor] ?? '';
      const inOrder = site(org);
      const unruly = await startSandbox(
        { ...inOrder, handle: (request, now_s) => disordered(inOrder.handle(request, now_s), key) },
        { now_s: defaultEnd_s, throttle_every: 0 },
      );
      const home = pullHome(http, { now_s: defaultEnd_s, secrets });
      const result = await pull(home, unruly.url, 'r1');
      await unruly.close();
      expect(result.streams.filter(({ complete }) => !complete)).toEqual([]);
      same(await read(home, calm.url));
    });

  it('lets no name, address, subject or text out of raw/', async () => {
    const home = pullHome(http, { now_s: defaultEnd_s, secrets });
    const result = await pull(home, calm.url, 'r1');
    const outside = [
      JSON.stringify(clean, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      JSON.stringify(result),
      ...home.lines,
      ...[...home.kept.values()].map(({ value }) => value),
    ].join('\n');
    const hidden = [
      ...org.people.flatMap(({ name, email }) => [name, email]),
      ...org.contacts.flatMap(({ name, email }) => [name, email]),
      ...org.tickets.flatMap(({ subject, history }) => [
        subject,
        ...history.flatMap((one) => ('text' in one && one.text.length > 12 ? [one.text] : [])),
      ]),
      demoSecret.value,
    ];
    expect(hidden.length).toBeGreaterThan(500);
    expect(hidden.filter((text) => outside.includes(text))).toEqual([]);
  });
});
