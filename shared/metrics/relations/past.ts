import { columnNames, type ColumnName } from '../../lake/table.ts';
import { tickets } from '../../lake/tables.ts';
import type { Frame } from '../relation.ts';
import { customerOf, mergesOf } from './customer.ts';
import { attributeHistory, attributeThen, handoffsThen, hasHistory, ownerHistory } from './history.ts';

type TicketColumn = ColumnName<typeof tickets>;
/** Columns that declare a formula of their own. */
type Derived = {
  [K in TicketColumn]: (typeof tickets.columns)[K]['past'] extends 'derived' ? K : never;
}[TicketColumn];

/**
 * Tickets as they were known at as_of: each column as its declaration says (lake/tables/tickets.ts). Where no newer fact exists, the
 * table itself.
 */
export function ticketsAsOf(frame: Frame): string {
  if (!frame.past) {
    const join = mergesOf('tk', 'tk.requester_id', frame);
    if (join === '') return 'tickets AS t';
    const own = columnNames(tickets).map((name) =>
      name === 'requester_id' ? `${customerOf('tk', 'tk.requester_id', frame)} AS ${name}` : `tk.${name}`,
    );
    return `(SELECT ${own.join(', ')} FROM tickets AS tk${join}) AS t`;
  }
  return `${ticketsThen(frame)} AS t`;
}

/** Tickets at a past instant as a sub-select in brackets: the same text in every statement of one as_of. */
export function ticketsThen(frame: Frame): string {
  const columns = columnNames(tickets).map((name) => `${then(name, frame)} AS ${name}`);
  return `(SELECT ${columns.join(',\n    ')}
  FROM tickets AS tk${attributeHistory(frame)}${ownerHistory(frame)}${statusHistory(frame)}${reopeningsAfter(frame)}${removalHistory(frame)}${mergesOf('tk', attributeThen('requester_id', frame), frame)}
  WHERE tk.created_s <= ${frame.as_of_s})`;
}

/** One column as it was then, without its name. */
function then(name: TicketColumn, frame: Frame): string {
  const { past } = tickets.columns[name];
  const known = (instant: string, value: string): string =>
    `CASE WHEN tk.${instant} <= ${frame.as_of_s} THEN ${value} END`;
  switch (past) {
    case 'as_is':
      return `tk.${name}`;
    case 'told':
      return attributeThen(name, frame);
    case 'reached':
      return known(name, `tk.${name}`);
    case 'unchanged':
      return known('updated_s', `tk.${name}`);
    case 'derived':
      return derived[name as Derived](frame);
    default: {
      if ('with' in past) return known(past.with, `tk.${name}`);
      const [start, end] = past.between.map((instant) => then(instant as TicketColumn, frame));
      return `CASE WHEN ${end} >= ${start} THEN CAST(${end} - ${start} AS INTEGER) END`;
    }
  }
}

const derived: Readonly<Record<Derived, (frame: Frame) => string>> = {
  /** Who had asked by then; past their merge, whoever stood for them. */
  requester_id: (frame) => customerOf('tk', attributeThen('requester_id', frame), frame),
  /** A resolution that was undone later, or came later, is read from the flow. */
  resolved_s: (frame) =>
    `CASE WHEN tk.resolved_s <= ${frame.as_of_s} THEN tk.resolved_s${
      hasFlow(frame) ? ` WHEN ${wasResolved} AND NOT ${isUndatable} THEN undone.last_resolved_s` : ''
    } END`,
  reopen_count: (frame) =>
    hasFlow(frame)
      ? 'CASE WHEN undone.ticket_id IS NULL THEN tk.reopen_count ELSE undone.reopen_count END'
      : 'tk.reopen_count',
  handoff_count: handoffsThen,
  status: (frame) =>
    hasStays(frame)
      ? `CASE WHEN tk.removed_s <= ${frame.as_of_s} THEN tk.status WHEN gone.is_gone = 1 THEN CASE WHEN gone.was_merged = 1 THEN 'merged' ELSE 'deleted' END
      ELSE coalesce(stood.status, tk.status) END`
      : 'tk.status',
  removed_s: (frame) =>
    `CASE WHEN tk.removed_s <= ${frame.as_of_s} THEN tk.removed_s${
      hasHistory(frame) ? ' WHEN gone.is_gone = 1 THEN greatest(gone.since_s, tk.created_s)' : ''
    } END`,
  merged_into_id: (frame) =>
    `CASE WHEN tk.removed_s <= ${frame.as_of_s}${hasHistory(frame) ? ' OR gone.was_merged = 1' : ''} THEN tk.merged_into_id END`,
  /** Only a finished ticket is one of robots alone. */
  is_bot_only: (frame) =>
    `(tk.is_bot_only AND (${derived.resolved_s(frame)} IS NOT NULL OR coalesce(least(tk.removed_s, tk.closed_s), tk.removed_s, tk.closed_s) <= ${frame.as_of_s}))`,
  /** As facts/handled-by.ts says it, from who had acted by then: before the first resolution, or so far. */
  handled_by: (frame) => {
    const until = `coalesce(CASE WHEN tk.first_resolved_s <= ${frame.as_of_s} THEN tk.first_resolved_s END, ${frame.as_of_s})`;
    return `CASE WHEN tk.first_person_act_s <= ${until} THEN CASE WHEN tk.first_ai_act_s <= ${until} THEN 'ai_then_person' ELSE 'person' END
      WHEN tk.first_unknown_act_s <= ${until} THEN 'not_told' WHEN tk.first_ai_act_s <= ${until} THEN 'ai'
      WHEN tk.first_rule_act_s <= ${until} THEN 'automation' ELSE 'none' END`;
  },
  /** Whether it is known whose work it was. */
  tells_authors: (frame) => `(${derived.handled_by(frame)} <> 'not_told')`,
  /** It counted until it was removed, or until robots alone had finished it; not while it was gone and came back later. */
  is_counted: (frame) =>
    `(${hasHistory(frame) ? 'coalesce(gone.is_gone, 0) = 0 AND ' : ''}(tk.is_counted OR (coalesce(tk.removed_s > ${frame.as_of_s}, coalesce(tk.is_bot_only, FALSE)) AND NOT coalesce(tk.is_test, FALSE)
      AND NOT coalesce(tk.is_outbound, FALSE) AND NOT coalesce(${derived.is_bot_only(frame)}, FALSE))))`,
  /**
   * A case that was finished then, before its creation if its clock is to be believed, has a resolution that nobody can date; one whose
   * status had no meaning then may have been finished.
   */
  tells_resolution: (frame) => {
    const undated = hasFlow(frame) ? ` AND NOT coalesce(${wasResolved} AND ${isUndatable}, FALSE)` : '';
    if (!hasStays(frame)) return `(tk.tells_resolution${undated})`;
    const isUnclear = `(${derived.status(frame)} = 'other' AND ${derived.resolved_s(frame)} IS NULL AND NOT (tk.status = 'other' AND tk.tells_resolution))`;
    return `((tk.tells_resolution OR (tk.status = 'other' AND tk.tells_status_history))${undated} AND NOT coalesce(${isUnclear}, FALSE))`;
  },
  /** A column of a case that has changed since says nothing of then. */
  tells_reply_count: ({ as_of_s }) =>
    `(tk.tells_person_replies OR (tk.tells_reply_count AND tk.updated_s <= ${as_of_s}))`,
  tells_reopen_count: ({ as_of_s }) =>
    `(tk.tells_reopenings OR (tk.tells_reopen_count AND tk.updated_s <= ${as_of_s}))`,
  /** Work that began after the end makes its start doubtful from then on only. */
  tells_work_started: (frame) => `(tk.tells_work_started OR tk.started_s > ${frame.as_of_s})`,
};

