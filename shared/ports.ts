import type { AnyRow, Table, Value } from './lake/table.ts';

/** The only source of time. */
export interface Clock {
  /** Epoch seconds, integer. */
  now_s(): number;
}

/**
 * The lake's objects: zones raw/, staged/, results/, reports/. Keys use "/" and never start with it. Objects are immutable
 * unless written again with the same key and without `ifAbsent`.
 */
export interface Lake {
  /** 'exists' only with ifAbsent: the object was there already and is unchanged. */
  put(
    key: string,
    body: Uint8Array,
    options?: { readonly ifAbsent?: boolean; readonly contentType?: string },
  ): Promise<'written' | 'exists'>;
  /** undefined when there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The object's bytes in pieces; throws when there is none. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Every key below the prefix, ascending by code unit. */
  list(prefix: string): Promise<readonly string[]>;
  remove(key: string): Promise<void>;
}

/** Small mutable objects (cursors, leases, the send ledger), changed only by conditional writes. */
export interface State {
  read(key: string): Promise<{ readonly value: string; readonly version: string } | undefined>;
  /** `expected`: the version read, or null for "must not exist". Answers the new version, or undefined when somebody else was first. */
  write(key: string, value: string, expected: string | null): Promise<string | undefined>;
  list(prefix: string): Promise<readonly string[]>;
  /** Removes only the version read; false when it changed. */
  remove(key: string, expected: string): Promise<boolean>;
}

/** A result: values are text, boolean, number (integers up to 2^53) or bigint beyond; columns in order of the SELECT. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** What the engine read, when it says so (Athena); else null. */
  readonly scanned_bytes: number | null;
}

/**
 * Rows on their way into the tables. Nothing is in a table before `commit`, which brings in all of them, table by table in the order
 * of lake/tables.ts: of the rows of one key the larger version_key wins, then the later row; a stored row gives way to a larger or
 * equal version_key. Use it once: `commit` or `discard` ends it.
 */
export interface Intake {
  /** Takes rows over. @throws InternalError when a value does not fit its column, or a required key is null */
  add(table: Table, rows: readonly AnyRow[]): Promise<void>;
  /** `areNew`: no row of these keys is stored; the home may then spare the look-up. */
  commit(options?: { readonly areNew?: boolean }): Promise<void>;
  discard(): Promise<void>;
}

/** The SQL engine over the lake's tables. All statements are in Athena's dialect. */
export interface Warehouse {
  /** true: a statement that was answered is answered again without the engine, until a table changes. */
  readonly remembers?: boolean;
  /** `name` labels the query in logs, tokens and errors. */
  query(name: string, sql: string): Promise<QueryResult>;
  /**
   * Rows of a large result, in batches, as objects; every column is there. `order`: columns of the result by which the rows come,
   * ascending, text by code point, null last; `sql` has no ORDER BY of its own.
   */
  stream(
    name: string,
    sql: string,
    order?: readonly string[],
  ): AsyncIterable<readonly Readonly<Record<string, Value>>[]>;
  /**
   * Makes the rows of a sub-select, with its brackets, once for all statements that have it word by word, until a table changes. Their
   * answers are the same; a home without it, or without the memory, makes the rows for each statement.
   */
  keep?(select: string): Promise<void>;
  /** Creates missing tables and adds missing columns; drops nothing. Idempotent. */
  migrate(tables: readonly Table[]): Promise<void>;
  intake(): Intake;
  /**
   * Merges one staged Parquet object into its table by key; the larger or equal version_key wins. The object's rows are unique
   * by key. `partitions`: values of the table's partition column present in the object.
   */
  merge(table: Table, stagedKey: string, partitions: readonly string[]): Promise<void>;
  /** Deletes rows and answers nothing; only derived tables and replay use it. `where` is a SQL condition. */
  remove(table: Table, where: string): Promise<void>;
  close(): Promise<void>;
}

/** One finished message, byte for byte. */
export interface Envelope {
  /** The send ledger's key: one report, period, slice, revision and recipient. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
  /** Labels for delivery feedback. */
  readonly tags: Readonly<Record<string, string>>;
}
export interface Mailer {
  /**
   * True when a second send of one key is the same message again (the outbox). Then an unfinished claim may be sent again after
   * a crash; with SES or SMTP it stays unknown and is shown to the operator.
   */
  readonly isIdempotent: boolean;
  /** Answers what the transport calls the message (queue id). Throws DeliveryError when it was certainly not taken; anything else is unknown. */
  send(envelope: Envelope): Promise<{ readonly id: string }>;
}

export interface Secrets {
  /** The secret's text; throws ConfigurationError that names it when absent. */
  get(name: string): Promise<string>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the attempt is given up. */
  readonly timeout_ms: number;
}
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
/** One attempt, no retries, no redirects followed. Rejects on network failure. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** Files that people drop: event logs and inputs. A folder, or an S3 prefix. */
export interface Files {
  /** Paths that match the patterns (`*`, `**`, `?`), ascending; a pattern without a match is left out. */
  match(patterns: readonly string[]): Promise<readonly { readonly path: string; readonly size: number }[]>;
  open(path: string): AsyncIterable<Uint8Array>;
}

/** Waiting and chance, for back-off. */
export interface Pause {
  sleep(ms: number): Promise<void>;
  /** [0, 1) */
  random(): number;
}

/** Lines for the operator; never secrets, never ticket text. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, Value>>): void;
  warn(event: string, fields?: Readonly<Record<string, Value>>): void;
}

/** Everything outside that the pipeline may touch. */
export interface Ports {
  readonly clock: Clock;
  readonly lake: Lake;
  readonly state: State;
  readonly warehouse: Warehouse;
  readonly mailer: Mailer;
  readonly secrets: Secrets;
  readonly http: Http;
  readonly files: Files;
  readonly pause: Pause;
  readonly log: Log;
}
