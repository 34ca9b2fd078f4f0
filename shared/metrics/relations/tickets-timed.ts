import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation, type Frame } from '../relation.ts';
import { ticketCut, tickets, ticketsAsOf } from './tickets.ts';

/** Local days that are wholly known by as_of, as a UTC day number: the time log has days, not instants. */
const lastDay = (frame: Frame): number => Math.floor(frame.as_of_s / 86_400);

/** Tickets with `logged_s`: the time log's entries for the ticket, else what the helpdesk itself counted. */
export const ticketsTimed = relation({
  name: 'tickets timed',
  columns: [...columnNames(ticketsTable), 'logged_s'],
  tables: ['tickets', 'time_log'],
  key: (dimensions, frame) => `timed ${tickets('resolved').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, coalesce(spent.worked_s, t.touch_s) AS logged_s FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT coalesce(ticket_source, source) AS of_source, ticket_id AS of_ticket, CAST(sum(worked_s) AS BIGINT) AS worked_s
      FROM time_log WHERE ticket_id IS NOT NULL AND work_day <= ${lastDay(frame)}
      GROUP BY coalesce(ticket_source, source), ticket_id) AS spent
      ON spent.of_source = t.source AND spent.of_ticket = t.ticket_id) AS t`,
  cut: (dimension, frame) =>
    dimension === 'status' || dimension === 'age_band' ? undefined : ticketCut(dimension, 'resolved', frame),
  row: ['source', 'ticket_id', 'number'],
});
