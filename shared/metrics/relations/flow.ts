import type { ColumnName } from '../../lake/table.ts';
import type { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation, type Frame } from '../relation.ts';
import type { Dimension } from '../value.ts';
import { cutColumns, ticketCut, ticketsAsOf } from './tickets.ts';

/**
 * A ticket that counts, or counted until it was deleted, merged or marked spam: its steps are all in the flow, so that the
 * identity holds. Tests, outbound and bot-only tickets are in no step.
 */
const inFlow = `(t.is_counted OR (t.removed_s IS NOT NULL AND NOT coalesce(t.is_test, FALSE) AND NOT coalesce(t.is_outbound, FALSE) AND NOT coalesce(t.is_bot_only, FALSE)))`;

/** +1 for a step into the backlog, -1 for one out of it. */
const change = (alias: string): string =>
  `CASE WHEN ${alias}.kind IN ('created', 'reopened', 'restored') THEN 1 WHEN ${alias}.kind IN ('resolved', 'removed') THEN -1 ELSE 0 END`;

const end = (dimensions: readonly Dimension[], frame: Frame): string =>
  dimensions.some((one) =>
    ['team', 'tier', 'level', 'skill_stack', 'location', 'person', 'status', 'age_band'].includes(one),
  )
    ? ` at ${frame.end_s}`
    : '';

const columns = [
  ...cutColumns,
  'assignee_id',
  'status',
  'resolved_s',
  'closed_s',
] as const satisfies readonly ColumnName<typeof ticketsTable>[];
const ticketColumns = columns.map((name) => `t.${name}`).join(', ');

/**
 * Whether it is known if the ticket is open: its events tell it where a stamp cannot be. Else not of one that is
 * finished, or whose status nobody tells, when its source does not tell since when; of a past instant not of any such ticket.
 */
export const isPlaceTold = (frame: Frame, alias = 't'): string =>
  `(coalesce(${alias}.tells_resolution, TRUE) OR ${alias}.closed_s IS NOT NULL${
    frame.looks_back === true
      ? ''
      : ` OR (${alias}.status_raw IS NOT NULL AND ${alias}.status NOT IN ('solved', 'closed') AND strpos(coalesce(${alias}.data_quality, ''), '"unclear_status"') = 0) OR (coalesce(${alias}.tells_status_history, TRUE) AND strpos(coalesce(${alias}.data_quality, ''), '"clock_order"') > 0)`
  })`;

/** One row a step in or out of the backlog, with the columns of its ticket. */
export const flow = relation({
  name: 'flow',
  columns: [...columns, 'at_s', 'kind', 'change', 'is_place_told'],
  tables: ['ticket_flow', 'tickets'],
  key: (dimensions, frame) => `flow${end(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT ${ticketColumns}, fl.at_s, fl.kind, ${change('fl')} AS change, ${isPlaceTold(frame)} AS is_place_told
    FROM ticket_flow AS fl JOIN ${ticketsAsOf(frame)} ON t.source = fl.source AND t.ticket_id = fl.ticket_id
    WHERE ${inFlow} AND fl.at_s <= ${frame.as_of_s}) AS t`,
  cut: (dimension, frame) => ticketCut(dimension, 'owner at the end', frame),
  row: ['source', 'ticket_id', 'number', 'kind', 'at_s'],
});

/** Joins `balance`: only tickets `t` of which one step more went into the backlog than out of it before the end of the period. */
export const joinOpen = (
  frame: Frame,
): string => `JOIN (SELECT fl.source, fl.ticket_id, sum(${change('fl')}) AS open_count
      FROM ticket_flow AS fl WHERE fl.at_s < ${frame.end_s} GROUP BY fl.source, fl.ticket_id) AS balance
      ON balance.source = t.source AND balance.ticket_id = t.ticket_id AND balance.open_count > 0`;

/** One row a ticket that is open at the end of the period. */
export const openAtEnd = relation({
  name: 'open',
  columns: [...columns, 'first_reply_s', 'is_outbound', 'tells_first_reply', 'is_place_told'],
  tables: ['ticket_flow', 'tickets'],
  key: (_, frame) => `open at ${frame.end_s}`,
  from: (frame) =>
    `(SELECT ${ticketColumns}, CASE WHEN t.first_reply_s < ${frame.end_s} THEN t.first_reply_s END AS first_reply_s, t.is_outbound, t.tells_first_reply,
      ${isPlaceTold(frame)} AS is_place_told
    FROM ${ticketsAsOf(frame)} ${joinOpen(frame)}
    WHERE ${inFlow} AND t.created_s < ${frame.end_s} AND (t.resolved_s IS NULL OR t.resolved_s >= ${frame.end_s})) AS t`,
  cut: (dimension, frame) => ticketCut(dimension, 'owner at the end', frame),
  row: ['source', 'ticket_id', 'number', 'created_s'],
});
