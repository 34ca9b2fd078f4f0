import type { Normalise } from '../connectors/staged-row.ts';
import { InputError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { batch, tableNamed, type Batch, type Merge } from './batch.ts';
import { rawObject, type RawKey } from './raw-objects.ts';

/** What is done with finished batches: load merges them at once, replay notes them down first. */
export interface Sink {
  /** Rows of these raw objects, all of them, are staged; `touched`: tickets whose facts change. */
  commit(merges: readonly Merge[], raw: readonly string[], touched: ReadonlySet<string>): Promise<void>;
}

export interface IngestOptions {
  /** Rows held in memory before they are staged. */
  readonly batchRows?: number;
}

/** A raw object that was rejected whole. */
export interface Rejected {
  readonly key: string;
  readonly error: InputError;
}

/**
 * Normalises raw objects and stages their rows in batches of bounded size. An object is committed whole or not at all: a file with
 * a bad row leaves nothing behind, and the objects after it are still read. Small pages share a batch, so that the tables are
 * merged few times.
 */
export async function ingest(
  objects: readonly RawKey[],
  normalise: Normalise,
  ports: Pick<Ports, 'lake' | 'log'>,
  sink: Sink,
  { batchRows = 20_000 }: IngestOptions = {},
): Promise<readonly Rejected[]> {
  const rejected: Rejected[] = [];
  let whole = batch();
  let wholeKeys: string[] = [];
  const commitWhole = async (): Promise<void> => {
    if (wholeKeys.length === 0) return;
    await sink.commit(await whole.stage(ports.lake), wholeKeys, whole.touched);
    whole = batch();
    wholeKeys = [];
  };

  for (const object of objects) {
    const current = batch();
    const staged: Merge[] = [];
    try {
      await readObject(object, normalise, ports, current, async () => {
        if (current.size < batchRows) return;
        await commitWhole();
        staged.push(...(await current.stage(ports.lake)));
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      rejected.push({ key: object.key, error });
      ports.log.warn('load.rejected', { key: object.key, faults: error.faults.length });
      continue;
    }
    if (staged.length > 0) {
      await sink.commit([...staged, ...(await current.stage(ports.lake))], [object.key], current.touched);
      continue;
    }
    whole.append(current);
    wholeKeys.push(object.key);
    if (whole.size >= batchRows) await commitWhole();
  }
  await commitWhole();
  return rejected;
}

async function readObject(
  object: RawKey,
  normalise: Normalise,
  { lake }: Pick<Ports, 'lake'>,
  into: Batch,
  afterwards: () => Promise<void>,
): Promise<void> {
  for await (const rows of normalise(rawObject(lake, object))) {
    into.add(rows, object);
    await afterwards();
  }
}

/** Merges staged objects, one after another, in the order given. */
export async function mergeAll(merges: readonly Merge[], { warehouse }: Pick<Ports, 'warehouse'>): Promise<void> {
  for (const { table, key, partitions } of merges) await warehouse.merge(tableNamed(table), key, partitions);
}
