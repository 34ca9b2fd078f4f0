import type { ApiConnector } from '../../shared/connectors/connector.ts';
import { pack, rawKey, rawObject } from '../../shared/connectors/engine/raw.ts';
import type { StagedRow } from '../../shared/connectors/staged-row.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import { pullHome } from './pull-ports.ts';
import type { LoadedEvent } from './rows-of.ts';
import { scriptedHttp } from './scripted-http.ts';

/** What a connector makes of one page of a stream. */
export async function readPage(
  connector: ApiConnector,
  settings: object,
  stream: string,
  body: unknown,
  of: string | null = null,
) {
  const { normalise } = connector.bind({ id: 'one', connector: connector.id, ...settings });
  const home = pullHome(scriptedHttp(() => ({})));
  const key = rawKey({ source: 'one', stream, run: 'r', page: 1, received_s: 1_790_000_000, of });
  home.objects.set(key, pack(new TextEncoder().encode(JSON.stringify(body))));
  const rows: StagedRow[] = [];
  for await (const batch of normalise(rawObject(home.ports.lake, key))) rows.push(...batch);
  const inTable = (name: string): readonly AnyRow[] =>
    rows.flatMap((each) => ('table' in each && each.table === name ? [each.row] : []));
  return {
    rows,
    table: inTable,
    events: rows.flatMap((each): LoadedEvent[] => ('event' in each ? [each.event] : [])),
    rejects: inTable('ingest_rejects').map(({ reason }) => reason),
    unmapped: inTable('field_mappings')
      .filter(({ is_mapped }) => is_mapped !== true)
      .map(({ field, raw_value }) => `${String(field)}=${String(raw_value)}`),
  };
}
