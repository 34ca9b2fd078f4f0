import { columnNames, type ColumnName } from '../../lake/table.ts';
import { tickets as ticketsTable } from '../../lake/tables.ts';
import { column, relation, type Cut, type Frame, type Relation } from '../relation.ts';
import { sql, sqlColumns } from '../sql.ts';
import type { Dimension } from '../value.ts';
import { accountCut } from './account.ts';
import { lastKnownAs, membershipAt } from './membership.ts';
import { ticketsAsOf } from './past.ts';

export { ticketsAsOf };

/**
 * Whose ticket it is. `resolved` is the resolver of tickets that are resolved by the choice of axis; `nobody` credits no person: the
 * team is the ticket's own, and only where it has none that of its resolver or owner.
 */
export type TicketCredit =
  'nobody' | 'resolver' | 'resolved' | 'first replier' | 'owner at the end' | 'rated person' | 'reviewed person';

/** Stands for "still": a join condition with OR would be a nested loop over all rows. */
const forever_s = 9_000_000_000_000;

const plain: ReadonlySet<Dimension> = new Set([
  'source',
  'channel',
  'priority',
  'type',
  'category',
  'product',
  'brand',
  'queue',
  'region',
  'language',
  'handled_by',
]);
export const ofPerson: ReadonlySet<Dimension> = new Set(['team', 'tier', 'level', 'skill_stack', 'location', 'person']);

/** Does it matter who is credited? Without a roster team and tier are the ticket's own: then all credits share one scan. */
const isCredited = (dimensions: readonly Dimension[], { present }: Frame): boolean =>
  dimensions.some((one) => one === 'person' || (ofPerson.has(one) && present.has('memberships')));

/** Is the team that the ticket names all there is to know? Then no post is joined, and all periods share one scan. */
const isOwnTeam = (dimension: Dimension, credit: TicketCredit, { tells_team = false }: Frame): boolean =>
  dimension === 'team' && credit === 'nobody' && tells_team;

/** Does the credit depend on the end of the period? An open ticket belongs to its owner at that instant. */
const movesWithEnd = (credit: TicketCredit, dimensions: readonly Dimension[], frame: Frame): boolean =>
  (credit === 'nobody' || credit === 'resolver' || credit === 'owner at the end') &&
  dimensions.some((one) => ofPerson.has(one) && !isOwnTeam(one, credit, frame));

/** The cuts of a ticket whose columns are those of alias `t`; `instant` dates the owner of an open ticket. */
export function ticketCut(dimension: Dimension, credit: TicketCredit, frame: Frame): Cut | undefined {
  if (plain.has(dimension) || isOwnTeam(dimension, credit, frame)) return column(dimension);
  if (ofPerson.has(dimension)) return personCut(dimension, credit, frame);
  if (dimension === 'status') {
    const joins = [
      `LEFT JOIN ticket_intervals AS stay ON stay.source = t.source AND stay.ticket_id = t.ticket_id` +
        ` AND stay.started_s < ${frame.end_s} AND coalesce(stay.ended_s, ${forever_s}) >= ${frame.end_s}`,
    ];
    return frame.present.has('ticket_intervals')
      ? { sql: `coalesce(stay.status, t.status, 'unknown')`, joins }
      : column('status');
  }
  if (dimension === 'age_band') return { sql: ageBand(`${frame.end_s} - t.created_s`), joins: [] };
  return accountCut(dimension, 't.account_id', 't.created_s', frame);
}

/** Age of an open ticket at the end of the period, in elapsed days; each band holds its lower bound. */
export const ageBands = ['0-1 d', '1-3 d', '3-7 d', '7-14 d', '14-30 d', 'over 30 d'] as const;
const ageBand = (age_s: string): string =>
  `CASE WHEN ${age_s} < 86400 THEN '0-1 d' WHEN ${age_s} < 259200 THEN '1-3 d' WHEN ${age_s} < 604800 THEN '3-7 d'` +
  ` WHEN ${age_s} < 1209600 THEN '7-14 d' WHEN ${age_s} < 2592000 THEN '14-30 d' ELSE 'over 30 d' END`;

/**
 * Whoever left is still known by name, such as the last owner of an open ticket. Only who resolves a ticket without a post on that
 * day stays a stranger: service efficiency credits the people of the roster alone.
 */
function personCut(dimension: Dimension, credit: TicketCredit, frame: Frame): Cut {
  const { person, at, joins } = credited(credit, frame);
  const byRosterId = credit === 'rated person' || credit === 'reviewed person';
  const post = membershipAt(person, 't.source', at, frame, byRosterId);
  const all = [...joins, ...(post?.joins ?? [])];
  const of = (name: Parameters<NonNullable<typeof post>['post']>[0]): string => post?.post(name) ?? 'NULL';
  switch (dimension) {
    case 'person': {
      const name = credit === 'resolved' ? null : lastKnownAs(person, 't.source', at, frame, byRosterId);
      return {
        sql: `coalesce(${of('person_id')}, ${name?.person_id ?? 'NULL'}, ${person}, 'unknown')`,
        joins: [...all, ...(name?.joins ?? [])],
      };
    }
    case 'team':
      return post === null
        ? { sql: `coalesce(t.team, 'unknown')`, joins: [] }
        : { sql: `coalesce(${inOrder(of('team'), 't.team', credit)}, 'unknown')`, joins: all };
    case 'tier':
      return post === null
        ? { sql: `coalesce(t.tier, 'unknown')`, joins: [] }
        : { sql: `coalesce(${inOrder(of('tier'), 't.tier', credit)}, 'unknown')`, joins: all };
    default:
      return post === null
        ? { sql: `'unknown'`, joins: [] }
        : { sql: `coalesce(${of(dimension as 'level' | 'skill_stack' | 'location')}, 'unknown')`, joins: all };
  }
}

