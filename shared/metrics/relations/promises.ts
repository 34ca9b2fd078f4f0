import { relation, type Frame } from '../relation.ts';
import type { Dimension } from '../value.ts';
import { isPlaceTold, joinOpen } from './flow.ts';
import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { cutColumns, ticketCut, tickets, ticketsAsOf } from './tickets.ts';

const columns = [
  ...cutColumns,
  'promise',
  'policy_id',
  'applied_s',
  'ended_s',
  'is_kept',
  'is_undated',
  'overrun_s',
  'due_s',
  'met_s',
] as const;
export type PromiseColumn = (typeof columns)[number] | 'is_place_told';

const from = (frame: Frame, more: string, joins: string, where: string): string =>
  `(SELECT ${cutColumns.map((name) => `t.${name}`).join(', ')}, t.resolved_s, t.assignee_id, sla.metric AS promise, sla.policy_id, sla.applied_s,
      CASE WHEN sla.is_missed THEN coalesce(sla.due_s, sla.met_s) ELSE sla.met_s END AS ended_s,
      CASE WHEN sla.is_missed AND coalesce(sla.due_s, sla.met_s) <= ${frame.as_of_s} THEN FALSE WHEN NOT sla.is_missed AND sla.met_s IS NOT NULL THEN TRUE END AS is_kept,
      sla.is_missed AND sla.due_s IS NULL AND sla.met_s IS NULL AS is_undated,
      CASE WHEN sla.is_missed AND sla.met_s >= sla.due_s THEN CAST(sla.met_s - sla.due_s AS INTEGER) END AS overrun_s, sla.due_s, sla.met_s${more}
    FROM (SELECT source, ticket_id, metric, policy_id, applied_s, due_s, coalesce(is_breached, fulfilled_s > due_s, CASE WHEN due_s <= ${frame.as_of_s} THEN TRUE END) AS is_missed,
        CASE WHEN fulfilled_s <= ${frame.as_of_s} THEN fulfilled_s END AS met_s FROM sla_results) AS sla
    JOIN ${ticketsAsOf(frame)} ON t.source = sla.source AND t.ticket_id = sla.ticket_id${joins}
    WHERE t.is_counted AND coalesce(sla.applied_s, 0) <= ${frame.as_of_s}${where}) AS t`;

const cut = (dimension: Dimension, frame: Frame) =>
  dimension === 'promise'
    ? { sql: `coalesce(t.promise, 'unknown')`, joins: [] }
    : dimension === 'policy'
      ? { sql: `coalesce(t.policy_id, 'unknown')`, joins: [] }
      : ticketCut(dimension, 'nobody', frame);

/**
 * One row a promise made to a counted ticket. Whether it was missed, and what pauses it, is the helpdesk's own word where it has one;
 * without it, what was met after it was due, or is due and not met, is missed. A missed promise ended when it was due, else when it was
 * met; a kept one when it was met. `is_kept` is null while it runs; `overrun_s` is how long after it was due it was met.
 */
export const promises = relation({
  name: 'promises',
  columns,
  tables: ['sla_results', 'tickets'],
  key: (dimensions, frame) => `promises of ${tickets('nobody').key(dimensions, frame)}`,
  from: (frame) => from(frame, '', '', ''),
  cut,
  row: ['source', 'ticket_id', 'number', 'promise', 'applied_s'],
});

/** The same of tickets that are open at the end of the period, or may be (`is_place_told`): somebody can still act on them. */
export const openPromises = relation({
  name: 'open promises',
  columns: [...columns, 'is_place_told'],
  tables: ['sla_results', 'ticket_flow', 'tickets'],
  key: (_, frame) => `promises open at ${frame.end_s}`,
  from: (frame) =>
    from(
      frame,
      `, ${isPlaceTold(frame)} AS is_place_told`,
      ` ${joinOpen(frame)}`,
      ` AND t.created_s < ${frame.end_s} AND (t.resolved_s IS NULL OR t.resolved_s >= ${frame.end_s})`,
    ),
  cut,
  row: ['source', 'ticket_id', 'number', 'promise', 'applied_s'],
});

/** One row a counted ticket of which nobody knows what casebook.yaml promised: promises differ by what it does not tell. */
export const promiseUntold = relation({
  name: 'tickets whose promise is not told',
  columns: columnNames(ticketsTable),
  tables: ['tickets'],
  key: (dimensions, frame) => `promise not told of ${tickets('nobody').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT * FROM ${ticketsAsOf(frame)} WHERE t.is_counted AND strpos(coalesce(t.data_quality, ''), '"promise_untold"') > 0) AS t`,
  cut: (dimension, frame) =>
    dimension === 'promise' || dimension === 'policy'
      ? { sql: `'unknown'`, joins: [] }
      : ticketCut(dimension, 'nobody', frame),
  row: ['source', 'ticket_id', 'number'],
});
