import type { TicketAttributes } from './context.ts';
import { finishedStays, isRemovedStatus, type FinishedStay, type Stay } from './status.ts';

export interface Resolution {
  readonly resolved_s: number | null;
  readonly first_resolved_s: number | null;
  readonly closed_s: number | null;
  /** When it left the backlog for good as finished; null while open. May be known although resolved_s is not. */
  readonly ended_s: number | null;
  /** The source gives the resolution as a column: its one instant replaces the finished stays in the backlog. */
  readonly is_given: boolean;
  /** The stay that lasts, by the events. */
  readonly last: FinishedStay | undefined;
}

/** Given columns are of today: an instant after as_of had not happened. */
type Given = Pick<TicketAttributes, 'given_resolved_s' | 'has_given_resolved' | 'given_closed_s' | 'has_given_closed'>;

/**
 * When a ticket was resolved (METRICS.md, words and C2): resolved_s is the start of the last unbroken stay in solved or closed that
 * lasts to as_of, first_resolved_s the start of the first one; closed_s the start of the last stay in closed that lasts.
 *
 * A resolution given as a column wins over the events, even when it is empty: it is the instant of the stay that lasts. Then
 * - resolved_s is the given instant, null when empty;
 * - first_resolved_s is the first stay of the events when a reopening followed it, else the given instant;
 * - ended_s is the given resolution, else the close (given, else by the events), else the stay that lasts. So a ticket whose
 *   resolution is unknown does not stay in the backlog for ever, and its resolution time stays unknown.
 */
export function resolutionOf(
  stays: readonly Stay[],
  given: Given,
  policy: 'last' | 'first',
  as_of_s = Infinity,
): Resolution {
  const finished = finishedStays(stays);
  const final = finished.at(-1);
  const last = final?.ended_s === null ? final : undefined;
  const closed_s = given.has_given_closed === true ? known(given.given_closed_s, as_of_s) : lastClose(stays);
  const is_given = given.has_given_resolved === true;
  const latest_s = is_given ? known(given.given_resolved_s, as_of_s) : (last?.started_s ?? null);
  const undone = finished.find(({ ended_s }) => ended_s !== null);
  const first_s = is_given ? earliest(undone?.started_s ?? null, latest_s) : (finished[0]?.started_s ?? null);
  return {
    resolved_s: policy === 'first' ? first_s : latest_s,
    first_resolved_s: first_s,
    closed_s,
    ended_s: latest_s ?? (is_given ? (closed_s ?? last?.started_s ?? null) : null),
    is_given,
    last,
  };
}

const known = (at_s: number | null, as_of_s: number): number | null => (at_s !== null && at_s <= as_of_s ? at_s : null);

const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** Start of the last stay in closed, when the ticket still is closed; removals in between do not count. */
function lastClose(stays: readonly Stay[]): number | null {
  const real = stays.filter(({ status }) => !isRemovedStatus(status));
  let start_s: number | null = null;
  for (let i = real.length - 1; i >= 0 && real[i]?.status === 'closed'; i--) start_s = real[i]?.started_s ?? null;
  return start_s;
}
