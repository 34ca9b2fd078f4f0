import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation } from '../relation.ts';
import { flow } from './flow.ts';
import { tickets } from './tickets.ts';

/** Seconds of a slot: every time zone's days begin on one. */
export const slot_s = 900;

/** Tickets with the quarter of an hour in which they came. */
const received = tickets('nobody');
export const arrivals = relation({
  name: 'arrivals',
  columns: [...columnNames(ticketsTable), 'slot_s'],
  tables: ['tickets'],
  key: (dimensions, frame) => `arrivals ${received.key(dimensions, frame)}`,
  from: (frame) =>
    `(SELECT t.*, t.created_s - mod(t.created_s, ${slot_s}) AS slot_s FROM ${received.from(frame)}) AS t`,
  cut: received.cut,
  row: ['source', 'ticket_id', 'number', 'created_s'],
});

/** Steps in and out of the backlog with the quarter of an hour in which they were. */
export const steps = relation({
  name: 'steps',
  columns: ['source', 'ticket_id', 'number', 'at_s', 'kind', 'change', 'is_place_told', 'slot_s'],
  tables: ['ticket_flow', 'tickets'],
  key: (dimensions, frame) => `steps ${flow.key(dimensions, frame)}`,
  from: (frame) => `(SELECT t.*, t.at_s - mod(t.at_s, ${slot_s}) AS slot_s FROM ${flow.from(frame)}) AS t`,
  cut: flow.cut,
  row: ['source', 'ticket_id', 'number', 'kind', 'at_s'],
});
