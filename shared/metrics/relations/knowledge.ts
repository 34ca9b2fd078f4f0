import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { column, relation, type Cut, type Frame, type Relation } from '../relation.ts';
import type { Dimension } from '../value.ts';
import { accountCut } from './account.ts';
import { mergedBy } from './customer.ts';
import { ticketsAsOf } from './tickets.ts';

const articleColumnNames = [
  'article_id',
  'article_kind',
  'grade',
  'product',
  'language',
  'author_id',
  'surface',
] as const;
const articleColumns: Partial<Record<Dimension, (typeof articleColumnNames)[number]>> = {
  kind: 'article_kind',
  grade: 'grade',
  product: 'product',
  language: 'language',
  article: 'article_id',
  author: 'author_id',
  surface: 'surface',
};
const articleCut = (dimension: Dimension): Cut | undefined => {
  const name = articleColumns[dimension];
  return name === undefined ? undefined : column(name);
};

/** Read to some purpose: long enough, deep enough, or copied (thresholds of METRICS.md, printed). */
export const isMeaningful = (alias: string): string =>
  `(${alias}.kind = 'copied' OR (${alias}.kind = 'read' AND (${alias}.dwell_s >= 30 OR ${alias}.scroll_pct >= 75)))`;

const events = `SELECT ke.source, ke.event_id, ke.article_id, ke.at_s, ke.kind, ke.visitor_id, ke.account_id, ke.contact_id,
    coalesce(ke.session_id, ke.event_id) AS session_id, ke.dwell_s, ke.scroll_pct, ke.helpful, ke.surface,
    ka.kind AS article_kind, ka.grade, ka.product, ka.language, ka.author_id, coalesce(ka.state, 'published') AS state
  FROM knowledge_events AS ke
  LEFT JOIN (SELECT article_id, max(kind) AS kind, max(grade) AS grade, max(product) AS product, max(language) AS language,
      max(author_id) AS author_id, max(state) AS state FROM knowledge_articles GROUP BY article_id) AS ka
    ON ka.article_id = ke.article_id
  WHERE NOT coalesce(ke.is_bot, FALSE)`;

/** Uses of articles by people, with the article's columns. */
export const articleUses = relation({
  name: 'article uses',
  columns: [
    ...articleColumnNames,
    'source',
    'event_id',
    'at_s',
    'kind',
    'visitor_id',
    'account_id',
    'contact_id',
    'session_id',
    'dwell_s',
    'scroll_pct',
    'helpful',
    'state',
    'is_meaningful',
  ],
  tables: ['knowledge_events'],
  key: () => 'article uses',
  from: (frame) =>
    `(SELECT ev.*, CASE WHEN ${isMeaningful('ev')} THEN 1 ELSE 0 END AS is_meaningful
    FROM (${events} AND ke.at_s <= ${frame.as_of_s}) AS ev) AS t`,
  cut: articleCut,
  row: ['source', 'event_id', 'article_id'],
});

const window_s = 259_200;

/**
 * Did the same contact (else the same account) open a ticket from the instant on, within some seconds? Any ticket they opened, also
 * one that is not counted: a repeated question that was merged away says that the answer did not help.
 */
const ticketAfter = (alias: string, at: string, within_s: number, frame: Frame): string =>
  `LEFT JOIN (SELECT DISTINCT near.key FROM (
      SELECT one.key AS key FROM ${alias} AS one JOIN ${ticketsAsOf(frame)} ON t.requester_id = one.contact_id AND NOT coalesce(t.is_outbound, FALSE)
        AND t.created_s >= one.${at} AND t.created_s < one.${at} + ${within_s} AND t.created_s <= ${frame.as_of_s} WHERE one.contact_id IS NOT NULL${
          mergedBy(frame) === null
            ? ''
            : `
      UNION ALL
      SELECT one.key AS key FROM ${alias} AS one JOIN ${mergedBy(frame)} AS same ON same.contact_id = one.contact_id
        JOIN ${ticketsAsOf(frame)} ON t.source = same.source AND t.requester_id = same.into_id AND NOT coalesce(t.is_outbound, FALSE)
        AND t.created_s >= one.${at} AND t.created_s < one.${at} + ${within_s} AND t.created_s <= ${frame.as_of_s}`
        }
      UNION ALL
      SELECT one.key AS key FROM ${alias} AS one JOIN ${ticketsAsOf(frame)} ON t.account_id = one.account_id AND NOT coalesce(t.is_outbound, FALSE)
        AND t.created_s >= one.${at} AND t.created_s < one.${at} + ${within_s} AND t.created_s <= ${frame.as_of_s} WHERE one.contact_id IS NULL AND one.account_id IS NOT NULL
    ) AS near) AS asked ON asked.key = base.key`;

