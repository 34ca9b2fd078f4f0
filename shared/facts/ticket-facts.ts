import { ofKind } from '../events/event.ts';
import { tellsColumns } from '../knowledge/fact-kind.ts';
import type { Value } from '../lake/table.ts';
import { aiHandoffOf, customerBackAt } from './ai-handoff.ts';
import type { TicketRow } from './context.ts';
import { isCounted, isTest } from './counted.ts';
import { handledBy } from './handled-by.ts';
import type { TicketHistory } from './history.ts';
import { spareFirstReply } from './reply.ts';
import { isPromiseUntold } from './own-promises.ts';
import { ownerAt } from './owners.ts';
import { hasQuality, qualityOf } from './quality.ts';
import { upTo } from './resolution.ts';
import { isBotOnly } from './robots.ts';
import { isFinished } from './status.ts';
import { firstAssignedAt, startedAt } from './started.ts';
import { saysTest, tagsOf } from './tags.ts';
import { isUnclear, untoldOf } from './untold.ts';

/** The facts of a ticket. Definitions: METRICS.md sections 1 and 3. Each is null when there is none and when it is not told. */
export const ticketFacts = {
  tags: ({ given, events }) => tagsOf(given.tags, events),
  merged_into_id: ({ now, events }) => now.merged_into_id ?? ofKind(events, 'merged').at(-1)?.data.into ?? null,
  created_s: ({ created_s }) => created_s,
  status: (history) => statusOf(history),
  tier: ({ now, escalations, group }) => now.tier ?? escalations.tier ?? group?.tier ?? null,
  is_test: (history) => testOf(history),
  is_outbound: ({ isOutbound }) => isOutbound,
  team: ({ team }) => team,
  calendar_id: ({ calendar_id }) => calendar_id,
  is_bot_only: (history) => botOnlyOf(history),
  handled_by: (history) => handledBy(history),
  is_counted: (history) => countedOf(history),
  data_quality: (history) => flagsOf(history),

  removed_s: ({ removed_s }) => removed_s,
  first_assigned_s: (history) => firstAssignedAt(history),
  started_s: (history) => startedAt(history),
  first_reply_s: (history) => firstReplyAt(history),
  first_resolved_s: ({ resolution }) => resolution.first_resolved_s,
  resolved_s: ({ resolution }) => resolution.resolved_s,
  closed_s: ({ resolution }) => resolution.closed_s,
  first_reopened_s: ({ reopened }) => reopened.first_s,
  first_followup_s: ({ first_followup_s, as_of_s }) => upTo(first_followup_s, as_of_s),
  escalated_s: ({ escalations }) => escalations.escalated_s,
  first_tier_raise_s: ({ escalations }) => escalations.first_tier_raise_s,
  first_ai_act_s: ({ acts }) => acts.first_ai_act_s,
  first_person_act_s: ({ acts }) => acts.first_person_act_s,
  first_rule_act_s: ({ acts }) => acts.first_rule_act_s,
  first_unknown_act_s: ({ acts }) => acts.first_unknown_act_s,
  ai_handoff_s: (history) => handoffOf(history).ai_handoff_s,
  handoff_reply_s: (history) => handoffOf(history).handoff_reply_s,
  customer_back_s: ({ events, resolution }) => customerBackAt(events, resolution.first_resolved_s),

  first_reply_by: ({ replies, untold }) => (untold.has('first_reply') ? null : replies.first_reply_by),
  resolved_by: (history) => resolverOf(history),

  reopen_count: ({ given, reopened, untold }) =>
    given.given_reopen_count ?? (untold.has('reopenings') ? null : reopened.count),
  reply_count: (history) => history.given.given_reply_count ?? ofReplies(history, 'reply_count'),
  replies_to_resolution: (history) => ofReplies(history, 'replies_to_resolution'),
  customer_reply_count: (history) => ofReplies(history, 'customer_reply_count'),
  note_count: (history) => ofReplies(history, 'note_count'),
  kb_linked_count: (history) => ofLinks(history, 'kb_linked_count'),
  article_linked_s: (history) => ofLinks(history, 'article_linked_s'),
  handoff_count: ({ given, handoffs, untold }) =>
    given.given_handoff_count ?? (untold.has('handoffs') ? null : handoffs.handoff_count),
  owner_count: ({ handoffs, untold }) => (untold.has('assignments') ? null : handoffs.owner_count),
  group_change_count: ({ handoffs, untold }) => (untold.has('group_changes') ? null : handoffs.group_change_count),
  escalation_count: ({ escalations, untold }) => (untold.has('escalation') ? null : escalations.escalation_count),
  touch_s: ({ given, events }) => given.given_touch_s ?? workedOf(events),

  reply_s: (history) => lasted(history.created_s, firstReplyAt(history)),
  reply_business_s: (history) => ofHours(history, firstReplyAt(history)),
  resolve_s: ({ created_s, resolution }) => lasted(created_s, resolution.resolved_s),
  resolve_business_s: (history) => ofHours(history, history.resolution.resolved_s),
  first_resolve_s: ({ created_s, resolution }) => lasted(created_s, resolution.first_resolved_s),
  cycle_s: (history) => lasted(startedAt(history), history.resolution.resolved_s),
  handoff_wait_s: (history) => lasted(handoffOf(history).ai_handoff_s, handoffOf(history).handoff_reply_s),
} as const satisfies { readonly [C in keyof TicketRow]?: (history: TicketHistory) => TicketRow[C] };

