import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation } from '../relation.ts';
import { ticketCut, tickets, ticketsAsOf } from './tickets.ts';

/** One row a turn of a counted ticket after its first reply: a customer wrote and waited. What came after as_of has not happened. */
export const turns = relation({
  name: 'turns',
  columns: [...columnNames(ticketsTable), 'asked_s', 'answered_s', 'turn_s', 'turn_business_s'],
  tables: ['tickets', 'ticket_turns'],
  key: (dimensions, frame) => `turns ${tickets('nobody').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, tu.asked_s, CASE WHEN tu.answered_s <= ${frame.as_of_s} THEN tu.answered_s END AS answered_s,
      CASE WHEN tu.answered_s <= ${frame.as_of_s} THEN tu.turn_s END AS turn_s,
      CASE WHEN tu.answered_s <= ${frame.as_of_s} THEN tu.turn_business_s END AS turn_business_s
    FROM ticket_turns AS tu JOIN ${ticketsAsOf(frame)} ON t.source = tu.source AND t.ticket_id = tu.ticket_id
    WHERE t.is_counted AND tu.asked_s <= ${frame.as_of_s}) AS t`,
  cut: (dimension, frame) =>
    dimension === 'status' || dimension === 'age_band' ? undefined : ticketCut(dimension, 'nobody', frame),
  row: ['source', 'ticket_id', 'number', 'asked_s'],
});
