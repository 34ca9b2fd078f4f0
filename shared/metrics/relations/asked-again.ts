import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation } from '../relation.ts';
import { ticketsByCustomer } from './customer.ts';
import { ticketCut, tickets, ticketsAsOf } from './tickets.ts';

/**
 * Tickets with `asked_again_s`: when the same contact next opened one after the first resolution. Known of cases with an AI agent
 * alone, which are the ones that it is asked of.
 */
export const ticketsAskedAgain = relation({
  name: 'tickets asked again',
  columns: [...columnNames(ticketsTable), 'asked_again_s'],
  tables: ['tickets'],
  key: (dimensions, frame) => `asked again ${tickets('nobody').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, again.asked_again_s FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT one.source AS of_source, one.ticket_id AS of_ticket, min(another.created_s) AS asked_again_s
      FROM ${ticketsByCustomer('one', frame)} JOIN ${ticketsByCustomer('another', frame)} ON another.source = one.source AND another.requester_id = one.requester_id
      WHERE one.first_ai_act_s IS NOT NULL AND another.created_s >= one.first_resolved_s AND another.created_s <= ${frame.as_of_s}
        AND NOT coalesce(another.is_test, FALSE) AND NOT coalesce(another.is_outbound, FALSE)
      GROUP BY one.source, one.ticket_id) AS again ON again.of_source = t.source AND again.of_ticket = t.ticket_id) AS t`,
  cut: (dimension, frame) =>
    dimension === 'status' || dimension === 'age_band' ? undefined : ticketCut(dimension, 'nobody', frame),
  row: ['source', 'ticket_id', 'number'],
});
