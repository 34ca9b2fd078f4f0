import { ingestRows } from '../connectors/ingest-rows.ts';
import type { PullResult } from '../connectors/pull-result.ts';
import { InternalError } from '../errors.ts';
import type { Lake, Ports } from '../ports.ts';
import { batch } from './batch.ts';

/** The source and run of `raw/source=S/run=R.json`, the record that a pull leaves; undefined for any other key. */
const recordOf = (key: string): { readonly source: string; readonly run: string } | undefined => {
  const match = /^raw\/source=([^/]+)\/run=([^/]+)\.json$/.exec(key);
  return match === null ? undefined : { source: match[1] ?? '', run: match[2] ?? '' };
};

/**
 * Stores the rows of every run record among the keys that has not been loaded. Answers the keys of those that are finished: a record
 * is written again while its run goes on.
 */
export async function loadRunRecords(
  keys: readonly string[],
  isLoaded: (key: string) => boolean,
  { lake, warehouse }: Pick<Ports, 'lake' | 'warehouse'>,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const key of keys) {
    const record = recordOf(key);
    if (record === undefined || isLoaded(key)) continue;
    const result = await read(lake, key);
    const rows = batch();
    rows.add(ingestRows(result), { key, ...record, stream: '', received_s: result.finished_s });
    const intake = warehouse.intake();
    await rows.into(intake);
    await intake.commit();
    if (result.done) done.push(key);
  }
  return done;
}

async function read(lake: Lake, key: string): Promise<PullResult> {
  const body = await lake.get(key);
  try {
    return JSON.parse(new TextDecoder().decode(body)) as PullResult;
  } catch (error) {
    throw new InternalError(`The run record ${key} is damaged: it is not JSON.`, { cause: error });
  }
}
