import { ConfigurationError } from '../errors.ts';
import type { Configuration, SourceConfiguration } from '../config/configuration.ts';
import type { BoundSource, Connector, RunInstant } from '../connectors/connector.ts';
import { httpClient } from '../connectors/engine/http-client.ts';
import { lease } from '../connectors/engine/lease.ts';
import { runPrefix } from '../connectors/engine/raw.ts';
import { buryRemembered } from '../connectors/engine/vanished.ts';
import { credentialsOf } from '../connectors/engine/credentials.ts';
import { walk } from '../connectors/engine/pull-stream.ts';
import type { PullProgress } from '../connectors/engine/checkpoint.ts';
import type { PullResult, StreamFigures } from '../connectors/pull-result.ts';
import type { Ports } from '../ports.ts';

export interface PullRequest {
  readonly source: string;
  readonly run: string;
  /** Epoch seconds by which the call must have returned; none: it may take its time. */
  readonly deadline_s?: number;
  /** The caller knows that nobody else pulls (the embedded home locks its folder): a dead run's lease is taken over at once. */
  readonly takeOver?: boolean;
}
export type PullPorts = Pick<Ports, 'clock' | 'lake' | 'state' | 'secrets' | 'http' | 'files' | 'pause' | 'log'>;

/** Key of the record that a pull leaves in the raw zone: a PullResult as JSON. */
export const runRecordKey = (source: string, run: string): string => `raw/source=${source}/run=${run}.json`;

/**
 * Pulls one source: all its streams, as far as time and rate limits allow. Call again with the same run while `done` is false.
 * A failing stream is named in its figures and stops no other one.
 * @throws ConfigurationError for an unknown source or connector or an absent secret; ConflictError when another run is at it
 */
export async function pullSource(
  request: PullRequest,
  ports: PullPorts,
  configuration: Pick<Configuration, 'sources'>,
  connectors: readonly Connector[],
): Promise<PullResult> {
  const source = configuration.sources.find(({ id }) => id === request.source);
  if (!source)
    throw new ConfigurationError(
      `There is no source ${request.source}; the configuration has ${configuration.sources.map(({ id }) => id).join(', ')}.`,
    );
  const connector = connectorOf(source, connectors);
  if (connector.kind === 'files') {
    const { run, deadline_s } = request;
    return record(
      await connector.pull({ source, run, ...(deadline_s === undefined ? {} : { deadline_s }) }, ports),
      ports,
    );
  }
  const held = await lease(source.id, request.run, ports, request.takeOver);
  try {
    return await record(await pullStreams(connector.bind(source), request, ports, () => held.heartbeat()), ports);
  } finally {
    await held.release();
  }
}

export function connectorOf(source: SourceConfiguration, connectors: readonly Connector[]): Connector {
  const found = connectors.find(({ id }) => id === source.connector);
  if (found) return found;
  throw new ConfigurationError(
    `Source ${source.id} wants the connector ${source.connector}; there are ${connectors.map(({ id }) => id).join(', ')}.`,
  );
}

async function pullStreams(
  source: BoundSource,
  request: PullRequest,
  ports: PullPorts,
  heartbeat: () => Promise<void>,
): Promise<PullResult> {
  const { run, deadline_s } = request;
  const at: RunInstant = { run, now_s: ports.clock.now_s() };
  const credentials = credentialsOf(ports.secrets);
  const client = httpClient(source, credentials, ports, {
    heartbeat,
    onWait: (wait_s, because) => ports.log.info('pull.wait', { source: source.id, wait_s: Math.ceil(wait_s), because }),
    ...(deadline_s === undefined ? {} : { deadline_s }),
  });
  // where a stream asks for them first, the helpdesk says which of them are gone
  if (!source.streams.some((stream) => stream.confirm !== undefined)) await buryRemembered(source.id, run, ports);
  const walked: PullProgress[] = [];
  let refused: string | null = null;
  for (const stream of source.streams.filter((each) => each.first !== undefined)) {
    // stop after one refused login: repeated failures can lock the account
    if (refused !== null) walked.push({ figures: untouched(stream.name, refused), wait_s: null, runs: [] });
    else walked.push(await walk({ source, stream, run, at, deadline_s, client, credentials, ports, heartbeat }));
    const error = walked.at(-1)?.figures.error ?? null;
    if (isOfAll(error)) refused = error;
  }
  const waits = walked.flatMap(({ wait_s }) => (wait_s === null ? [] : [wait_s]));
  const runs = [...new Set([run, ...walked.flatMap((each) => each.runs)])];
  return {
    source: source.id,
    run,
    done: waits.length === 0,
    wait_s: waits.length === 0 ? 0 : Math.min(...waits),
    streams: walked.map(({ figures }) => figures),
    raw: source.streams.flatMap(({ name }) => runs.map((each) => runPrefix(source.id, name, each))),
    watermark_s: oldest(source, walked),
    rejects: walked.reduce((sum, { figures }) => sum + figures.rejects.length, 0),
    finished_s: ports.clock.now_s(),
  };
}

/** A refused login, or requests of the day that are used up: no other stream would fare better. */
const isOfAll = (error: string | null): boolean =>
  error !== null &&
  ((error.startsWith('CredentialsError') && error.includes('credentials')) ||
    error.includes('its requests of the day'));

/** null as soon as one stream that tells a watermark has none: what is not read is not covered. */
function oldest(source: BoundSource, walked: readonly PullProgress[]): number | null {
  const telling = new Set(source.streams.filter((each) => each.watermark !== undefined).map(({ name }) => name));
  const marks = walked.filter(({ figures }) => telling.has(figures.name)).map(({ figures }) => figures.watermark_s);
  return marks.includes(null)
    ? null
    : marks.reduce<number | null>((least, mark) => Math.min(least ?? mark ?? 0, mark ?? 0), null);
}

const untouched = (name: string, error: string): StreamFigures => ({
  name,
  requests: 0,
  rows: 0,
  duplicates: 0,
  throttled: 0,
  waited_s: 0,
  complete: false,
  error,
  watermark_s: null,
  first_cursor: null,
  last_cursor: null,
  expected_children: 0,
  stored_children: 0,
  rejects: [],
  compares: [],
});

async function record(result: PullResult, ports: PullPorts): Promise<PullResult> {
  const body = new TextEncoder().encode(JSON.stringify(result, null, 1));
  await ports.lake.put(runRecordKey(result.source, result.run), body, { contentType: 'application/json' });
  return result;
}
