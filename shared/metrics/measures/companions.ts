import type { Extras } from '../context.ts';
import type { Counted, MinMax, Summed } from '../measure.ts';
import type { Scope } from '../scope.ts';

/** What is printed beside durations: the tickets still running at the end of the period, and the age of the oldest (C8). */
export function runningExtras(
  { stillOpen, oldestOpen }: { readonly stillOpen: Summed; readonly oldestOpen: MinMax },
  scope: Scope,
): Extras {
  if (!scope.companions || !scope.present.has('ticket_flow')) return {};
  return { still_open: Number(stillOpen.total), oldest_open_age_s: ageOf(oldestOpen, scope) };
}

/** Customers without a first answer at the end of the period. */
export function waitingExtras(
  { waiting, longestWait }: { readonly waiting: Counted; readonly longestWait: MinMax },
  scope: Scope,
): Extras {
  if (!scope.companions || !scope.present.has('ticket_flow')) return {};
  return { waiting: waiting.n, longest_wait_s: ageOf(longestWait, scope) };
}

/** Seconds from an instant to the end of what is known of the period. */
export const ageOf = ({ value }: MinMax, scope: Scope): number | null =>
  value === null ? null : Math.min(scope.period.end_s, scope.as_of_s) - value;
