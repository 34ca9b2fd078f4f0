import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SourceConfiguration } from '../../shared/config/configuration.ts';
import type { ApiConnector, Connector } from '../../shared/connectors/connector.ts';
import { pack, rawObject, unpack } from '../../shared/connectors/engine/raw.ts';
import type { PullResult } from '../../shared/connectors/pull-result.ts';
import type { StagedRow } from '../../shared/connectors/staged-row.ts';
import { pullSource } from '../../shared/load/pull.ts';
import type { Http } from '../../shared/ports.ts';
import { defaultEnd_s, organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret, sourceLines } from '../../shared/sandbox/sources.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import type { Site } from '../../functions/sandbox/server.ts';
import { bySource as sites, sandboxed, type Sandboxed } from '../sandbox/helpdesks/all.ts';
import { pullHome, type PullHome } from '../support/pull-ports.ts';
import { loaded, type Loaded } from '../support/rows-of.ts';
import { answerKinds, fieldKinds, fieldsOf, itemKinds, setAt } from '../support/tampering.ts';

/** Ten helpdesks whose answers somebody, or a fault, has tampered with: each kind is a clear error or counted, and nothing stored is lost. */
const org = organisation({ months: 1, tickets_per_week: 4 });
const origin = 'http://127.0.0.1:9';
const secrets = { [demoSecret.name]: demoSecret.value };
const connectors: readonly Connector[] = Object.values(helpdesks);

interface Desk {
  readonly vendor: Sandboxed;
  readonly connector: ApiConnector;
  readonly source: SourceConfiguration;
  readonly site: Site;
}
function deskOf(vendor: Sandboxed): Desk {
  const connector = connectors.find(({ id }) => id === vendor);
  if (connector?.kind !== 'api') throw new Error(`${vendor} has no API`);
  const source = parse(sourceLines(org, vendor, 'desk', origin).join('\n')) as SourceConfiguration;
  return { vendor, connector, source, site: sites[vendor](org) };
}

/** The helpdesk without a network; `tamper` gets the text of each answer that has data. */
function served(site: Site, tamper: (text: string, nth: number) => string = (text) => text): Http {
  let nth = 0;
  return {
    send({ method, url, headers, body = '' }) {
      const { pathname, searchParams } = new URL(url);
      const request = {
        method,
        path: decodeURIComponent(pathname),
        query: searchParams,
        headers: lower(headers),
        body,
        origin,
      };
      const answer = site.handle(request, defaultEnd_s);
      const whole = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      const isData = answer.status === 200 && whole !== answer.body && !pathname.endsWith('/token');
      const text = isData ? tamper(whole, ++nth) : whole;
      return Promise.resolve({
        status: answer.status,
        headers: {
          'content-type': 'application/json',
          date: new Date(defaultEnd_s * 1000).toUTCString(),
          ...answer.headers,
        },
        body: new TextEncoder().encode(text),
      });
    },
  };
}
const lower = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const pull = ({ source, connector }: Desk, { ports }: PullHome, http: Http, run: string): Promise<PullResult> =>
  pullSource({ source: source.id, run, takeOver: true }, { ...ports, http }, { sources: [source] }, [connector]);
const read = ({ connector, source }: Desk, home: PullHome): Promise<Loaded> =>
  loaded(home, connector.bind(source).normalise);
