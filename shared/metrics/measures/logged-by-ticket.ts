import { numberOf } from '../answers.ts';
import type { Ask, MetricQueries } from '../model.ts';
import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation, type Cut, type Frame } from '../relation.ts';
import { sql } from '../sql.ts';
import { ticketCut, ticketsAsOf } from '../relations/tickets.ts';
import { isIn } from '../segments.ts';
import type { Dimension, Segment } from '../value.ts';
import { knownEndOf } from './weights.ts';

/** Entries of the time log that name a ticket, with the ticket's columns; dated by the local day. */
const ticketTime = relation({
  name: 'ticket time',
  columns: [...columnNames(ticketsTable), 'work_day', 'worked_s', 'entry_id', 'worker_id', 'activity'],
  tables: ['time_log', 'tickets'],
  key: (dimensions, frame) => `ticket time ${dimensions.length === 0 ? '' : frame.end_s}`,
  from: (frame) =>
    `(SELECT t.*, tl.work_day, tl.worked_s, tl.entry_id, tl.person_id AS worker_id, tl.activity FROM time_log AS tl
    JOIN ${ticketsAsOf(frame)} ON t.source = coalesce(tl.ticket_source, tl.source) AND t.ticket_id = tl.ticket_id
    WHERE tl.worked_s > 0 AND tl.activity <> 'leave') AS t`,
  cut: (dimension, frame) => workerCut(dimension, frame) ?? ticketCut(dimension, 'resolver', frame),
  row: ['entry_id', 'source', 'ticket_id'],
});
const { t } = ticketTime;

/** Time belongs to the team (level, place) of the person who logged it, on the day it was spent. */
function workerCut(dimension: Dimension, frame: Frame): Cut | undefined {
  if (!['team', 'level', 'skill_stack', 'location'].includes(dimension)) return undefined;
  if (!frame.present.has('roster')) return { sql: `'unknown'`, joins: [] };
  return {
    sql: `coalesce(worker.${dimension}, 'unknown')`,
    joins: [
      `LEFT JOIN (SELECT person_id, team, level, skill_stack, location, start_day,
      least(coalesce(end_day, 9999999), coalesce(lead(start_day) OVER (PARTITION BY person_id ORDER BY start_day, source), 9999999)) AS until_day
    FROM roster) AS worker ON worker.person_id = t.worker_id AND worker.start_day <= t.work_day AND worker.until_day > t.work_day`,
    ],
  };
}

/** Seconds logged on tickets in the period, by segment of the tickets. */
export async function secondsByTicket(
  queries: MetricQueries,
  ask: Ask,
): Promise<readonly { segment: Segment; worked_s: number }[]> {
  const { period } = ask;
  const rows = await queries.tally(ask, {
    relation: ticketTime,
    at: null,
    span: 'any',
    where: sql`${t.work_day} >= ${period.start_day} AND ${t.work_day} < ${knownEndOf(queries, period.end_day)}`,
    columns: [],
    sums: { worked_s: t.worked_s },
  });
  return rows.map(({ segment, row }) => ({ segment, worked_s: numberOf(row.worked_s) ?? 0 }));
}

/** The share of the logged seconds that stands on tickets of a segment and inside a filter, by the dimensions of tickets. */
export async function loggedByTicket(
  queries: MetricQueries,
  ask: Ask,
  dimensions: readonly Dimension[],
): Promise<(segment: Segment, where: Segment) => number> {
  const rows = await secondsByTicket(queries, { ...ask, by: dimensions, where: {} });
  const all = rows.reduce((sum, { worked_s }) => sum + worked_s, 0);
  return (segment, where) => {
    const wanted = Object.fromEntries(
      Object.entries(segment).filter(([name]) => dimensions.includes(name as Dimension)),
    );
    const part = rows
      .filter((row) => isIn({ ...where, ...wanted }, row.segment))
      .reduce((sum, { worked_s }) => sum + worked_s, 0);
    return all === 0 ? 0 : part / all;
  };
}
