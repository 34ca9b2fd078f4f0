import { SourceError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { BoundSource, PageRequest, RunInstant, Stream, StreamState } from '../connector.ts';
import type { Compare, Reject, StreamFigures } from '../pull-result.ts';
import type { HttpClient, RequestStats } from './http-client.ts';
import type { Credentials } from './credentials.ts';

/** The unfinished walk of one stream: everything a killed or waiting run needs to go on with the next page. */
export interface PullCheckpoint extends RequestStats {
  readonly v: 1;
  /** Version of the promoted state that the walk began from; null: none. */
  readonly base: string | null;
  /** Runs whose raw pages belong to this walk. */
  runs: string[];
  at: RunInstant;
  next: PageRequest | null;
  state: StreamState;
  /** Children still to be asked for, before `next`. */
  pending: Pending[];
  pages: number;
  rows: number;
  /** Pages without a record, one after the other, that said that there is more. */
  empty?: number;
  duplicates: number;
  /** Different items of a stream that lists ids, without its children. */
  listed?: number;
  expected: number;
  stored: number;
  first: string | null;
  restarts: number;
  rejects: Reject[];
  compares: Compare[];
}

/** A question about children that is still to be asked. */
export interface Pending {
  readonly stream: string;
  readonly request: PageRequest;
  /** Children that the parent counts, when it does. */
  readonly expected?: number;
  readonly got: number;
}

/** What a finished walk leaves for the next one, and its figures for a call that is repeated. */
export interface Promoted {
  readonly v: 1;
  readonly state: StreamState;
  readonly run: string;
  readonly runs: readonly string[];
  readonly figures: StreamFigures;
}

/** One stream to be walked, with all that it takes. */
export interface StreamPull {
  readonly source: BoundSource;
  readonly stream: Stream;
  readonly run: string;
  readonly at: RunInstant;
  readonly deadline_s: number | undefined;
  readonly client: HttpClient;
  readonly credentials: Credentials;
  readonly ports: Pick<Ports, 'clock' | 'lake' | 'state' | 'log'>;
  readonly heartbeat: () => Promise<void>;
}

/** How far a call came. */
export interface PullProgress {
  readonly figures: StreamFigures;
  /** Set when the walk has to go on later: seconds to wait. */
  readonly wait_s: number | null;
  readonly runs: readonly string[];
}

/** Longest list of skipped things that is kept one by one; the rest is one line with their number. */
const rejectLimit = 500;

/** A walk from its first question on. */
export function begin(stream: Stream, base: string | null, state: StreamState | null, at: RunInstant): PullCheckpoint {
  return {
    v: 1,
    base,
    runs: [],
    at,
    next: stream.first?.(state, at) ?? null,
    state: state ?? {},
    pending: [],
    pages: 0,
    rows: 0,
    duplicates: 0,
    expected: 0,
    stored: 0,
    requests: 0,
    throttled: 0,
    waited_s: 0,
    first: state === null ? null : cursorText(state),
    restarts: 0,
    rejects: [],
    compares: [],
  };
}

/** Notes what was skipped. */
export function reject(checkpoint: PullCheckpoint, item_id: string, reason: string, pull: StreamPull): void {
  if (checkpoint.rejects.length < rejectLimit)
    checkpoint.rejects.push({ item_id, reason, at_s: pull.ports.clock.now_s() });
  else if (checkpoint.rejects.length === rejectLimit)
    checkpoint.rejects.push({ item_id: 'further', reason: 'more was skipped', at_s: pull.ports.clock.now_s() });
}

/** A state for people: no more of it than a line. */
export const cursorText = (state: StreamState): string => JSON.stringify(state).slice(0, 500);

/** One of the source’s streams of children. @throws SourceError when the connector has none of this name */
export function childStream(pull: StreamPull, name: string): Stream {
  const stream = pull.source.streams.find((each) => each.name === name);
  if (!stream) throw new SourceError(`The connector has no stream ${name}.`);
  return stream;
}
