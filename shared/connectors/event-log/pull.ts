import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { ConflictError, InputError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { hold } from '../../state.ts';
import { runPrefix } from '../engine/raw.ts';
import type { PullResult, Reject, StreamFigures } from '../pull-result.ts';
import { isoOf } from '../progress.ts';
import { eventColumns, instantOf, type EventLogConfiguration } from './configuration.ts';
import { dateInName, factsOfFile, shapeOf, takenAt, type FileFacts } from './edges.ts';
import { faultsOf, quoted, type Faults } from './faults.ts';
import { versionsOf } from './normalise.ts';
import { rawName, snapshotOf, type Shape } from './raw-name.ts';
import { reader } from './reader.ts';
import { listAside } from './set-aside.ts';

type PullPorts = Pick<Ports, 'clock' | 'lake' | 'state' | 'files' | 'log'>;
const stream = 'files';
const attempts = 3;

/** What was stored of a source: hash of a file's bytes -> its raw key, and its newest instant. */
const Stored = z.object({
  v: z.literal(1),
  files: z.record(z.string(), z.string()),
  newest: z.record(z.string(), z.number()).default({}),
});

/**
 * Brings dropped files into the raw zone, packed but otherwise as received, once for each content. Every file is first read whole and
 * checked against the mapping, so that a bad one never gets there and is read again once it, or the mapping, is mended; the others
 * are stored. Each is then read a second time while it is stored: bytes that changed in between are read again, and refused after
 * three attempts. Memory: one packed file.
 */
export async function pullEventLog(
  configuration: EventLogConfiguration,
  ports: PullPorts,
  { run }: { readonly run: string; readonly deadline_s?: number },
): Promise<PullResult> {
  const source = configuration.id;
  const stateKey = `files/${source}`;
  const held = await hold(
    ports.state,
    stateKey,
    () => new ConflictError(`Another process is reading the files of source ${source}. Run again when it has ended.`),
  );
  const kept = held.text === undefined ? undefined : Stored.parse(JSON.parse(held.text));
  const stored = new Map(Object.entries(kept?.files ?? {}));
  const newest = new Map(Object.entries(kept?.newest ?? {}));
  let until_s = Math.max(0, ...newest.values());
  const write = async (): Promise<void> => {
    const sorted = <T>(map: ReadonlyMap<string, T>) =>
      Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
    await held.write(JSON.stringify({ v: 1, files: sorted(stored), newest: sorted(newest) }));
  };
  const matched = await ports.files.match(configuration.files);
  const problems: string[] = [];
  let rows = 0;
  let duplicates = 0;
  let received = 0;
  const rejects: Reject[] = [];
  if (matched.length === 0) {
    problems.push(
      `InputError: no file matches ${configuration.files.join(', ')} (source ${source}); expected at least one.`,
    );
  }
  for (const { path } of matched) {
    try {
      const now_s = ports.clock.now_s();
      const named_s = dateInName(path, configuration.time_zone, now_s);
      const read = await readSteadily(path, configuration, ports, (hash) => stored.has(hash) && newest.has(hash));
      until_s = Math.max(until_s, named_s ?? 0, read.facts?.newest_s ?? 0);
      if (read.facts === null) continue;
      newest.set(read.hash, read.facts.newest_s ?? 0);
      if (stored.has(read.hash)) {
        await write();
        continue;
      }
      rows += read.rows;
      duplicates += read.duplicates;
      received += 1;
      const shape = shapeOf(configuration, read.facts, shapeOfStored(stored));
      refuseShape(path, shape, read.facts, configuration, shapeOfStored(stored));
      const snapshot = shape === 'events' ? null : takenAt(read.facts, named_s, now_s);
      const key = runPrefix(source, stream, run) + rawName(received, read.hash, now_s, path, snapshot);
      await ports.lake.put(key, read.body, { contentType: 'application/gzip' });
      stored.set(read.hash, key);
      await write();
      await setAside(source, path, read.aside, rejects, ports);
      ports.log.info('pull.file', { source, path, rows: read.rows, duplicates: read.duplicates });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(`${error.name}: ${error.message}`);
      ports.log.warn('pull.rejected', { source, path, faults: error.faults.length });
    }
  }
  const finished_s = ports.clock.now_s();
  // what is known is in the data, never the time of reading
  const known_s = completeUntil(configuration) ?? (until_s > 0 ? until_s : finished_s);
  const watermark_s = problems.length > 0 ? null : known_s;
  return {
    source,
    run,
    done: true,
    wait_s: 0,
    streams: [{ ...figures(matched.length, rows, duplicates, problems, watermark_s), rejects }],
    raw: [runPrefix(source, stream, run)],
    watermark_s,
    rejects: rejects.length,
    finished_s,
  };
}

/**
 * Rows that were left out of a file are rejects of the pull, by their ticket: one that is stored after all, because the file was
 * corrected, is missed no more.
 */
async function setAside(
  source: string,
  path: string,
  aside: FileRead['aside'],
  rejects: Reject[],
  { lake, clock, log }: PullPorts,
): Promise<void> {
  const at_s = clock.now_s();
  const key = await listAside(source, path, aside, { lake });
  if (aside.rows === 0) return;
  rejects.push(
    ...aside.listed.map(({ line, ticket_id, reason }) => ({ item_id: ticket_id ?? `${path}:${line}`, reason, at_s })),
  );
  log.warn('pull.set_aside', { path, rows: aside.rows, key });
}

/** The shape that the files of a source were stored as; null: none was. */
const shapeOfStored = (stored: ReadonlyMap<string, string>): Shape | null =>
  stored.size === 0 ? null : [...stored.values()].some((key) => snapshotOf(key) === null) ? 'events' : 'snapshots';

/** @throws InputError when a file is not of the shape that its source has, or a column is mapped that the shape cannot tell */
function refuseShape(
  path: string,
  shape: Shape,
  facts: FileFacts,
  c: EventLogConfiguration,
  before: Shape | null,
): void {
  const untellable = shape === 'snapshots' ? eventColumns.find((name) => c.columns[name] !== undefined) : undefined;
  if (untellable !== undefined)
    throw new InputError(
      `${path}, line ${facts.first_line}: found a table of tickets, expected a log with a row per change, because sources.${c.id}.columns.${untellable} is mapped: one row a ticket cannot tell who did what when. Remove ${untellable}, or state sources.${c.id}.shape: events.`,
    );
  const second = `${path}, line ${facts.repeated?.line ?? 0}: found a second row of ticket ${quoted(facts.repeated?.ticket_id ?? null)}`;
  if (shape === 'snapshots' && facts.isLog)
    throw new InputError(`${second}, expected one row a ticket (sources.${c.id}.shape: snapshots).`);
  if (c.shape === undefined && shape === 'events' && before === 'snapshots')
    throw new InputError(
      `${second}, expected one row a ticket as in the earlier files of source ${c.id}. State sources.${c.id}.shape: events if all of them are logs; else give them a source of their own.`,
    );
}

interface FileRead {
  readonly hash: string;
  /** Rows and repeated rows. */
  readonly rows: number;
  readonly duplicates: number;
  /** The packed file. */
  readonly body: Uint8Array;
  /** null when all of it is known already, and the file was not read. */
  readonly facts: FileFacts | null;
  readonly aside: ReturnType<Faults['aside']>;
}

/** Reads a file until two readings agree. Throws InputError when it is bad, or keeps changing. */
async function readSteadily(
  path: string,
  configuration: EventLogConfiguration,
  { files, clock }: PullPorts,
  isKnown: (hash: string) => boolean,
): Promise<FileRead> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const first = await digest(files.open(path));
    if (isKnown(first))
      return {
        hash: first,
        rows: 0,
        duplicates: 0,
        body: new Uint8Array(),
        facts: null,
        aside: { rows: 0, listed: [] },
      };
    const checked = await check(path, configuration, files.open(path), clock.now_s()).catch((error: unknown) => error);
    const { body, hash } = await packed(files.open(path), path);
    if (hash !== first) continue;
    if (checked instanceof Error) throw checked;
    return { hash, body, ...(checked as Checked) };
  }
  throw new InputError(
    `${path} was rejected: it changed while it was read, ${attempts} times. Write it under another name and rename it when it is complete.`,
  );
}