const deliveries = (
  frame: Frame,
): string => `(SELECT concat(ev.session_id, ' ', ev.article_id) AS key, ev.session_id, ev.article_id,
      max(ev.source) AS source, min(CASE WHEN ${isMeaningful('ev')} THEN ev.at_s END) AS at_s, max(ev.contact_id) AS contact_id, max(ev.account_id) AS account_id,
      min(CASE WHEN ev.helpful THEN 1 WHEN NOT ev.helpful THEN 0 END) AS said, max(ev.surface) AS surface, max(ev.article_kind) AS article_kind,
      max(ev.grade) AS grade, max(ev.product) AS product, max(ev.language) AS language, max(ev.author_id) AS author_id
    FROM (${events} AND ke.at_s <= ${frame.as_of_s}) AS ev GROUP BY ev.session_id, ev.article_id
    HAVING max(CASE WHEN ${isMeaningful('ev')} THEN 1 ELSE 0 END) = 1)`;

/** One row a session and article that was really read; `said` is 1, 0 or null, `asked_again` whether a ticket followed. */
export const answersRead = relation({
  name: 'answers read',
  columns: [
    ...articleColumnNames,
    'key',
    'source',
    'session_id',
    'at_s',
    'contact_id',
    'account_id',
    'said',
    'asked_again',
  ],
  tables: ['knowledge_events'],
  key: () => 'answers read',
  from: (frame) =>
    frame.present.has('tickets')
      ? `(SELECT base.*, CASE WHEN asked.key IS NULL THEN 0 ELSE 1 END AS asked_again FROM ${deliveries(frame)} AS base
    ${ticketAfter(deliveries(frame), 'at_s', window_s, frame)}) AS t`
      : `(SELECT base.*, 0 AS asked_again FROM ${deliveries(frame)} AS base) AS t`,
  cut: articleCut,
  row: ['source', 'session_id', 'article_id'],
});

const sessions = (frame: Frame): string =>
  `(SELECT concat(source, ' ', session_id) AS key, source, session_id, started_s, surface, intent, product, account_id, contact_id,
      coalesce(offered_count, 0) AS offered_count, coalesce(accepted, FALSE) AS accepted, outcome, ticket_id, tool, scenario,
      found_answer, would_have_asked, is_settled
    FROM self_service_sessions WHERE NOT coalesce(is_bot, FALSE) AND started_s <= ${frame.as_of_s})`;

/** Self-service sessions by people; `asked_again` tells whether a ticket followed within 24 hours. */
export const sessionsByPeople = relation({
  name: 'sessions',
  columns: [
    'key',
    'source',
    'session_id',
    'started_s',
    'surface',
    'intent',
    'product',
    'account_id',
    'contact_id',
    'offered_count',
    'accepted',
    'outcome',
    'ticket_id',
    'tool',
    'scenario',
    'found_answer',
    'would_have_asked',
    'is_settled',
    'asked_again',
  ],
  tables: ['self_service_sessions'],
  key: () => 'sessions',
  from: (frame) =>
    frame.present.has('tickets')
      ? `(SELECT base.*, CASE WHEN asked.key IS NULL THEN 0 ELSE 1 END AS asked_again FROM ${sessions(frame)} AS base
    ${ticketAfter(sessions(frame), 'started_s', 86_400, frame)}) AS t`
      : `(SELECT base.*, 0 AS asked_again FROM ${sessions(frame)} AS base) AS t`,
  cut: (dimension, frame) => {
    if (dimension === 'product' || dimension === 'surface' || dimension === 'intent') return column(dimension);
    if (dimension === 'language') return { sql: `'unknown'`, joins: [] };
    return accountCut(dimension, 't.account_id', 't.started_s', frame);
  },
  row: ['source', 'session_id', 'surface', 'outcome'],
});

