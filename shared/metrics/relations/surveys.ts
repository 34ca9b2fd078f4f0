import { columnNames } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { relation, type Frame } from '../relation.ts';
import { accountCut } from './account.ts';
import { customerOf, mergesOf } from './customer.ts';
import { cutColumns, handledByAnyone, ofPerson, ticketCut, ticketsAsOf } from './tickets.ts';

const ticketSource = 'coalesce(ticket_source, source)';
/** Points above the worst answer of the scale. */
const goodness = `CASE WHEN coalesce(scale_reversed, FALSE) THEN scale_max - score ELSE score - scale_min END`;
/**
 * What an answer says, the same for answers that are pulled and that are imported: the helpdesk's own word, else the score, from three
 * quarters of its scale on good, up to one quarter bad.
 */
const said = `coalesce(label, CASE WHEN score IS NULL OR scale_min IS NULL OR scale_max IS NULL THEN NULL
      WHEN 4 * (${goodness}) >= 3 * (scale_max - scale_min) THEN 'good'
      WHEN 4 * (${goodness}) <= scale_max - scale_min THEN 'bad' ELSE 'neutral' END)`;
type SurveyKind = 'csat' | 'ces' | 'cx_model';
const answers = (kind: SurveyKind, frame: Frame): string =>
  `(SELECT survey_id, ${ticketSource} AS of_source, ticket_id AS of_ticket, ${said} AS label, cause, score, scale_min, scale_max,
      coalesce(scale_reversed, FALSE) AS scale_reversed, person_id, answered_s,
      row_number() OVER (PARTITION BY ${ticketSource}, coalesce(ticket_id, survey_id)
        ORDER BY answered_s DESC, coalesce(updated_s, 0) DESC, survey_id DESC) AS place
    FROM surveys WHERE kind = '${kind}' AND ${
      kind !== 'ces'
        ? `answered_s <= ${frame.as_of_s}`
        : `answered_s >= ${frame.start_s} AND answered_s < ${frame.end_s} AND score IS NOT NULL`
    } AND (label IS NOT NULL OR score IS NOT NULL)) AS sv`;

const answersOf = (kind: SurveyKind, of: 'counted' | 'anyone' = 'counted') =>
  relation({
    name: `${kind} answers${of === 'anyone' ? ' of anyone' : ''}`,
    columns: [
      ...cutColumns,
      'survey_id',
      'label',
      'cause',
      'score',
      'scale_min',
      'scale_max',
      'scale_reversed',
      'rated_id',
      'answered_s',
    ],
    tables: kind === 'ces' ? ['surveys'] : ['surveys', 'tickets'],
    key: (dimensions, frame) =>
      `${kind} ${of}${dimensions.some((one) => ofPerson.has(one)) ? ' by person' : ''}${kind === 'ces' ? ` ${frame.start_s} ${frame.end_s}` : ''}`,
    from: (frame) =>
      `(SELECT ${cutColumns.map((name) => (name === 'source' ? `coalesce(t.source, sv.of_source) AS source` : `t.${name}`)).join(', ')},
    sv.survey_id, sv.label, sv.cause, sv.score, sv.scale_min, sv.scale_max, sv.scale_reversed, sv.person_id AS rated_id, sv.answered_s
    FROM ${answers(kind, frame)} ${kind === 'ces' ? 'LEFT JOIN' : 'JOIN'} ${ticketsAsOf(frame)}
      ON t.source = sv.of_source AND t.ticket_id = sv.of_ticket
    WHERE sv.place = 1${kind === 'ces' ? '' : ` AND ${of === 'counted' ? 't.is_counted' : handledByAnyone.text}`}) AS t`,
    cut: (dimension, frame) => ticketCut(dimension, 'rated person', frame),
    row: ['source', 'survey_id', 'ticket_id'],
  });

/** The latest csat answer of each counted ticket. */
export const ratings = answersOf('csat');
/** The same of each ticket that anyone handled, robots alone included. */
export const ratingsOfAnyone = answersOf('csat', 'anyone');
/** The latest score that a model gave each counted ticket: no customer said so. */
export const modelScores = answersOf('cx_model');
/** The latest ces answer of each ticket inside the period. */
export const efforts = answersOf('ces');

