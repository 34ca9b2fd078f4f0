import { finishedStays, type Stay } from './status.ts';

export interface Reopenings {
  readonly count: number;
  readonly first_s: number | null;
  /** A finished ticket went to a status of which nobody knows whether it is open. */
  readonly isUnclear: boolean;
}

/**
 * Changes from a finished status (solved, closed) to any other; solved to closed is none, nor is a removal. Never "resolutions minus
 * one", which misses tickets that are still open. Reopenings less than grace_s after the resolution are not counted (policy, default 0).
 */
export function reopenings(stays: readonly Stay[], grace_s = 0): Reopenings {
  const undone = finishedStays(stays).filter(({ ended_s }) => ended_s !== null);
  const counted = undone.filter(({ started_s, ended_s }) => ended_s !== null && ended_s - started_s >= grace_s);
  return {
    count: counted.length,
    first_s: counted[0]?.ended_s ?? null,
    isUnclear: undone.some(({ next }) => next === 'other'),
  };
}
