import { columnNames, type ColumnName } from '../../lake/table.ts';
import { tickets } from '../../lake/tables.ts';
import type { Frame } from '../relation.ts';

/** Stands for "still". */
const forever_s = 9_000_000_000_000;

/**
 * Attributes of which some helpdesk tells the changes. Of the others, and of one that a helpdesk does not tell, only the latest
 * value is known.
 */
const told = columnNames(tickets).filter((name) => tickets.columns[name].past === 'told' || name === 'requester_id');
/** Events of these kinds, of the tickets that have one of them after as_of: the others are as they were. */
const eventsOfMoved = (kinds: string, frame: Frame): string =>
  `(SELECT ev.* FROM ticket_events AS ev
        JOIN (SELECT DISTINCT source AS moved_source, ticket_id AS moved_ticket_id FROM ticket_events WHERE kind IN (${kinds}) AND at_s > ${frame.as_of_s}) AS moved
          ON moved.moved_source = ev.source AND moved.moved_ticket_id = ev.ticket_id
        WHERE ev.kind IN (${kinds})) AS moved_events`;
/** Does a past instant ask the events? */
export const hasHistory = (frame: Frame): boolean => frame.looks_back === true && frame.present.has('ticket_events');

/**
 * An attribute of a ticket (alias `tk`) as it was at as_of, by the changes that `attributeHistory` joins. A frame that does not look
 * into the past reads the ticket itself.
 */
export const attributeThen = (name: ColumnName<typeof tickets>, frame: Frame): string =>
  hasHistory(frame) && told.includes(name)
    ? `CASE WHEN was.has_${name} = 1 THEN was.${name} ELSE tk.${name} END`
    : `tk.${name}`;

/**
 * Joins what changed after as_of: the first change after it says what the value was before; where that change does not, the last
 * change or snapshot up to as_of says what it became. Where neither does, the latest value stands.
 */
export function attributeHistory(frame: Frame): string {
  if (!hasHistory(frame)) return '';
  const later = `at_s > ${frame.as_of_s}`;
  const changing = eventsOfMoved(`'field', 'snapshot'`, frame);
  const ofSnapshot = (name: string): string => `
      UNION ALL SELECT source, ticket_id, '${name}', CAST(NULL AS VARCHAR), json_extract_scalar(payload, '$.${name}'), at_s, seq, event_id, 0
      FROM ${changing} WHERE kind = 'snapshot' AND strpos(payload, '"${name}":') > 0`;
  return `
  LEFT JOIN (SELECT source AS was_source, ticket_id AS was_ticket_id,
      ${told.map((name) => `max(CASE WHEN field = '${name}' THEN value END) AS ${name}, max(CASE WHEN field = '${name}' THEN 1 END) AS has_${name}`).join(',\n      ')}
    FROM (SELECT source, ticket_id, field,
        CASE WHEN max(CASE WHEN is_later = 1 THEN tells END) = 1 THEN max(CASE WHEN is_later = 1 THEN from_value END) ELSE max(CASE WHEN is_later = 0 THEN to_value END) END AS value
      FROM (SELECT source, ticket_id, field, from_value, to_value, tells, CASE WHEN ${later} THEN 1 ELSE 0 END AS is_later,
          row_number() OVER (PARTITION BY source, ticket_id, field, CASE WHEN ${later} THEN 1 ELSE 0 END
            ORDER BY CASE WHEN ${later} THEN at_s ELSE -at_s END, CASE WHEN ${later} THEN seq ELSE -seq END, event_id) AS place
        FROM (SELECT source, ticket_id, field, from_value, to_value, at_s, seq, event_id,
            CASE WHEN from_value IS NOT NULL OR strpos(coalesce(payload, ''), '"from":null') > 0 THEN 1 ELSE 0 END AS tells
          FROM ${changing} WHERE kind = 'field' AND field IN (${told.map((name) => `'${name}'`).join(', ')})${ofSnapshot('priority')}${ofSnapshot('channel')}) AS changes) AS placed
      WHERE place = 1 GROUP BY source, ticket_id, field
      HAVING max(is_later) = 1 AND (max(CASE WHEN is_later = 1 THEN tells END) = 1 OR min(is_later) = 0)) AS known
    GROUP BY source, ticket_id) AS was ON was.was_source = tk.source AND was.was_ticket_id = tk.ticket_id`;
}

/** Hand-offs (METRICS.md, words) up to as_of, as facts/handoff.ts counts them; the whole life's where nothing was handed on later. */
export const handoffsThen = (frame: Frame): string =>
  hasHistory(frame)
    ? 'CASE WHEN owned.has_later = 1 THEN owned.handoff_count ELSE tk.handoff_count END'
    : 'tk.handoff_count';

/** Joins the row of people who owned a ticket, of the tickets that changed hands after as_of. */
export function ownerHistory(frame: Frame): string {
  if (!hasHistory(frame)) return '';
  const of = (name: string): string => `json_extract_scalar(payload, '$.${name}')`;
  const order = `at_s, seq, coalesce(${of('sequence')}, ''), event_id`;
  const owning = eventsOfMoved(`'assigned', 'created', 'snapshot'`, frame);
  const robots = frame.present.has('people')
    ? `
        LEFT JOIN (SELECT source AS bot_source, person_id AS bot_id, from_s AS bot_from_s, coalesce(to_s, ${forever_s}) AS bot_until_s FROM people WHERE is_bot) AS robot
          ON robot.bot_source = named.source AND robot.bot_id = named.person AND robot.bot_from_s <= named.at_s AND robot.bot_until_s > named.at_s
        WHERE robot.bot_id IS NULL AND`
    : `
        WHERE`;
  return `
  LEFT JOIN (SELECT source AS owned_source, ticket_id AS owned_ticket_id, max(CASE WHEN at_s > ${frame.as_of_s} THEN 1 ELSE 0 END) AS has_later,
      count_if(at_s <= ${frame.as_of_s} AND person <> before) AS handoff_count
    FROM (SELECT source, ticket_id, at_s, person, lag(person) OVER (PARTITION BY source, ticket_id ORDER BY place) AS before
      FROM (SELECT named.source, named.ticket_id, named.at_s, named.person, named.place
        FROM (SELECT source, ticket_id, at_s, row_number() OVER (PARTITION BY source, ticket_id ORDER BY ${order}) AS place,
            CASE WHEN kind = 'assigned' THEN CASE WHEN coalesce(${of('to_kind')}, 'person') NOT IN ('bot', 'group') THEN to_value END
              ELSE CASE WHEN coalesce(${of('assignee_kind')}, 'person') NOT IN ('bot', 'group') THEN ${of('assignee')} END END AS person
          FROM ${owning}
          UNION ALL SELECT source, ticket_id, at_s, 0 AS place, from_value AS person
          FROM (SELECT source, ticket_id, at_s, from_value, row_number() OVER (PARTITION BY source, ticket_id ORDER BY ${order}) AS first
            FROM ${owning} WHERE kind = 'assigned') AS assignments WHERE first = 1) AS named${robots} named.person IS NOT NULL AND named.person <> '') AS people_only) AS row_of_owners
    GROUP BY source, ticket_id) AS owned ON owned.owned_source = tk.source AND owned.owned_ticket_id = tk.ticket_id`;
}
