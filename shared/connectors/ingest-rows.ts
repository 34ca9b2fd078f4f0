import { versionOf } from './engine/normaliser.ts';
import type { Compare, PullResult } from './pull-result.ts';
import type { StagedRow } from './staged-row.ts';

/** What a pull did, as rows of the bookkeeping tables: ingest_runs, ingest_rejects, ingest_compare. */
export function ingestRows({ run, streams, finished_s }: PullResult): StagedRow[] {
  const version = versionOf(0, finished_s);
  return streams.flatMap((stream): StagedRow[] => [
    {
      table: 'ingest_runs',
      version,
      row: {
        run,
        stream: stream.name,
        requests: stream.requests,
        rows: stream.rows,
        duplicates: stream.duplicates,
        throttled: stream.throttled,
        waited_s: stream.waited_s,
        first_cursor: stream.first_cursor,
        last_cursor: stream.last_cursor,
        expected_children: stream.expected_children,
        stored_children: stream.stored_children,
        watermark_s: stream.watermark_s,
        is_complete: stream.complete,
        error: stream.error,
        finished_s,
      },
    },
    ...stream.rejects.map(({ item_id, reason, at_s }): StagedRow => ({
      table: 'ingest_rejects',
      version,
      row: { run, stream: stream.name, item_id, reason, at_s },
    })),
    ...stream.compares.map((compare) => compareRow(run, stream.name, compare, version)),
  ]);
}

/** One comparison; what its bounds were is no column. */
export function compareRow(
  run: string,
  stream: string,
  { check_name, vendor_count, stored_count, missing, vanished, at_s }: Compare,
  version: string,
): StagedRow {
  const row = { run, stream, check_name, vendor_count, stored_count, missing, vanished, at_s };
  return { table: 'ingest_compare', version, row };
}