/** The person's post wins where somebody is credited, what the ticket says where nobody is. */
const inOrder = (post: string, own: string, credit: TicketCredit): string =>
  credit === 'nobody' ? `${own}, ${post}` : `${post}, ${own}`;

/** Who is credited, and the moment that says which team that person belonged to. */
function credited(credit: TicketCredit, frame: Frame): { person: string; at: string; joins: readonly string[] } {
  const last_s = frame.end_s - 1;
  /** Who takes a ticket and resolves it in one instant has no stay. */
  const solver = `CASE WHEN t.resolved_s <= ${last_s} THEN t.resolved_by END`;
  const owned = (at: string): readonly string[] =>
    frame.present.has('ticket_owners')
      ? [
          `LEFT JOIN ticket_owners AS own ON own.source = t.source AND own.ticket_id = t.ticket_id AND own.started_s <= ${at}` +
            ` AND coalesce(own.ended_s, ${forever_s}) > ${at}`,
        ]
      : [];
  const owner = frame.present.has('ticket_owners') ? 'own.person_id' : 't.assignee_id';
  switch (credit) {
    case 'first replier':
      return { person: 't.first_reply_by', at: 't.first_reply_s', joins: [] };
    case 'rated person':
      return { person: 'coalesce(t.rated_id, t.resolved_by)', at: 't.answered_s', joins: [] };
    case 'reviewed person':
      return { person: 't.reviewed_id', at: 't.reviewed_s', joins: [] };
    case 'resolved':
      return { person: `coalesce(t.resolved_by, ${owner})`, at: 't.resolved_s', joins: owned('t.resolved_s') };
    case 'nobody':
    case 'resolver': {
      const at = `coalesce(t.resolved_s, ${last_s})`;
      return {
        person: `CASE WHEN t.resolved_s IS NULL THEN ${owner} ELSE coalesce(t.resolved_by, ${owner}) END`,
        at,
        joins: owned(at),
      };
    }
    case 'owner at the end':
      return frame.present.has('ticket_owners')
        ? { person: `coalesce(own.person_id, ${solver})`, at: String(last_s), joins: [lastOwner(last_s)] }
        : { person: owner, at: String(last_s), joins: [] };
  }
}

/** A stay ends when the ticket is resolved, yet the ticket remains with whoever had it last: the latest stay that had begun. */
const lastOwner = (at_s: number): string =>
  `LEFT JOIN (SELECT source AS own_source, ticket_id AS own_ticket_id, max_by(person_id, started_s) AS person_id FROM ticket_owners` +
  ` WHERE started_s <= ${at_s} GROUP BY source, ticket_id) AS own ON own.own_source = t.source AND own.own_ticket_id = t.ticket_id`;

export type TicketColumn = ColumnName<typeof ticketsTable>;

/** What rows that belong to a ticket (steps, ratings, checks) take from it to be cut by. */
export const cutColumns = [
  'source',
  'ticket_id',
  'number',
  'created_s',
  'channel',
  'priority',
  'type',
  'category',
  'product',
  'brand',
  'queue',
  'region',
  'language',
  'tier',
  'team',
  'account_id',
  'resolved_by',
  'handled_by',
] as const satisfies readonly TicketColumn[];

/** The columns of a ticket, for conditions and values of measures over `tickets`. */
export const t = sqlColumns(columnNames(ticketsTable));

/**
 * Every case that was worked on, by whomever: also what robots did alone, which the policy leaves out of other numbers. Costs pay for
 * all of them.
 */
export const handledByAnyone = sql`(${t.is_counted} OR (coalesce(${t.is_bot_only}, FALSE) AND ${t.removed_s} IS NULL
  AND NOT coalesce(${t.is_test}, FALSE) AND NOT coalesce(${t.is_outbound}, FALSE)))`;

const byCredit = new Map<TicketCredit, Relation<TicketColumn>>();
/** One row a ticket. Conditions name `is_counted` themselves, because some measures count what was left out. */
export function tickets(credit: TicketCredit): Relation<TicketColumn> {
  const known = byCredit.get(credit) ?? ticketsBy(credit);
  byCredit.set(credit, known);
  return known;
}
const ticketsBy = (credit: TicketCredit): Relation<TicketColumn> =>
  relation({
    name: 'tickets',
    columns: columnNames(ticketsTable),
    tables: ['tickets'],
    key: (dimensions, frame) =>
      isCredited(dimensions, frame)
        ? `tickets by ${credit}${movesWithEnd(credit, dimensions, frame) ? ` at ${frame.end_s}` : ''}`
        : 'tickets',
    from: ticketsAsOf,
    cut: (dimension, frame) =>
      dimension === 'status' || dimension === 'age_band' ? undefined : ticketCut(dimension, credit, frame),
    row: ['source', 'ticket_id', 'number'],
  });
