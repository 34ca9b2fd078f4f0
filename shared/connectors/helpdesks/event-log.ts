import type { SourceConfiguration } from '../../config/configuration.ts';
import { ConfigurationError } from '../../errors.ts';
import type { FileConnector } from '../connector.ts';
import { EventLogConfiguration } from '../event-log/configuration.ts';
import { normaliseLog } from '../event-log/normalise.ts';
import { snapshotOf } from '../event-log/raw-name.ts';
import { logTelling } from '../event-log/telling.ts';
import { pullEventLog } from '../event-log/pull.ts';

/** Any ticketing system, from files with one row per event or version of a ticket (contract 4.4). */
export const eventLog: FileConnector = {
  kind: 'files',
  id: 'event-log',
  title: 'Event log',
  configuration: EventLogConfiguration,
  setup: { files: { ask: 'File with tickets, such as tickets.csv' } },
  normalise: (source) => normaliseLog(configured(source)),
  telling(source, raw) {
    const c = configured(source);
    const known = raw.flatMap((key) => (c.shape === 'events' ? [] : (snapshotOf(key) ?? [])));
    const isTable = c.shape === 'snapshots' || known.length > 0;
    return logTelling(
      c,
      isTable ? 'snapshots' : 'events',
      known.length > 0 && known.every((one) => one.rowTimeIsCreation),
    );
  },
  pull: ({ source, ...job }, ports) => pullEventLog(configured(source), ports, job),
};

/** Throws ConfigurationError with one line a fault: path, found, expected. */
function configured(source: SourceConfiguration): EventLogConfiguration {
  const parsed = EventLogConfiguration.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    `Source ${source.id} (event-log) is not configured right.`,
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(the source)'}: expected ${message}`),
  );
}
