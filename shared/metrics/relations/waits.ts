import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation } from '../relation.ts';
import { ticketCut, tickets, ticketsAsOf } from './tickets.ts';

/** Seconds that a ticket stood in some statuses until it was resolved. */
const stood = (statuses: readonly string[]): string =>
  `CAST(coalesce(sum(CASE WHEN stay_status IN (${statuses.map((status) => `'${status}'`).join(', ')}) THEN stayed_s END), 0) AS INTEGER)`;

const classes = {
  new_s: stood(['new']),
  open_s: stood(['open']),
  third_party_hold_s: stood(['pending_third_party']),
  customer_hold_s: stood(['pending_customer']),
  requester_wait_s: stood(['new', 'open', 'pending_third_party']),
  rested_s: stood(['solved', 'closed', 'deleted', 'spam', 'merged']),
  unclear_s: stood(['other']),
} as const;
const classNames = Object.keys(classes) as (keyof typeof classes)[];

/**
 * Tickets that are resolved, with how long they stood where until then. The stays tile the time from the creation on, so that
 * requester_wait_s + customer_hold_s + rested_s + unclear_s = resolve_s. A case waits for us, or for somebody whom we asked, while it is
 * new, open or held for a third party; it rests while it is finished before it is reopened; of `other` nobody knows who waits.
 */
export const waits = relation({
  name: 'waits',
  columns: [...columnNames(ticketsTable), ...classNames],
  tables: ['tickets', 'ticket_intervals'],
  key: (dimensions, frame) => `waits ${tickets('resolved').key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, ${classNames.map((name) => `coalesce(stood.${name}, 0) AS ${name}`).join(', ')} FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT of_source, of_ticket, ${classNames.map((name) => `${classes[name]} AS ${name}`).join(',\n        ')}
      FROM (SELECT st.source AS of_source, st.ticket_id AS of_ticket, st.status AS stay_status,
          least(coalesce(st.ended_s, t.resolved_s), t.resolved_s) - st.started_s AS stayed_s
        FROM ticket_intervals AS st JOIN ${ticketsAsOf(frame)} ON t.source = st.source AND t.ticket_id = st.ticket_id
        WHERE st.started_s < t.resolved_s) AS stays
      GROUP BY of_source, of_ticket) AS stood ON stood.of_source = t.source AND stood.of_ticket = t.ticket_id) AS t`,
  cut: (dimension, frame) =>
    dimension === 'status' || dimension === 'age_band' ? undefined : ticketCut(dimension, 'resolved', frame),
  row: ['source', 'ticket_id', 'number'],
});
