import { stagedIntake } from '../../shared/adapters/aws/staged-intake.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { openingHour, startHelpdesks } from '../sandbox/helpdesks/all.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { parseBytes } from '../../shared/connectors/engine/json.ts';
import { pack, unpack } from '../../shared/connectors/engine/raw.ts';
import { Ticket } from '../../shared/connectors/helpdesks/zendesk/rows.ts';
import type { Normalise } from '../../shared/connectors/staged-row.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { ingest } from '../../shared/load/ingest.ts';
import { connectorOf, pullSource } from '../../shared/load/pull.ts';
import { rawKeyOf, rawObject, type RawKey } from '../../shared/load/raw-objects.ts';
import { known } from '../../shared/run/registry.ts';
import type { Lake } from '../../shared/ports.ts';
import { http } from '../../shared/adapters/http.ts';
import { pullHome } from '../support/pull-ports.ts';
import { compare, type Suite } from './measure.ts';

/**
 * Stored pages of the made-up Zendesk through the stages of a load: unpacked, decoded and parsed; to validated rows; to staged
 * Parquet, by the pipeline's own ingest and its batches. Three kinds of pages: tickets at the 3.2 KB that helpdesks send
 * (PERFORMANCE.md section 5), tickets as small as the demo makes them, and their history.
 */
export const load: Suite = async ({ rounds }) => {
  const { lake, pages, normalise } = await pulled();
  const tickets = pages.filter(({ stream }) => stream === 'tickets');
  const wide = await widened(lake, tickets);
  const kinds = {
    tickets: await suite(tickets, normalise, wide, 'tickets', rounds),
    small: await suite(tickets, normalise, lake, 'tickets', rounds),
    history: await suite(
      pages.filter(({ stream }) => stream === 'ticket_events'),
      normalise,
      lake,
      'ticket_events',
      rounds,
    ),
  };
  const named = Object.entries(kinds);
  return {
    timings: Object.fromEntries(named.map(([kind, { timings }]) => [kind, timings])),
    figures: Object.fromEntries(
      named.flatMap(([kind, { figures }]) =>
        Object.entries(figures).map(([figure, value]) => [`load_${kind}_${figure}`, value]),
      ),
    ),
  };
};

async function pulled() {
  const org = organisation({ tickets_per_week: 123, months: 6 });
  const helpdesks = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const home = pullHome(http, { now_s: openingHour(org), secrets: { [demoSecret.name]: demoSecret.value } });
  const settings = readConfiguration(configuration(org, helpdesks), 'casebook.yaml', known);
  try {
    await pullSource({ source: 'zendesk', run: 'bench' }, home.ports, settings, connectors);
  } finally {
    await Promise.all(helpdesks.map(({ server }) => server.close()));
  }
  const source = settings.sources[0];
  if (source === undefined) throw new Error('The demo has no source.');
  const connector = connectorOf(source, connectors);
  if (connector.kind !== 'api') throw new Error('Zendesk is no API.');
  const { normalise } = connector.bind(source);
  return { lake: home.ports.lake, pages: [...home.objects.keys()].flatMap((key) => rawKeyOf(key) ?? []), normalise };
}

/** The same tickets with a description and the custom fields of a real account, which Zendesk tells twice. */
async function widened(lake: Lake, pages: readonly RawKey[]): Promise<Lake> {
  const description = 'Since this morning the export stops at about half of the rows, whoever starts it. '.repeat(9);
  const more = Array.from({ length: 12 }, (_, i) => ({
    id: 360_000_000_200 + i,
    value: i % 3 === 0 ? 'standard' : null,
  }));
  const bodies = new Map<string, Uint8Array>();
  for (const { key } of pages) {
    const page = parseBytes(unpack((await lake.get(key)) ?? new Uint8Array())) as { tickets: WideTicket[] };
    const tickets = page.tickets.map((ticket) => {
      const custom_fields = [...ticket.custom_fields, ...more];
      return { ...ticket, description, custom_fields, fields: custom_fields };
    });
    bodies.set(key, pack(Buffer.from(JSON.stringify({ ...page, tickets }))));
  }
  return { ...lake, get: (key) => Promise.resolve(bodies.get(key)) };
}
interface WideTicket {
  readonly custom_fields: readonly unknown[];
}

async function suite(pages: readonly RawKey[], normalise: Normalise, lake: Lake, list: string, rounds: number) {
  const bodies = await Promise.all(pages.map(async ({ key }) => (await lake.get(key)) ?? new Uint8Array()));
  const parsed = bodies.flatMap((body) => {
    const page = parseBytes(unpack(body)) as Readonly<Record<string, readonly unknown[]>>;
    return page[list] ?? [];
  });
  let bytes = 0;
  let rows = 0;
  let parquet = 0;
  const staging = {
    intake: () =>
      stagedIntake({
        put: (_, body) => Promise.resolve((parquet += body.length)),
        merge: () => Promise.resolve(),
      }),
  };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const timings = await compare(
    [
      {
        name: 'unpack, decode and JSON.parse',
        run: () => {
          bytes = 0;
          for (const body of bodies) {
            const text = new TextDecoder().decode(unpack(body));
            bytes += text.length;
            JSON.parse(text);
          }
          return null;
        },
      },
      {
        name: 'Casebook: page to validated rows',
        run: async () => {
          rows = 0;
          for (const page of pages) for await (const found of normalise(rawObject(lake, page))) rows += found.length;
          return null;
        },
      },
      {
        name: 'Casebook: page to Parquet',
        run: async () => {
          parquet = 0;
          await ingest(pages, normalise, { lake, warehouse: staging, log: silent }, () => Promise.resolve());
          return null;
        },
      },
      ...(list === 'tickets'
        ? [{ name: 'its validation alone', run: () => (parsed.forEach((item) => Ticket.safeParse(item)), null) }]
        : []),
    ],
    rounds * 3,
  );
  const [parse = 0, toRows = 0, toParquet = 0, validate] = timings.map(({ median_ms }) => median_ms);
  const each = (ms: number): number => (ms * 1000) / parsed.length;
  return {
    timings,
    figures: {
      pages: pages.length,
      megabytes: Math.round(bytes / 1e5) / 10,
      items: parsed.length,
      bytes_an_item: Math.round(bytes / parsed.length),
      rows,
      rows_a_second: Math.round((rows * 1000) / toParquet),
      parquet_bytes_a_row: Math.round(parquet / rows),
      us_parse: each(parse),
      ...(validate === undefined
        ? { us_validate_and_normalise: each(toRows - parse) }
        : {
            us_validate: each(validate),
            us_normalise: each(toRows - parse - validate),
            validation_ratio: toParquet / (toParquet - validate),
          }),
      us_write: each(toParquet - toRows),
      rows_ratio: timings[1]?.ratio ?? Number.NaN,
      parquet_ratio: timings[2]?.ratio ?? Number.NaN,
    },
  };
}
