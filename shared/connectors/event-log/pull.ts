import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { ConflictError, InputError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { hold } from '../../state.ts';
import { runPrefix } from '../engine/raw.ts';
import type { PullResult, StreamFigures } from '../pull-result.ts';
import type { EventLogConfiguration } from './configuration.ts';
import { faultsOf } from './faults.ts';
import { versionsOf } from './normalise.ts';
import { rawName } from './raw-name.ts';
import { reader } from './reader.ts';

type PullPorts = Pick<Ports, 'clock' | 'lake' | 'state' | 'files' | 'log'>;
const stream = 'files';
const attempts = 3;

/** What was stored of a source: hash of a file's bytes -> its raw key. */
const Stored = z.object({ v: z.literal(1), files: z.record(z.string(), z.string()) });

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
  const stored = new Map(held.text === undefined ? [] : Object.entries(Stored.parse(JSON.parse(held.text)).files));
  const matched = await ports.files.match(configuration.files);
  const problems: string[] = [];
  let rows = 0;
  let duplicates = 0;
  let received = 0;
  if (matched.length === 0) {
    problems.push(
      `InputError: no file matches ${configuration.files.join(', ')} (source ${source}); expected at least one.`,
    );
  }
  for (const { path } of matched) {
    try {
      const read = await readSteadily(path, configuration, ports, new Set(stored.keys()));
      rows += read.rows;
      duplicates += read.duplicates;
      if (read.body === null) continue;
      received += 1;
      const now_s = ports.clock.now_s();
      const key = runPrefix(source, stream, run) + rawName(received, read.hash, now_s, path);
      await ports.lake.put(key, read.body, { contentType: 'application/gzip' });
      stored.set(read.hash, key);
      const value = JSON.stringify({
        v: 1,
        files: Object.fromEntries([...stored].sort(([a], [b]) => (a < b ? -1 : 1))),
      });
      await held.write(value);
      ports.log.info('pull.file', { source, path, rows: read.rows, duplicates: read.duplicates });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(`${error.name}: ${error.message}`);
      ports.log.warn('pull.rejected', { source, path, faults: error.faults.length });
    }
  }
  const finished_s = ports.clock.now_s();
  return {
    source,
    run,
    done: true,
    wait_s: 0,
    streams: [figures(matched.length, rows, duplicates, problems)],
    raw: [runPrefix(source, stream, run)],
    watermark_s: problems.length === 0 ? finished_s : null,
    rejects: 0,
    finished_s,
  };
}

interface FileRead {
  readonly hash: string;
  /** Rows and repeated rows; 0 when the content is stored already. */
  readonly rows: number;
  readonly duplicates: number;
  /** The packed file; null when the content is stored already. */
  readonly body: Uint8Array | null;
}

/** Reads a file until two readings agree. Throws InputError when it is bad, or keeps changing. */
async function readSteadily(
  path: string,
  configuration: EventLogConfiguration,
  { files }: PullPorts,
  stored: ReadonlySet<string>,
): Promise<FileRead> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const first = await digest(files.open(path));
    if (stored.has(first)) return { hash: first, rows: 0, duplicates: 0, body: null };
    const checked = await check(path, configuration, files.open(path)).catch((error: unknown) => error);
    const { body, hash } = await packed(files.open(path), path);
    if (hash !== first) continue;
    if (checked instanceof Error) throw checked;
    return { hash, body, ...(checked as { rows: number; duplicates: number }) };
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

/** Reads every row as load will. Throws InputError with all faults. */
async function check(
  path: string,
  configuration: EventLogConfiguration,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly rows: number; readonly duplicates: number }> {
  const faults = faultsOf(path);
  let rows = 0;
  let duplicates = 0;
  for await (const versions of versionsOf(bytes, path, configuration, reader(configuration), faults)) {
    rows += versions.length;
    for (const { isRepeated } of versions) if (isRepeated) duplicates += 1;
  }
  faults.refuse();
  return { rows, duplicates };
}

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

const figures = (requests: number, rows: number, duplicates: number, problems: readonly string[]): StreamFigures => ({
  name: stream,
  requests,
  rows,
  duplicates,
  throttled: 0,
  waited_s: 0,
  complete: problems.length === 0,
  error: problems.length === 0 ? null : problems.join('\n'),
  watermark_s: null,
  first_cursor: null,
  last_cursor: null,
  expected_children: 0,
  stored_children: 0,
  rejects: [],
  compares: [],
});