/** Without how often a value was seen: pages that came twice say it twice. */
const plain = ({ tables, events }: Loaded): string =>
  JSON.stringify([events, { ...tables, field_mappings: [] }], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

/** Tickets of which less is stored than on a calm day. */
const lost = (stored: Loaded, clean: Loaded): readonly string[] => {
  const has = new Set(stored.events.map(({ ticket_id, event_id }) => `${ticket_id} ${event_id}`));
  return clean.events.map(({ ticket_id, event_id }) => `${ticket_id} ${event_id}`).filter((name) => !has.has(name));
};

/** What was said of something that is not as it should be. */
const said = (result: PullResult, { tables }: Loaded): readonly string[] => [
  ...result.streams.flatMap(({ error, rejects }) => [error ?? [], rejects.map(({ reason }) => reason)].flat()),
  ...(tables['ingest_rejects'] ?? []).map(({ reason }) => String(reason)),
  ...(tables['field_mappings'] ?? []).flatMap(({ is_mapped, field }) => (is_mapped === false ? [String(field)] : [])),
];

describe.each(sandboxed)('%s, tampered with', (vendor) => {
  const desk = deskOf(vendor);
  let home: PullHome;
  let clean: Loaded;
  beforeAll(async () => {
    home = pullHome(served(desk.site), { now_s: defaultEnd_s, secrets });
    const result = await pull(desk, home, served(desk.site), 'r1');
    expect(result.streams.flatMap(({ error }) => error ?? [])).toEqual([]);
    clean = await read(desk, home);
    expect(said(result, clean)).toEqual([]);
  });

  it.each(Object.entries({ ...answerKinds, ...itemKinds }))(
    'in an answer: %s is an error or counted, and the next pull has everything',
    async (_, tampering) => {
      for (const at of [1, 2, 5]) {
        const fresh = pullHome(served(desk.site), { now_s: defaultEnd_s, secrets });
        const wild = served(desk.site, (text, nth) => (nth % 7 === at ? tampering(text) : text));
        const result = await pull(desk, fresh, wild, 'r1');
        const stored = await read(desk, fresh);
        if (plain(stored) !== plain(clean)) expect(said(result, stored), `answer ${at}`).not.toEqual([]);
        for (const text of said(result, stored)) expect(text).not.toMatch(/TypeError|\[object|Cannot /);
        if (result.streams.every(({ error }) => error === null)) continue;
        await pull(desk, fresh, served(desk.site), 'r2');
        expect(lost(await read(desk, fresh), clean), `answer ${at}`).toEqual([]);
      }
    },
  );

  it('in a field: what changes a row is counted, whatever the field and the fault', async () => {
    const { normalise } = desk.connector.bind(desk.source);
    const rowsOf = async (key: string, body: unknown): Promise<readonly StagedRow[]> => {
      const rows: StagedRow[] = [];
      const lake = { get: () => Promise.resolve(pack(new TextEncoder().encode(JSON.stringify(body)))) };
      for await (const batch of normalise(rawObject(lake, key))) rows.push(...batch);
      return rows;
    };
    const silent = new Set<string>();
    let tried = 0;
    for (const [key, packed] of samples(home)) {
      const text = Buffer.from(unpack(packed)).toString();
      const before = rowText(await rowsOf(key, JSON.parse(text)));
      for (const { path, value } of fieldsOf(JSON.parse(text)))
        for (const [kind, wrong] of fieldKinds(path.at(-1) ?? '', value)) {
          const body = JSON.parse(text) as unknown;
          setAt(body, path, wrong);
          const rows = await rowsOf(key, body);
          tried++;
          // an id or a text may say anything: it is shown as it was received
          if (rowText(rows) === before || rows.some(isSaid) || (wrong === 'many' && rowText(rows).includes('many')))
            continue;
          silent.add(`${streamOf(key)} ${path.join('.').replaceAll(/\.\d+(?=\.|$)/g, '.*')}: ${kind}`);
        }
    }
    expect(tried).toBeGreaterThan(200);
    expect([...silent]).toEqual([]);
  });
});

const streamOf = (key: string): string => /stream=([^/]+)/.exec(key)?.[1] ?? '';
const isSaid = (row: StagedRow): boolean =>
  'table' in row && (row.table === 'ingest_rejects' || (row.table === 'field_mappings' && row.row.is_mapped === false));
const rowText = (rows: readonly StagedRow[]): string => JSON.stringify(rows);

/** The first pages of each stream. */
function samples({ objects }: PullHome): readonly (readonly [string, Uint8Array])[] {
  const pages = [...objects].filter(([key]) => key.includes('/page-')).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...Map.groupBy(pages, ([key]) => streamOf(key)).values()].flatMap((of) => of.slice(0, 2));
}
