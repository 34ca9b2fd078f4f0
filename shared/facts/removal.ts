import type { TicketAttributes } from './context.ts';
import type { TicketEvent } from '../events/event.ts';
import { isRemovedStatus, type Stay } from './status.ts';

/** A change of whether a ticket is removed: deleted, merged away or marked spam. */
export interface Removal {
  readonly at_s: number;
  readonly removed: boolean;
}

type Marks = Pick<TicketAttributes, 'deleted_s' | 'merged_into_id' | 'is_spam' | 'status' | 'updated_s'>;

/**
 * When a ticket was removed and restored, in order, alternating. Told by deleted, merged and restored events and by stays in the
 * statuses deleted, spam and merged. A ticket that is removed by its attributes alone was so at deleted_s, else at its last change.
 */
export function removalsOf(
  events: readonly TicketEvent[],
  stays: readonly Stay[],
  marks: Marks,
  created_s: number,
  as_of_s = Infinity,
): readonly Removal[] {
  const told: Removal[] = [
    ...events.flatMap(({ kind, at_s }) =>
      kind === 'deleted' || kind === 'merged'
        ? [{ at_s, removed: true }]
        : kind === 'restored'
          ? [{ at_s, removed: false }]
          : [],
    ),
    ...stays.flatMap(({ status, started_s }, i) => {
      const before = i > 0 && isRemovedStatus(stays[i - 1]?.status ?? 'new');
      return isRemovedStatus(status) === before ? [] : [{ at_s: started_s, removed: !before }];
    }),
  ].sort((a, b) => a.at_s - b.at_s);
  const removals: Removal[] = [];
  for (const { at_s, removed } of told) {
    if (removed !== (removals.at(-1)?.removed ?? false)) removals.push({ at_s: Math.max(at_s, created_s), removed });
  }
  const last_s = marks.deleted_s ?? (isMarked(marks) ? marks.updated_s : null);
  if (removals.at(-1)?.removed !== true && last_s !== null && last_s <= as_of_s) {
    removals.push({ at_s: Math.max(last_s, removals.at(-1)?.at_s ?? created_s), removed: true });
  }
  return removals;
}

const isMarked = ({ merged_into_id, is_spam, status }: Marks): boolean =>
  merged_into_id !== null || is_spam === true || (status !== null && isRemovedStatus(status));

/** Since when it is removed; null when it is not, or no longer. */
export const removedSince = (removals: readonly Removal[]): number | null => {
  const last = removals.at(-1);
  return last?.removed === true ? last.at_s : null;
};
