import type { TicketAttributes } from './context.ts';
import { hasQuality } from './quality.ts';
import { finishedStays, isFinished, isOpenStatus, isRemovedStatus, type FinishedStay, type Stay } from './status.ts';

export interface Resolution {
  /** null: it is open, or it is finished and nobody knows since when. */
  readonly resolved_s: number | null;
  readonly first_resolved_s: number | null;
  readonly closed_s: number | null;
  /** When it left the backlog for good as finished; null while open. May be known although resolved_s is not. */
  readonly ended_s: number | null;
  /** Finished stays as the backlog sees them: the events', the one that lasts dated as well as can be. */
  readonly finishes: readonly Pick<FinishedStay, 'started_s' | 'ended_s'>[];
  /** The stay that lasts, by the events. */
  readonly last: FinishedStay | undefined;
  readonly doubts: ResolutionDoubts;
}

/** What does not fit together. */
export interface ResolutionDoubts {
  /** An end before the creation: when it was is unknown. */
  readonly is_impossible: boolean;
  /** Closed before it was resolved, and nothing tells that it came back: one of both cannot be, and nobody knows which. */
  readonly is_close_first: boolean;
  /** It is open now, and a column still has the end of an earlier life. */
  readonly is_stale: boolean;
  /** The column has an instant before a reopening that the events tell: it stands, and nobody knows how they go together. */
  readonly is_contradicted: boolean;
  /** The helpdesk says that it is finished, or open again, and no event tells it. */
  readonly is_unseen: boolean;
}

type Given = Pick<
  TicketAttributes,
  | 'given_resolved_s'
  | 'has_given_resolved'
  | 'given_closed_s'
  | 'has_given_closed'
  | 'given_quality'
  | 'status'
  | 'updated_s'
>;

export interface ResolutionRules {
  readonly policy: 'last' | 'first';
  readonly created_s: number;
  /** Columns are of today: an instant after as_of had not happened. */
  readonly as_of_s: number;
}

/**
 * When a ticket was resolved (METRICS.md, words and C2): resolved_s is the start of the last unbroken stay in solved or closed that
 * lasts to as_of, first_resolved_s the start of the first one; closed_s the start of the last stay in closed that lasts.
 *
 * The present beats a stale stamp: of a ticket that is open now no column says when it was resolved. A column with the resolution is
 * the state at the end, and does not rewrite the history that the events tell: it dates the stay that lasts, better than the events
 * can, and is the only stay where they are silent; one that does not insist (has_given_resolved false) dates what they do not tell, and
 * leaves the history untold. Where it is empty, or lies before the creation, a finished ticket is out of the
 * backlog at its close, else at the stay that lasts, and its resolution is unknown. A column that contradicts a reopening, or the close,
 * stands.
 */
export function resolutionOf(stays: readonly Stay[], given: Given, rules: ResolutionRules): Resolution {
  const { policy, created_s, as_of_s } = rules;
  const isNow = as_of_s >= (given.updated_s ?? 0);
  const finished = finishedStays(stays);
  const lasting = finished.at(-1)?.ended_s === null ? finished.at(-1) : undefined;
  const earlier = finished.filter((stay) => stay !== lasting);

  const isOpenNow = isNow && isOpenStatus(given.status) && !(lasting && (given.updated_s ?? 0) <= lasting.started_s);
  const isReopenedUnseen = isOpenNow && lasting !== undefined;
  const last = isReopenedUnseen ? undefined : lasting;
  const undone = isReopenedUnseen ? [...earlier, { ...lasting, ended_s: given.updated_s }] : earlier;
  const reopened_s = undone.at(-1)?.ended_s ?? null;
  const isOpen = isOpenNow || (reopened_s !== null && last === undefined && isOpenStatus(stays.at(-1)?.status ?? null));

  const isLater = given.given_resolved_s !== null && given.given_resolved_s > as_of_s;
  const hasColumn = given.has_given_resolved === true && !isOpen && !isLater;
  const column_s = hasColumn ? given.given_resolved_s : null;
  const isContradicted = column_s !== null && reopened_s !== null && column_s < reopened_s;
  const seen_s = hasColumn ? column_s : (last?.started_s ?? null);
  const isFinishedNow = isNow && isFinished(given.status ?? '');
  // stated without insisting on it: used where no event tells an end
  const isSpare = given.has_given_resolved === false && isFinishedNow && !isOpen && finished.length === 0;
  const latest_s = seen_s ?? (isSpare ? upTo(given.given_resolved_s, as_of_s) : null);
  const isCloseFirst =
    isNow &&
    given.status === 'closed' &&
    reopened_s === null &&
    latest_s !== null &&
    isClosedBefore(latest_s, given, created_s);
  const isPossible = latest_s !== null && latest_s >= created_s && (hasColumn || last?.is_before_creation !== true);
  const resolved_s = isPossible ? latest_s : null;

  const stamp_s =
    given.has_given_closed === true && isNow ? (isOpen ? null : upTo(given.given_closed_s, as_of_s)) : lastClose(stays);
  const isUnseenFinish = isFinishedNow && seen_s === null && last === undefined && stamp_s === null;
  const ends = [
    latest_s,
    ...(isOpen || !(hasColumn || isFinishedNow)
      ? []
      : [stamp_s, last?.started_s, isFinishedNow ? given.updated_s : null]),
  ];
  const ended_s = ends.find((at_s) => typeof at_s === 'number') ?? null;
  const first_s = undone.find((stay) => !stay.is_before_creation)?.started_s ?? resolved_s;
  const firstOf_s = first_s === null || resolved_s === null ? first_s : Math.min(first_s, resolved_s);
  const stamps = [given.given_resolved_s, given.given_closed_s].filter((at_s) => at_s !== null);
  return {
    resolved_s: policy === 'first' ? firstOf_s : resolved_s,
    first_resolved_s: firstOf_s,
    closed_s: stamp_s !== null && stamp_s < created_s ? null : stamp_s,
    ended_s,
    finishes: [
      ...undone.filter((stay) => ended_s === null || (stay.ended_s ?? Infinity) <= ended_s),
      ...(ended_s === null ? [] : [{ started_s: Math.max(ended_s, created_s), ended_s: null }]),
    ],
    last,
    doubts: {
      is_impossible: (latest_s !== null && !isPossible) || stamps.some((at_s) => at_s < created_s),
      is_close_first: isCloseFirst,
      is_stale: isOpenNow && stamps.length > 0,
      is_contradicted: isContradicted,
      is_unseen: isReopenedUnseen || isUnseenFinish,
    },
  };
}

/** A day without its time is some time of that day. */
function isClosedBefore(resolved_s: number, given: Given, created_s: number): boolean {
  const { has_given_closed, given_closed_s: closed_s } = given;
  if (has_given_closed !== true || closed_s === null || closed_s < created_s) return false;
  return closed_s < resolved_s && (!hasQuality(given, 'days_only') || resolved_s - closed_s >= 86_400);
}

export const upTo = (at_s: number | null, as_of_s: number): number | null =>
  at_s !== null && at_s <= as_of_s ? at_s : null;

/** Start of the last stay in closed, when the ticket still is closed; removals in between do not count. */
function lastClose(stays: readonly Stay[]): number | null {
  const real = stays.filter(({ status }) => !isRemovedStatus(status));
  let start_s: number | null = null;
  for (let i = real.length - 1; i >= 0 && real[i]?.status === 'closed'; i--) start_s = real[i]?.started_s ?? null;
  return start_s;
}