/** Tickets with flags, 0 or 1: was asked for a rating, gave one, and somebody tells it: the source, or answers of it that were imported. */
export const ticketsRated = relation({
  name: 'tickets rated',
  columns: [...columnNames(ticketsTable), 'is_offered', 'is_rated', 'is_rating_told'],
  tables: ['tickets', 'surveys'],
  key: (dimensions, frame) => `tickets rated${dimensions.some((one) => ofPerson.has(one)) ? ` at ${frame.end_s}` : ''}`,
  from: (frame) =>
    `(SELECT t.*, coalesce(rated.is_offered, 0) AS is_offered, coalesce(rated.is_rated, 0) AS is_rated,
      CASE WHEN coalesce(t.tells_ratings_given, TRUE) OR rated.is_rated = 1 OR surveyed.of_source IS NOT NULL THEN 1 ELSE 0 END AS is_rating_told
    FROM ${ticketsAsOf(frame)}
    LEFT JOIN (SELECT DISTINCT ticket_source AS of_source FROM surveys WHERE kind = 'csat' AND ticket_source <> source) AS surveyed ON surveyed.of_source = t.source
    LEFT JOIN (SELECT ${ticketSource} AS of_source, ticket_id AS of_ticket,
        max(CASE WHEN coalesce(offered_s, answered_s) <= ${frame.as_of_s} THEN 1 ELSE 0 END) AS is_offered,
        max(CASE WHEN (label IS NOT NULL OR score IS NOT NULL) AND answered_s <= ${frame.as_of_s} THEN 1 ELSE 0 END) AS is_rated
      FROM surveys WHERE kind = 'csat' AND ticket_id IS NOT NULL GROUP BY ${ticketSource}, ticket_id) AS rated
      ON rated.of_source = t.source AND rated.of_ticket = t.ticket_id) AS t`,
  cut: (dimension, frame) => ticketCut(dimension, 'resolver', frame),
  row: ['source', 'ticket_id', 'number'],
});

/** Answers to "would you recommend us", 0 to 10, the latest of each respondent inside the period. */
export const recommendations = relation({
  name: 'nps answers',
  columns: ['source', 'survey_id', 'respondent_id', 'account_id', 'score', 'answered_s'],
  tables: ['surveys'],
  key: (_, frame) => `nps ${frame.start_s} ${frame.end_s}`,
  from: (frame) =>
    `(SELECT sv.source, sv.survey_id, ${customerOf('sv', 'sv.respondent_id', frame)} AS respondent_id, sv.account_id, sv.score, sv.answered_s,
      row_number() OVER (PARTITION BY coalesce(${customerOf('sv', 'sv.respondent_id', frame)}, sv.account_id, concat(sv.source, sv.survey_id))
        ORDER BY sv.answered_s DESC, coalesce(sv.updated_s, 0) DESC, sv.survey_id DESC) AS place
    FROM surveys AS sv${mergesOf('sv', 'sv.respondent_id', frame, 'coalesce(sv.ticket_source, sv.source)')} WHERE kind = 'nps' AND score >= 0 AND score <= 10 AND coalesce(scale_min, 0) = 0 AND coalesce(scale_max, 10) = 10
      AND answered_s >= ${frame.start_s} AND answered_s < ${frame.end_s}) AS t`,
  where: () => 't.place = 1',
  cut: (dimension, frame) => accountCut(dimension, 't.account_id', 't.answered_s', frame, true),
  row: ['source', 'survey_id', 'respondent_id'],
});

/** Quality checks of the period, the latest of each ticket and reviewer (picked ones apart), with the columns of the ticket. */
export const reviews = relation({
  name: 'qa reviews',
  columns: [
    ...cutColumns,
    'review_id',
    'passed',
    'errors',
    'sampled',
    'reviewed_id',
    'reviewed_s',
    'reviewer_kind',
    'points_milli',
    'possible_milli',
  ],
  tables: ['qa_reviews'],
  key: (dimensions, frame) =>
    `qa${dimensions.some((one) => ofPerson.has(one)) ? ' by person' : ''} ${frame.start_s} ${frame.end_s}`,
  from: (frame) =>
    `(SELECT ${cutColumns
      .filter((name) => name !== 'source')
      .map((name) => `t.${name}`)
      .join(', ')},
    qa.review_id, qa.of_source AS source, qa.passed, qa.errors, qa.sampled, qa.person_id AS reviewed_id, qa.reviewed_s, qa.reviewer_kind, qa.points_milli, qa.possible_milli
    FROM (SELECT review_id, ${ticketSource} AS of_source, ticket_id AS of_ticket, person_id, reviewed_s, passed, errors, sampled,
        coalesce(reviewer_kind, 'person') AS reviewer_kind, points_milli, possible_milli,
        row_number() OVER (PARTITION BY ${ticketSource}, coalesce(ticket_id, review_id), coalesce(reviewer_id, 'unknown'), coalesce(reviewer_kind, 'person'), coalesce(sampled, 'random')
          ORDER BY reviewed_s DESC, review_id DESC) AS place
      FROM qa_reviews WHERE reviewed_s >= ${frame.start_s} AND reviewed_s < ${frame.end_s}) AS qa
    LEFT JOIN ${ticketsAsOf(frame)} ON t.source = qa.of_source AND t.ticket_id = qa.of_ticket
    WHERE qa.place = 1) AS t`,
  cut: (dimension, frame) => ticketCut(dimension, 'reviewed person', frame),
  row: ['source', 'review_id', 'ticket_id'],
});
