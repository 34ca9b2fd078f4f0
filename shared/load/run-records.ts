import { ingestRows } from '../connectors/ingest-rows.ts';
import type { PullResult } from '../connectors/pull-result.ts';
import { InternalError } from '../errors.ts';
import type { Lake } from '../ports.ts';
import { batch, type Merge } from './batch.ts';

/** The source and run of `raw/source=S/run=R.json`, the record that a pull leaves; undefined for any other key. */
const recordOf = (key: string): { readonly source: string; readonly run: string } | undefined => {
  const match = /^raw\/source=([^/]+)\/run=([^/]+)\.json$/.exec(key);
  return match === null ? undefined : { source: match[1] ?? '', run: match[2] ?? '' };
};

/** What one pull did, staged for the bookkeeping tables. */
export interface RunRecordRows {
  readonly key: string;
  /** The record is written again while its run goes on; only a finished one counts as loaded. */
  readonly done: boolean;
  readonly merges: readonly Merge[];
}

/** Stages the rows of every run record among the keys that has not been loaded. */
export async function stageRunRecords(
  keys: readonly string[],
  isLoaded: (key: string) => boolean,
  lake: Lake,
): Promise<readonly RunRecordRows[]> {
  const staged: RunRecordRows[] = [];
  for (const key of keys) {
    const record = recordOf(key);
    if (record === undefined || isLoaded(key)) continue;
    const result = await read(lake, key);
    const rows = batch();
    rows.add(ingestRows(result), { key, ...record, stream: '', received_s: result.finished_s });
    staged.push({ key, done: result.done, merges: await rows.stage(lake) });
  }
  return staged;
}

async function read(lake: Lake, key: string): Promise<PullResult> {
  const body = await lake.get(key);
  try {
    return JSON.parse(new TextDecoder().decode(body)) as PullResult;
  } catch (error) {
    throw new InternalError(`The run record ${key} is damaged: it is not JSON.`, { cause: error });
  }
}
