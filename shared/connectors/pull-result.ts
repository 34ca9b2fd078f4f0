/** What one stream did in one run: becomes a row of ingest_runs. */
export interface StreamFigures {
  readonly name: string;
  readonly requests: number;
  /** Records received. */
  readonly rows: number;
  /** Records received before in this walk, same version. */
  readonly duplicates: number;
  /** Answers that asked to wait. */
  readonly throttled: number;
  readonly waited_s: number;
  /** Read to its end. */
  readonly complete: boolean;
  /** What ended the stream early: name of the error and its message. */
  readonly error: string | null;
  /** Everything up to here has been read. */
  readonly watermark_s: number | null;
  readonly first_cursor: string | null;
  readonly last_cursor: string | null;
  readonly expected_children: number;
  readonly stored_children: number;
  readonly rejects: readonly Reject[];
  readonly compares: readonly Compare[];
}

/** One thing skipped, with the reason: a row of ingest_rejects. */
export interface Reject {
  readonly item_id: string;
  readonly reason: string;
  readonly at_s: number;
}

/** One comparison with the vendor’s own count or list: a row of ingest_compare. */
export interface Compare {
  readonly check_name: 'search_count' | 'id_list' | 'children';
  /** search_count, id_list: tickets created in [from_s, to_s) are compared; from_s null: ever. */
  readonly from_s?: number | null;
  readonly to_s?: number;
  readonly vendor_count: number;
  /** null: not known while pulling; load fills it in. */
  readonly stored_count: number | null;
  readonly missing: number | null;
  readonly vanished: number | null;
  readonly at_s: number;
}

/** What a pull of one source answers; also kept as the run record `raw/source=S/run=R.json`. */
export interface PullResult {
  readonly source: string;
  readonly run: string;
  /** false: out of time or asked to wait; call again after `wait_s` with the same run. */
  readonly done: boolean;
  readonly wait_s: number;
  readonly streams: readonly StreamFigures[];
  /** Prefixes of the raw zone to load: this run, and unfinished earlier ones that it went on with. */
  readonly raw: readonly string[];
  /** Everything up to here has been read: the oldest watermark of the streams that have one; null when one has not been read. */
  readonly watermark_s: number | null;
  /** Records skipped, over all streams. */
  readonly rejects: number;
  readonly finished_s: number;
}
