import { tellsAll, type Telling } from '../knowledge/telling.ts';
import { literal } from '../lake/literal.ts';
import { connectorOf } from './pull.ts';
import { rawPrefix } from './raw-objects.ts';
import type { TaskHome } from './task-home.ts';

/** A ticket may be created so long before the first row that tells of it: logs are written a little later. */
const slack_s = 3600;

/** What a source can tell: by its connector, its configuration and, of files, where their data begin. */
export async function tellingOf(
  source: string,
  {
    ports,
    configuration,
    connectors,
  }: Pick<TaskHome, 'configuration' | 'connectors'> & { readonly ports: Pick<TaskHome['ports'], 'lake' | 'warehouse'> },
): Promise<Telling> {
  const settings = configuration.sources.find(({ id }) => id === source);
  if (settings === undefined) return tellsAll;
  const connector = connectorOf(settings, connectors);
  if (connector.kind === 'api') return connector.bind(settings).telling;
  const telling = connector.telling(settings, await ports.lake.list(rawPrefix(source)));
  if (telling.begins_with_data !== true) return telling;
  const { rows } = await ports.warehouse.query(
    `first row of ${source}`,
    `SELECT min(at_s) AS first_s FROM ticket_events WHERE source = ${literal(source)}`,
  );
  const first_s = rows[0]?.[0];
  return typeof first_s === 'number'
    ? { ...telling, whole_from_s: first_s, history_from_s: first_s - slack_s }
    : telling;
}