/** Everyone who was reached: a row a counted ticket and a row a read, with one key for one customer; null: a read of nobody known. */
export const reached = relation({
  name: 'reached',
  columns: ['source', 'customer', 'at_s', 'is_direct', 'is_digital', 'channel', 'product', 'language'],
  tables: ['tickets', 'knowledge_events'],
  key: () => 'reached',
  from: (frame) =>
    `(SELECT t.source, coalesce(t.account_id, concat('r:', t.requester_id), 'unknown') AS customer, t.created_s AS at_s, 1 AS is_direct, 0 AS is_digital,
      t.channel, t.product, t.language FROM ${ticketsAsOf(frame)} WHERE t.is_counted
    UNION ALL
    SELECT ev.source, coalesce(ev.account_id, concat('v:', ev.visitor_id)) AS customer, ev.at_s, 0 AS is_direct, 1 AS is_digital,
      'self_service' AS channel, ev.product, ev.language FROM (${events} AND ke.kind = 'read' AND ke.at_s <= ${frame.as_of_s}) AS ev) AS t`,
  cut: (dimension) =>
    dimension === 'channel' || dimension === 'product' || dimension === 'language' ? column(dimension) : undefined,
  row: ['source', 'customer', 'at_s'],
});

/** Resolved tickets whose category is a scenario of a tool; `tool` is the tool that located or solved the issue, if one did. */
export const toolTickets = (scenarios: readonly string[], cutTicket: Relation['cut']) =>
  relation({
    name: 'tickets of scenarios',
    columns: [...columnNames(ticketsTable), 'tool'],
    tables: ['tickets', 'self_service_sessions'],
    key: (dimensions, frame) => `scenarios ${dimensions.includes('team') ? frame.end_s : ''}`,
    from: (frame) =>
      `(SELECT t.*, solved.tool FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT ticket_id AS of_ticket, max(tool) AS tool FROM self_service_sessions
      WHERE ticket_id IS NOT NULL AND tool IS NOT NULL AND outcome IN ('located', 'solved') AND started_s <= ${frame.as_of_s}
      GROUP BY ticket_id) AS solved ON solved.of_ticket = t.ticket_id
    WHERE t.is_counted AND t.category IN (${scenarios.map((one) => `'${one.replaceAll("'", "''")}'`).join(', ')})) AS t`,
    cut: (dimension, frame) => {
      if (dimension === 'scenario') return column('category');
      if (dimension === 'tool') return column('tool');
      return cutTicket(dimension, frame);
    },
    row: ['source', 'ticket_id', 'category'],
  });

/** Incidents from tickets: acknowledged by the first assignment to a person or the first reply, whichever is earlier. */
export const incidentTickets = relation({
  name: 'incident tickets',
  columns: [...columnNames(ticketsTable), 'acknowledged_s', 'response_s'],
  tables: ['tickets'],
  key: (dimensions) => `incident tickets ${dimensions.includes('team') ? 'by team' : ''}`,
  from: (frame) =>
    `(SELECT base.*, CAST(base.acknowledged_s - base.created_s AS INTEGER) AS response_s FROM (
      SELECT t.*, least(coalesce(t.first_assigned_s, t.first_reply_s), coalesce(t.first_reply_s, t.first_assigned_s)) AS acknowledged_s
      FROM ${ticketsAsOf(frame)} WHERE t.is_counted AND t.type = 'incident') AS base) AS t`,
  cut: (dimension) =>
    dimension === 'product' || dimension === 'priority' || dimension === 'team' ? column(dimension) : undefined,
  row: ['source', 'ticket_id', 'number'],
});
