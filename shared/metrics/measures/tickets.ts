import type { Extras } from '../context.ts';
import { countOf, maxOf, minOf, over, sumOf, type Counted } from '../measure.ts';
import { flow, openAtEnd } from '../relations/flow.ts';
import { handledByAnyone, t, tickets, type TicketColumn } from '../relations/tickets.ts';
import { sql, type Sql } from '../sql.ts';

/** Measures over tickets that several metrics share. Every condition reads the columns of alias `t`. */

export const counted = t.is_counted;
export { handledByAnyone };

/** How many cases were left out because nobody could tell; nothing where all were told. */
export const unknownEscalations = ({ n }: Counted): Extras => (n === 0 ? {} : { escalations_unknown: n });

/**
 * Counted tickets whose source could have told that they went to development; the others are in no share of it. A raise to a higher
 * tier can be seen where there are tiers, too.
 */
// rows that say whether it is told are left to what the metric needs to know
const isUntold = sql`(${t.tells_escalation} IS NULL AND ${t.fact_source} = 'snapshot' AND ${t.escalation_count} IS NULL)`;
const isTold = sql`coalesce(NOT ${isUntold}, TRUE)`;
export const tellsDevelopment = sql`${counted} AND ${isTold}`;
export const tellsRaises = sql`${counted} AND (${isTold} OR ${t.tier} IS NOT NULL)`;
export const developmentUntold = countOf(tickets('owner at the end'), 'created_s', sql`${counted} AND ${isUntold}`);
export const raisesUntold = countOf(
  tickets('owner at the end'),
  'created_s',
  sql`${counted} AND ${isUntold} AND ${t.tier} IS NULL`,
);

/** Tickets that came in and were resolved: plain counts credit nobody. */
export const received = countOf(tickets('nobody'), 'created_s', counted);
export const finished = countOf(tickets('nobody'), 'resolved_s', counted);
/** Tickets that are finished, or may be, and the source does not tell since when: they may have been resolved in any period since they came in. */
export const finishedUntold = over(
  countOf(
    tickets('nobody'),
    'created_s',
    sql`${counted} AND (${t.status} IN ('solved', 'closed') OR ${t.status_raw} IS NULL OR strpos(coalesce(${t.data_quality}, ''), '"unclear_status"') > 0) AND ${t.resolved_s} IS NULL AND NOT coalesce(${t.tells_resolution}, TRUE)`,
  ),
  'before_end',
);

/** Tickets that came in, credited to the resolver, else the owner at the end. */
export const created = countOf(tickets('resolver'), 'created_s', counted);
export const resolved = countOf(tickets('resolved'), 'resolved_s', counted);

/** What the policy leaves out of the tickets created, each ticket in the first class that holds. */
const isMerged = sql`(${t.merged_into_id} IS NOT NULL OR ${t.status} = 'merged')`;
const isDeleted = sql`(${t.deleted_s} IS NOT NULL OR ${t.status} = 'deleted')`;
const isSpam = sql`(coalesce(${t.is_spam}, FALSE) OR ${t.status} = 'spam')`;
const classOf = sql`CASE WHEN ${t.is_counted} THEN 'counted' WHEN ${isMerged} THEN 'merged' WHEN ${isDeleted} THEN 'deleted' WHEN ${isSpam} THEN 'spam'
  WHEN ${t.is_test} THEN 'test' WHEN ${t.is_bot_only} THEN 'bot_only' WHEN ${t.is_outbound} THEN 'outbound' ELSE 'other' END`;
const leftOutAs = (name: string) => countOf(tickets('nobody'), 'created_s', sql`${classOf} = ${name}`);
export const leftOut = {
  left_out_merged: leftOutAs('merged'),
  left_out_deleted: leftOutAs('deleted'),
  left_out_spam: leftOutAs('spam'),
  left_out_test: leftOutAs('test'),
  left_out_bot_only: leftOutAs('bot_only'),
  left_out_outbound: leftOutAs('outbound'),
};