async function digest(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const sha = createHash('sha256');
  for await (const piece of bytes) sha.update(piece);
  return sha.digest('hex');
}

type Checked = Pick<FileRead, 'rows' | 'duplicates' | 'facts' | 'aside'>;

/** Reads every row as load will. Throws InputError with all faults. */
async function check(
  path: string,
  configuration: EventLogConfiguration,
  bytes: AsyncIterable<Uint8Array>,
  now_s: number,
): Promise<Checked> {
  const faults = faultsOf(path, configuration.set_aside);
  const found = factsOfFile(now_s);
  let rows = 0;
  let duplicates = 0;
  for await (const versions of versionsOf(bytes, path, configuration, reader(configuration), faults)) {
    rows += versions.length;
    for (const read of versions) {
      if (read.isRepeated) duplicates += 1;
      found.add(read);
    }
  }
  const facts = found.facts();
  const until_s = completeUntil(configuration);
  if (until_s !== undefined && facts.newest_s !== null && facts.newest_s > until_s)
    faults.addText(
      `${path}, line ${facts.newest_line}: found a row of ${isoOf(facts.newest_s)}, expected none after sources.${configuration.id}.complete_until (${configuration.complete_until})`,
    );
  faults.refuse();
  return { rows, duplicates, facts, aside: faults.aside() };
}

const completeUntil = ({ complete_until, time_zone }: EventLogConfiguration): number | undefined =>
  complete_until === undefined ? undefined : instantOf(complete_until, time_zone);

/** The file's bytes as they are when it is an archive already, else packed; with the hash of what was received. */
async function packed(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
): Promise<{ readonly body: Uint8Array; readonly hash: string }> {
  const sha = createHash('sha256');
  const pieces: Uint8Array[] = [];
  const received = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      sha.update(piece);
      yield piece;
    }
  };
  if (path.endsWith('.gz')) for await (const piece of received()) pieces.push(piece);
  else {
    const from = Readable.from(received());
    const gzip = createGzip({ level: 1 });
    from.on('error', (error) => gzip.destroy(error));
    for await (const piece of from.pipe(gzip) as AsyncIterable<Uint8Array>) pieces.push(piece);
  }
  return { body: Buffer.concat(pieces), hash: sha.digest('hex') };
}

const figures = (
  requests: number,
  rows: number,
  duplicates: number,
  problems: readonly string[],
  watermark_s: number | null,
): StreamFigures => ({
  name: stream,
  requests,
  rows,
  duplicates,
  throttled: 0,
  waited_s: 0,
  complete: problems.length === 0,
  error: problems.length === 0 ? null : problems.join('\n'),
  watermark_s,
  first_cursor: null,
  last_cursor: null,
  expected_children: 0,
  stored_children: 0,
  rejects: [],
  compares: [],
});