const facts = Object.entries<(history: TicketHistory) => Value>(ticketFacts);

/** Writes the facts of a ticket into its row. */
export function putFacts(row: Record<string, Value>, history: TicketHistory): void {
  const untold = untoldOf(history);
  const known = { ...history, untold };
  for (const [name, fact] of facts) row[name] = fact(known);
  for (const [kind, column] of tellsColumns) row[column] = !untold.has(kind);
}

/** Seconds from one instant to another; null when one is not known. What would be negative is no duration. */
export const lasted = (from_s: number | null, to_s: number | null): number | null =>
  from_s === null || to_s === null || to_s < from_s ? null : to_s - from_s;

/** The same in business time; null without a calendar. */
export const business = (
  { calendar_id, context }: TicketHistory,
  from_s: number,
  to_s: number | null,
): number | null =>
  calendar_id === null || to_s === null || to_s < from_s ? null : context.businessSeconds(calendar_id, from_s, to_s);

/** Business time since the creation; a day without its hours says nothing of it. */
const ofHours = (history: TicketHistory, to_s: number | null): number | null =>
  history.untold.has('time_of_day') || hasQuality(history.given, 'day_of_creation')
    ? null
    : business(history, history.created_s, to_s);

const isRemovedAs = ({ now, stays, events }: TicketHistory) => {
  const stands: readonly (string | null)[] = [now.status, stays.at(-1)?.status ?? null];
  return {
    isMerged: now.merged_into_id !== null || stands.includes('merged') || ofKind(events, 'merged').length > 0,
    isSpam: now.is_spam === true || stands.includes('spam'),
  };
};

function statusOf(history: TicketHistory): string {
  const { removed_s, now, stays } = history;
  const { isMerged, isSpam } = isRemovedAs(history);
  if (removed_s !== null) return isMerged ? 'merged' : isSpam ? 'spam' : 'deleted';
  return now.status ?? stays.at(-1)?.status ?? 'new';
}

const testOf = ({ given, events, context }: TicketHistory): boolean =>
  isTest(given.is_test === true || saysTest(events), tagsOf(given.tags, events), context.policies.test_tags);

const botOnlyOf = (history: TicketHistory): boolean | null =>
  isBotOnly(history.resolution.ended_s !== null || history.removed_s !== null, history);

/** Whether it is only a robot's work counts when it is known: a ticket of which nobody knows is counted. */
function countedOf(history: TicketHistory): boolean {
  const isRemoved = history.removed_s !== null;
  const { isMerged, isSpam } = isRemovedAs(history);
  return isCounted(
    {
      isDeleted: isRemoved && !isMerged && !isSpam,
      isMerged: isRemoved && isMerged,
      isSpam,
      isTest: testOf(history),
      isBotOnly: botOnlyOf(history) === true,
      isOutbound: history.isOutbound,
    },
    history.context.policies,
  );
}