/** What was resolved then and undone later. */
const wasResolved = 'undone.last_resolved_s > coalesce(undone.last_reopened_s, -1)';
/** The flow puts a resolution before the creation on the creation itself; a true one at that instant is the first resolution. */
const isUndatable =
  '(undone.last_resolved_s = tk.created_s AND coalesce(tk.first_resolved_s, -1) <> undone.last_resolved_s)';

const hasFlow = (frame: Frame): boolean => frame.present.has('ticket_flow');
const hasStays = (frame: Frame): boolean => hasHistory(frame) && frame.present.has('ticket_intervals');

/**
 * Joins what was resolved and reopened by then, of the tickets that were reopened later, or removed, after which no step is written.
 * Each condition compares one side with the other: otherwise DuckDB compares each ticket of one with each of the other.
 */
const reopeningsAfter = (frame: Frame): string =>
  hasFlow(frame)
    ? `
  LEFT JOIN (SELECT source, ticket_id, count_if(kind = 'reopened' AND at_s <= ${frame.as_of_s}) AS reopen_count,
      max(CASE WHEN kind = 'resolved' AND at_s <= ${frame.as_of_s} THEN at_s END) AS last_resolved_s,
      max(CASE WHEN kind = 'reopened' AND at_s <= ${frame.as_of_s} THEN at_s END) AS last_reopened_s,
      max(CASE WHEN kind = 'reopened' AND at_s > ${frame.as_of_s} THEN 1 ELSE 0 END) AS is_undone
    FROM ticket_flow GROUP BY source, ticket_id) AS undone
    ON undone.source = tk.source AND undone.ticket_id = CASE WHEN tk.resolved_s IS NULL OR tk.resolved_s > ${frame.as_of_s} THEN tk.ticket_id END
    AND undone.is_undone >= CASE WHEN tk.removed_s > ${frame.as_of_s} THEN 0 ELSE 1 END`
    : '';

/** Joins the status in which a ticket stood. */
const statusHistory = (frame: Frame): string =>
  hasStays(frame)
    ? `
  LEFT JOIN (SELECT source, ticket_id, max_by(status, started_s) AS status FROM ticket_intervals
    WHERE started_s <= ${frame.as_of_s} GROUP BY source, ticket_id) AS stood ON stood.source = tk.source AND stood.ticket_id = tk.ticket_id`
    : '';

/** Joins whether a ticket that is there again, or was removed once more, was gone at that instant, since when and how. */
const removalHistory = (frame: Frame): string =>
  hasHistory(frame)
    ? `
  LEFT JOIN (SELECT source, ticket_id, CASE WHEN max_by(kind, step) = 'restored' THEN 0 ELSE 1 END AS is_gone,
      max(CASE WHEN kind = 'merged' THEN 1 ELSE 0 END) AS was_merged,
      min(CASE WHEN step > coalesce(restored_step, -1) THEN at_s END) AS since_s
    FROM (SELECT source, ticket_id, kind, at_s, at_s * 2147483648 + seq AS step,
        max(CASE WHEN kind = 'restored' THEN at_s * 2147483648 + seq END) OVER (PARTITION BY source, ticket_id) AS restored_step
      FROM ticket_events WHERE kind IN ('deleted', 'merged', 'restored') AND at_s <= ${frame.as_of_s}) AS removals
    GROUP BY source, ticket_id) AS gone
    ON gone.source = tk.source AND gone.ticket_id = CASE WHEN tk.removed_s IS NULL OR tk.removed_s > ${frame.as_of_s} THEN tk.ticket_id END`
    : '';
