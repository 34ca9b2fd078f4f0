import type { FactKind } from '../knowledge/fact-kind.ts';
import { handledBy } from './handled-by.ts';
import type { TicketHistory } from './history.ts';
import { hasQuality } from './quality.ts';
import { spareFirstReply } from './reply.ts';
import { startedAt } from './started.ts';

/**
 * What is not told of one ticket: what its source does not tell, plus what this ticket's own data leave open, minus what columns
 * give. A fact that cannot be true, such as an end before the creation, is not told.
 */
export function untoldOf(history: TicketHistory): ReadonlySet<FactKind> {
  const { given, untold, replies, resolution, reopened, isUnread, isHeard, stays } = history;
  const kinds = new Set(untold);
  const leave = (isOpen: boolean, ...open: readonly FactKind[]): void => {
    if (isOpen) for (const kind of open) kinds.add(kind);
  };
  if (given.given_handoff_count !== null) kinds.delete('handoffs');
  if (given.given_touch_s !== null) kinds.delete('time_worked');
  if (isHeard) for (const kind of ['first_reply', 'person_replies', 'customer_replies'] as const) kinds.delete(kind);
  leave(isUnread, 'first_reply', 'person_replies', 'customer_replies');
  leave(!replies.is_first_certain, 'first_reply');
  leave(!replies.is_count_certain, 'person_replies', 'customer_replies');
  leave(handledBy(history) === 'not_told', 'authors');
  if (spareFirstReply(history) !== null) kinds.delete('first_reply');
  if (given.has_given_first_reply === true) {
    kinds.delete('first_reply');
    leave(given.given_first_reply_s !== null && given.given_first_reply_s < history.created_s, 'first_reply');
  }
  // a raise to a group of a higher tier is a change of group
  leave(kinds.has('group_changes') && typeof history.group?.tier === 'string', 'escalation');
  const { closed_s, doubts, ended_s, resolved_s } = resolution;
  // a column that gives resolutions and is empty says that there was none (METRICS.md, C2), where something else dates the end
  const isEndDated = closed_s !== null || !untold.has('status_history');
  const saysNone = given.has_given_resolved === true && given.given_resolved_s === null && isEndDated;
  leave(ended_s !== null && resolved_s === null && !saysNone, 'resolution');
  leave(isUnclear(history) || hasQuality(given, 'end_in_future'), 'resolution');
  leave(hasQuality(given, 'days_only'), 'time_of_day');
  leave(doubts.is_unseen, 'status_history', 'reopenings');
  leave(doubts.is_stale && reopened.count === 0, 'reopenings');
  leave((given.given_reopen_count ?? 0) > reopened.count, 'reopenings');
  leave(
    stays.some(({ is_before_creation }) => is_before_creation),
    'status_history',
  );
  leave(reopened.isUnclear, 'reopenings');
  if (countsReplies(history)) kinds.delete('reply_count');
  else leave(kinds.has('person_replies'), 'reply_count');
  if (countsReopenings(history)) kinds.delete('reopen_count');
  else leave(kinds.has('reopenings'), 'reopen_count');
  const started_s = startedAt(history);
  // without its owners nobody knows when work began, unless a person opened it
  leave(kinds.has('assignments') && started_s === null, 'work_started');
  leave(started_s !== null && resolved_s !== null && started_s > resolved_s, 'work_started');
  return kinds;
}

/**
 * Whether nobody knows if it is finished: its status has no meaning. A column of resolutions that is empty says that there was none;
 * a mapping that means `other` says that the status is an unfinished one.
 */
export function isUnclear({ given, untold, resolution, stays, isNow, context }: TicketHistory): boolean {
  if (stays.at(-1)?.status !== 'other' || resolution.resolved_s !== null) return false;
  if (given.has_given_resolved === true && !untold.has('resolution')) return false;
  return !(isNow && given.status_raw !== null && context.statusOf(given.status_raw) === 'other');
}

/** A column is of today: how much of it had happened before, it does not say. */
const countsReplies = ({ given, isNow }: TicketHistory): boolean => isNow && given.given_reply_count !== null;

/** A case that was reopened and has no end yet belongs to no period; one that was not cannot have an end that no longer holds. */
const countsReopenings = ({ given, isNow, resolution: { first_resolved_s, doubts } }: TicketHistory): boolean => {
  const { given_reopen_count: count } = given;
  return isNow && count !== null && (count > 0 ? first_resolved_s !== null : !doubts.is_stale && !doubts.is_unseen);
};
