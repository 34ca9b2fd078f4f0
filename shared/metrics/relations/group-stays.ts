import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation } from '../relation.ts';
import { ticketCut, tickets, ticketsAsOf } from './tickets.ts';

/** One row a ticket and group that it lay in, with how long it lay there until it was resolved; one without a group for the others. */
export const groupStays = relation({
  name: 'group stays',
  columns: [...columnNames(ticketsTable), 'stay_group_id', 'stay_group', 'stayed_s'],
  tables: ['tickets', 'ticket_owners'],
  key: (dimensions, frame) => `group stays ${tickets('resolved').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, lain.stay_group_id, coalesce(named.group_name, lain.stay_group_id) AS stay_group, CAST(lain.lain_s AS INTEGER) AS stayed_s
    FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT own.source AS of_source, own.ticket_id AS of_ticket, own.group_id AS stay_group_id,
        sum(least(coalesce(own.ended_s, t.resolved_s), t.resolved_s) - own.started_s) AS lain_s
      FROM ticket_owners AS own JOIN ${ticketsAsOf(frame)} ON t.source = own.source AND t.ticket_id = own.ticket_id
      WHERE own.started_s < t.resolved_s AND own.group_id IS NOT NULL
      GROUP BY own.source, own.ticket_id, own.group_id) AS lain ON lain.of_source = t.source AND lain.of_ticket = t.ticket_id
    LEFT JOIN (SELECT source AS group_source, group_id AS named_group_id, max(name) AS group_name FROM groups GROUP BY source, group_id) AS named
      ON named.group_source = lain.of_source AND named.named_group_id = lain.stay_group_id) AS t`,
  cut: (dimension, frame) =>
    dimension === 'group'
      ? { sql: `coalesce(t.stay_group, 'unknown')`, joins: [] }
      : dimension === 'status' || dimension === 'age_band'
        ? undefined
        : ticketCut(dimension, 'resolved', frame),
  row: ['source', 'ticket_id', 'number', 'stay_group_id'],
});