/** An answer before the question: when it was is not known. */
const isReplyImpossible = (history: TicketHistory): boolean => (replyStamp(history) ?? Infinity) < history.created_s;
const firstReplyAt = (history: TicketHistory): number | null =>
  isReplyImpossible(history) ? null : replyStamp(history);

function replyStamp(history: TicketHistory): number | null {
  const { given, as_of_s, replies, untold } = history;
  const told_s = untold.has('first_reply') ? null : replies.first_reply_s;
  return given.has_given_first_reply === true
    ? upTo(given.given_first_reply_s, as_of_s)
    : (told_s ?? upTo(spareFirstReply(history), as_of_s));
}

const handoffOf = ({ events, acts, resolution }: TicketHistory) =>
  aiHandoffOf(events, acts, resolution.first_resolved_s);

const ofReplies = (
  { replies, untold }: TicketHistory,
  name: 'reply_count' | 'replies_to_resolution' | 'customer_reply_count' | 'note_count',
): number | null => (untold.has('person_replies') ? null : replies[name]);

const ofLinks = ({ replies, untold }: TicketHistory, name: 'kb_linked_count' | 'article_linked_s'): number | null =>
  untold.has('person_replies') || untold.has('article_links') ? null : replies[name];

/** Whoever set the finished status, when a person; else the owner at the resolution. */
function resolverOf({ resolution: { last, resolved_s }, owned }: TicketHistory): string | null {
  if (resolved_s === null) return null;
  if (last?.actor === 'agent' && last.actor_id !== null) return last.actor_id;
  return ownerAt(owned, resolved_s);
}

/** Logged seconds; null when nothing was logged, which is not the same as no work. */
function workedOf(events: TicketHistory['events']): number | null {
  const worked = ofKind(events, 'worked').filter(({ actor }) => actor !== 'automation');
  return worked.length === 0 ? null : worked.reduce((sum, { data }) => sum + data.worked_s, 0);
}

function flagsOf(history: TicketHistory): string {
  const { given, isNow, events, stays, created_s, resolution, replies, reopened, isUnread } = history;
  const { doubts, ended_s, resolved_s } = resolution;
  const started_s = startedAt(history);
  const hasHistory = ofKind(events, 'status').length > 0;
  const last = stays.at(-1)?.status ?? 'new';
  return qualityOf(given.given_quality, {
    clock_order:
      doubts.is_impossible ||
      (given.given_first_reply_s !== null && given.given_first_reply_s < created_s) ||
      (started_s !== null && resolved_s !== null && started_s > resolved_s),
    end_before_creation: doubts.is_impossible && ended_s !== null && resolved_s === null,
    close_before_resolution: doubts.is_close_first,
    reply_before_creation: isReplyImpossible(history),
    missing_history: doubts.is_unseen || (isNow && hasHistory && disagree(given.status, last)),
    no_resolved_at: ended_s !== null && resolved_s === null,
    stale_stamp: doubts.is_stale,
    unclear_status: isUnclear(history),
    reopened_after_resolution: doubts.is_contradicted,
    events_before_creation: events.some(({ at_s }) => at_s < created_s),
    contradicted_count:
      (given.given_reopen_count !== null &&
        hasHistory &&
        !history.untold.has('status_history') &&
        given.given_reopen_count !== reopened.count) ||
      (given.given_handoff_count !== null &&
        !history.untold.has('assignments') &&
        given.given_handoff_count !== history.handoffs.handoff_count),
    promise_untold: isPromiseUntold(history),
    partly_unread: isUnread,
    unknown_author: !replies.is_count_certain,
  });
}

const disagree = (status: string | null, last: string): boolean =>
  status !== null && isFinished(status) !== isFinished(last) && !['deleted', 'spam', 'merged'].includes(status);
