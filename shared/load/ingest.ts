import type { Normalise } from '../connectors/staged-row.ts';
import { InputError } from '../errors.ts';
import type { Intake, Ports } from '../ports.ts';
import { batch, type Batch } from './batch.ts';
import { rawObject, type RawKey } from './raw-objects.ts';

/** What is done with the rows of raw objects, all of them; `touched`: tickets whose facts change. */
export type Commit = (intake: Intake, raw: readonly string[], touched: ReadonlySet<string>) => Promise<void>;

export interface IngestOptions {
  /** Rows held in memory before they are staged. */
  readonly batchRows?: number;
}

/** A raw object that was rejected whole. */
export interface Rejected {
  readonly key: string;
  readonly error: InputError;
}

/** Once an object is known to be large, its rows are handed over so often: few enough to be gone before anybody copies them. */
const sliceRows = 500;

/**
 * Normalises raw objects and hands their rows to an intake in batches of bounded size. An object is committed whole or not at all: a
 * file with a bad row leaves nothing behind, and the objects after it are still read. Small pages share an intake, so that the tables
 * change few times.
 */
export async function ingest(
  objects: readonly RawKey[],
  normalise: Normalise,
  { lake, warehouse, log }: Pick<Ports, 'lake' | 'log'> & { readonly warehouse: Pick<Ports['warehouse'], 'intake'> },
  commit: Commit,
  { batchRows = 20_000 }: IngestOptions = {},
): Promise<readonly Rejected[]> {
  const rejected: Rejected[] = [];
  let whole = batch();
  let wholeKeys: string[] = [];
  const commitWhole = async (): Promise<void> => {
    if (wholeKeys.length === 0) return;
    const intake = warehouse.intake();
    await whole.into(intake);
    await commit(intake, wholeKeys, whole.touched);
    whole = batch();
    wholeKeys = [];
  };

  for (const object of objects) {
    const current = batch();
    let own: Intake | undefined;
    try {
      await readObject(object, normalise, lake, current, async () => {
        if (current.size < (own === undefined ? batchRows : sliceRows)) return;
        await commitWhole();
        own ??= warehouse.intake();
        await current.into(own);
      });
    } catch (error) {
      await own?.discard();
      if (!(error instanceof InputError)) throw error;
      rejected.push({ key: object.key, error });
      log.warn('load.rejected', { key: object.key, faults: error.faults.length });
      continue;
    }
    if (own !== undefined) {
      await current.into(own);
      await commit(own, [object.key], current.touched);
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
  lake: Ports['lake'],
  into: Batch,
  afterwards: () => Promise<void>,
): Promise<void> {
  for await (const rows of normalise(rawObject(lake, object))) {
    into.add(rows, object);
    await afterwards();
  }
}