/** Tickets open at the end of the period, and when the oldest of them came in. */
export const stillOpen = over(sumOf(flow, 'at_s', flow.t.change, flow.t.is_place_told), 'before_end');
export const oldestOpen = over(minOf(openAtEnd, 'created_s', t.created_s, openAtEnd.t.is_place_told), 'any');
/** Tickets that may be open then or not: nobody tells when they were finished. */
export const perhapsOpen = over(countOf(openAtEnd, 'created_s', sql`NOT ${openAtEnd.t.is_place_told}`), 'any');

/** Customers who had no first answer at the end of the period. */
const waits = sql`NOT coalesce(${t.is_outbound}, FALSE) AND ${t.first_reply_s} IS NULL
  AND coalesce(${t.tells_first_reply}, TRUE) AND ${openAtEnd.t.is_place_told}`;
export const waiting = over(countOf(openAtEnd, 'created_s', waits), 'any');
export const longestWait = over(minOf(openAtEnd, 'created_s', t.created_s, waits), 'any');

/** Cohort of tickets created that is ripe after some seconds, and those resolved within them. Strict <, elapsed seconds (C3, C4). */
export const cohort = (window_s: number, as_of_s: number) => {
  const ripe = sql`${counted} AND ${t.created_s} + ${window_s} <= ${as_of_s}`;
  const unripe = sql`${counted} AND ${t.created_s} + ${window_s} > ${as_of_s}`;
  const relation = tickets('resolver');
  return {
    ripe: countOf(relation, 'created_s', ripe),
    hits: countOf(relation, 'created_s', sql`${ripe} AND ${t.resolved_s} - ${t.created_s} < ${window_s}`),
    unripe: countOf(relation, 'created_s', unripe),
    youngest: maxOf(relation, 'created_s', t.created_s, unripe),
  };
};

/** The same over tickets first resolved; `hit` is what must hold of a ripe ticket. */
export const firstResolvedCohort = (
  window_s: number,
  as_of_s: number,
  hit: Sql<TicketColumn>,
  among: Sql<TicketColumn> = counted,
) => {
  const ripe = sql`${among} AND ${t.first_resolved_s} + ${window_s} <= ${as_of_s}`;
  const unripe = sql`${among} AND ${t.first_resolved_s} + ${window_s} > ${as_of_s}`;
  const relation = tickets('resolver');
  return {
    ripe: countOf(relation, 'first_resolved_s', ripe),
    hits: countOf(relation, 'first_resolved_s', sql`${ripe} AND (${hit})`),
    unripe: countOf(relation, 'first_resolved_s', unripe),
    youngest: maxOf(relation, 'first_resolved_s', t.first_resolved_s, unripe),
  };
};
export const day_s = 86_400;

/**
 * Public replies that made a first contact or not, and whether a case came back. Where a source tells each with its time, up to the
 * first resolution and within the window; where it tells only how many there were in all, those.
 */
export const contacts = sql`CASE WHEN coalesce(${t.tells_person_replies}, TRUE) THEN ${t.replies_to_resolution} ELSE ${t.reply_count} END`;
export const cameBack = (window_s: number) =>
  sql`CASE WHEN coalesce(${t.tells_reopenings}, TRUE) THEN coalesce(${t.first_reopened_s} - ${t.first_resolved_s} < ${window_s}, FALSE) ELSE coalesce(${t.reopen_count}, 0) > 0 END`;
/** Cases of which such counts are all that is told. */
export const reopeningsInAll = sql`(NOT coalesce(${t.tells_reopenings}, TRUE) AND coalesce(${t.tells_reopen_count}, FALSE))`;
export const repliesInAll = sql`(NOT coalesce(${t.tells_person_replies}, TRUE) AND coalesce(${t.tells_reply_count}, FALSE))`;
