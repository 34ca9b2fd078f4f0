import { demoSecret } from '../../shared/sandbox/sources.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { openingHour, startHelpdesks } from '../../functions/sandbox/start.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import type { Normalise } from '../../shared/connectors/staged-row.ts';
import { unpack } from '../../shared/connectors/engine/raw.ts';
import { stage } from '../../shared/lake/staged.ts';
import { batch, tableNamed } from '../../shared/pipeline/batch.ts';
import { connectors } from '../../shared/pipeline/connectors.ts';
import { connectorOf, pullSource } from '../../shared/pipeline/pull.ts';
import { rawKeyOf, rawObject, type RawKey } from '../../shared/pipeline/raw-objects.ts';
import { known } from '../../shared/pipeline/registry.ts';
import type { Lake } from '../../shared/ports.ts';
import { http } from '../../shared/adapters/http.ts';
import { pullHome } from '../support/pull-ports.ts';
import { compare, type Suite, type Timed } from './measure.ts';

/**
 * Stored pages of the made-up Zendesk, tickets and their history: unpacked, decoded and parsed; the same through validation and mapping
 * to rows; the same to Parquet.
 */
export const load: Suite = async ({ rounds }) => {
  const org = organisation({ tickets_per_week: 123, months: 6 });
  const helpdesks = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const home = pullHome(http, { now_s: openingHour(org), secrets: { [demoSecret.name]: demoSecret.value } });
  const settings = readConfiguration(configuration(org, helpdesks), 'casebook.yaml', known);
  try {
    await pullSource({ source: 'zendesk', run: 'bench' }, home.ports, settings, connectors);
  } finally {
    await Promise.all(helpdesks.map(({ server }) => server.close()));
  }
  const pages = [...home.objects.keys()]
    .flatMap((key) => rawKeyOf(key) ?? [])
    .filter(({ stream }) => stream.startsWith('ticket'));
  const source = settings.sources[0];
  if (source === undefined) throw new Error('The demo has no source.');
  const connector = connectorOf(source, connectors);
  if (connector.kind !== 'api') throw new Error('Zendesk is no API.');
  const { normalise } = connector.bind(source);
  const timings: Record<string, readonly Timed[]> = {};
  const figures: Record<string, number> = {};
  for (const [name, wanted] of [
    ['tickets', /^tickets$/],
    ['history', /^ticket_events$/],
  ] as const) {
    const found = await suite(
      pages.filter(({ stream }) => wanted.test(stream)),
      normalise,
      home.ports.lake,
      rounds,
    );
    timings[name] = found.timings;
    for (const [figure, value] of Object.entries(found.figures)) figures[`load_${name}_${figure}`] = value;
  }
  return { timings, figures };
};

async function suite(pages: readonly RawKey[], normalise: Normalise, lake: Lake, rounds: number) {
  const bodies = await Promise.all(pages.map(async ({ key }) => (await lake.get(key)) ?? new Uint8Array()));
  let bytes = 0;
  let rows = 0;
  let parquet = 0;
  const through = async (toParquet: boolean): Promise<null> => {
    [rows, parquet] = [0, 0];
    for (const page of pages) {
      const held = batch();
      for await (const found of normalise(rawObject(lake, page))) {
        held.add(found, page);
        rows += found.length;
      }
      if (toParquet)
        for (const [table, tableRows] of held.tables) parquet += stage(tableNamed(table), tableRows).body.length;
    }
    return null;
  };
  const timings = await compare(
    [
      {
        name: 'decode and JSON.parse',
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
      { name: 'Casebook: page to validated rows', run: () => through(false) },
      { name: 'Casebook: page to Parquet', run: () => through(true) },
    ],
    rounds,
  );
  const seconds = (timings[2]?.median_ms ?? 0) / 1000;
  return {
    timings,
    figures: {
      pages: pages.length,
      megabytes: Math.round(bytes / 1e5) / 10,
      rows,
      rows_a_second: Math.round(rows / seconds),
      parquet_bytes_a_row: Math.round(parquet / rows),
      rows_ratio: timings[1]?.ratio ?? Number.NaN,
      parquet_ratio: timings[2]?.ratio ?? Number.NaN,
    },
  };
}
