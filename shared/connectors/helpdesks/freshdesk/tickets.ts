import { z } from 'zod';
import {
  created,
  deleted,
  fieldChanged,
  merged,
  noted,
  replied,
  snapshot,
  statusChanged,
  type Happening,
  type TicketStatus,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { versionOf } from '../../engine/normaliser.ts';
import {
  flagOrNull,
  id,
  idOrNull,
  list,
  numberOrNull,
  record,
  textOrNull,
  texts,
  time,
  timeNeeded,
} from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { reachOf } from './reach.ts';
import { mappingsOf } from './words.ts';

const Stats = z.looseObject({
  first_responded_at: time,
  status_updated_at: time,
  reopened_at: time,
  resolved_at: time,
  closed_at: time,
  pending_since: time,
});
const Ticket = z.looseObject({
  id,
  created_at: timeNeeded,
  updated_at: timeNeeded,
  status: textOrNull,
  priority: textOrNull,
  source: textOrNull,
  type: textOrNull,
  requester_id: idOrNull,
  responder_id: idOrNull,
  group_id: idOrNull,
  company_id: idOrNull,
  product_id: idOrNull,
  tags: texts,
  custom_fields: record,
  association_type: numberOrNull,
  associated_tickets_list: z.unknown().optional(),
  spam: flagOrNull,
  due_by: time,
  fr_due_by: time,
  is_escalated: flagOrNull,
  fr_escalated: flagOrNull,
  stats: record,
});
type Ticket = z.output<typeof Ticket>;

const outboundEmail = '10';
/** Chats, whose first message is the description again. */
const chats: ReadonlySet<string> = new Set(['7', '15', '16']);
/** association_type of a ticket that hangs on a tracker: the engineering side of it. */
const related = 4;

/** What a list says of a ticket now; what it can only know now becomes a snapshot, what it dates becomes events. */
export function ticketRows(
  c: FreshdeskConfiguration,
  kind: 'listed' | 'archived' | 'deleted' | 'spam',
): Stream['rows'] {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  return (item, context): readonly StagedRow[] => {
    const t = Ticket.parse(item);
    const stats = Stats.parse(t.stats);
    const status = context.map('status', t.status, words.status);
    const isSpam = kind === 'spam' || t.spam === true;
    const version = versionOf(t.updated_at, context.received_s);
    const event = happened(t.id, version);
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.id,
        version,
        status: kind === 'deleted' ? 'deleted' : isSpam ? 'spam' : status,
        status_raw: t.status,
        channel_raw: t.source,
        priority_raw: t.priority,
        type_raw: t.type,
        tags: t.tags,
        isOutbound: t.source === outboundEmail,
        group_id: t.group_id,
        field: (name) => t.custom_fields[name],
        otherwise: { product: t.product_id },
      },
      {
        url: c.domain === undefined ? null : `https://${c.domain}.freshdesk.com/a/tickets/${t.id}`,
        created_s: t.created_at,
        updated_s: t.updated_at,
        assignee_id: t.responder_id,
        requester_id: t.requester_id,
        account_id: t.company_id,
        is_spam: isSpam,
        deleted_s: kind === 'deleted' ? t.updated_at : null,
        given_quality: JSON.stringify([
          ...(hasLostHistory(stats, c) ? ['missing_history'] : []),
          // what the export has of an old ticket is not known here
          ...((kind === 'archived' && c.activities) ||
          isOlder(t.created_at, kind === 'listed' ? reachOf(context) : null)
            ? ['short_history']
            : []),
        ]),
        fact_source: c.activities ? 'events' : 'snapshot',
      },
    );
    const { channel, priority, is_outbound } = ticket.row;
    const rows: StagedRow[] = [
      ticket,
      event(
        created({
          channel,
          is_outbound: is_outbound ? '1' : undefined,
          is_repeated: chats.has(t.source ?? '') ? 1 : undefined,
        }),
        t.created_at,
        0,
        t.requester_id,
      ),
    ];
    // spam is told apart by the attributes
    if (kind === 'deleted' || isSpam)
      return [...rows, event(deleted({}), t.updated_at, 2_000_000_000, null, `deleted.${t.id}`)];
    return [
      ...rows,
      ...datedStatuses(t, stats, status, event),
      event(
        snapshot({
          assignee: t.responder_id,
          assignee_kind: t.responder_id !== null && m.bots.includes(t.responder_id) ? 'bot' : undefined,
          group: t.group_id,
          priority,
          // tags and groups have their dates in the export, trackers have not
          engineering: c.activities ? trackerOf(t) : engineeringOf(t, c),
        }),
        t.updated_at,
        1_500_000_000,
      ),
      // nothing but the list of the living says that a ticket came back: takes the word of its removal back
      event(fieldChanged({ field: 'deleted', to: null }), t.updated_at, 1_600_000_000, null, `deleted.${t.id}`),
      ...promises(t, stats, version),
    ];
  };
}

/** A ticket of the archive, where what is in the bin or spam stays so. */
export function archivedRows(c: FreshdeskConfiguration): Stream['rows'] {
  const [found, archived] = [foundRows(c), ticketRows(c, 'archived')];
  return (item, context) => {
    const rows = found(item, context);
    return rows.length > 0 ? rows : archived(item, context);
  };
}

/** A ticket that was asked for by its id, because a list lacks it: in the bin, spam, or archived with all that is known of it. */
export function foundRows(c: FreshdeskConfiguration): Stream['rows'] {
  const [deleted, spam] = [ticketRows(c, 'deleted'), ticketRows(c, 'spam')];
  return (item, context): readonly StagedRow[] => {
    const { deleted: isDeleted, spam: isSpam } = record.parse(item);
    return isDeleted === true ? deleted(item, context) : isSpam === true ? spam(item, context) : [];
  };
}

const isOlder = (created_s: number, reach_s: number | null): boolean => reach_s !== null && created_s < reach_s;

/** The two promises of a service level; what is called escalated is a promise that was broken. */
function promises(t: Ticket, stats: z.output<typeof Stats>, version: string): readonly StagedRow[] {
  const promise = (
    metric: string,
    due_s: number | null,
    fulfilled_s: number | null,
    isMarked: unknown,
  ): readonly StagedRow[] =>
    due_s === null
      ? []
      : [
          {
            table: 'sla_results',
            version,
            row: {
              ticket_id: t.id,
              metric,
              policy_id: null,
              applied_s: t.created_at,
              due_s,
              fulfilled_s,
              is_breached: isMarked === true || (fulfilled_s !== null && fulfilled_s > due_s),
              elapsed_s: null,
            },
          },
        ];
  return [
    ...promise('first_reply', t.fr_due_by, stats.first_responded_at, t.fr_escalated),
    ...promise('resolution', t.due_by, stats.resolved_at ?? stats.closed_at, t.is_escalated),
  ];
}

type Happened = (what: Happening, at_s: number, order: number, actor_id?: string | null, own?: string) => StagedRow;
/** Events of one ticket, named by what and when, so that every pull that sees one again names it the same. */
const happened =
  (ticket_id: string, version: string): Happened =>
  (what, at_s, order, actor_id = null, own) => {
    const to = what.kind === 'status' ? what.data.to : null;
    const event_id = own ?? `${what.kind}.${ticket_id}${what.kind === 'created' ? '' : `.${at_s}.${to ?? ''}`}`;
    return { version, event: { ticket_id, event_id, at_s, order, actor: null, actor_id, ...what } };
  };

/**
 * The last times that the ticket API keeps: each one seen at any pull stays, because its event has a name of its own. They come after
 * what the activity export says of the same second, which also knows who did it.
 */
function datedStatuses(
  t: Ticket,
  stats: z.output<typeof Stats>,
  status: TicketStatus | null,
  event: Happened,
): readonly StagedRow[] {
  const at = (at_s: number | null, to: TicketStatus | null, order: number): readonly StagedRow[] =>
    at_s === null || to === null ? [] : [event(statusChanged({ to }), at_s, order, t.responder_id)];
  return [
    ...at(stats.reopened_at, 'open', 1_000_000_001),
    ...at(stats.pending_since, 'pending_customer', 1_000_000_002),
    ...at(stats.resolved_at, 'solved', 1_000_000_003),
    ...at(stats.closed_at, 'closed', 1_000_000_004),
    ...at(stats.status_updated_at, status, 1_000_000_005),
  ];
}

/** A reopening without the resolution before it: the first resolution is not known any more. */
const hasLostHistory = (stats: z.output<typeof Stats>, c: FreshdeskConfiguration): boolean =>
  !c.activities && stats.reopened_at !== null && (stats.resolved_at === null || stats.resolved_at > stats.reopened_at);

function engineeringOf(t: Ticket, { mappings: { escalation } }: FreshdeskConfiguration): string | null {
  const tracker = trackerOf(t);
  if (tracker !== null) return tracker;
  const tag = t.tags.find((each) => escalation.tags.includes(each));
  if (tag !== undefined) return `tag:${tag}`;
  return t.group_id !== null && escalation.groups.includes(t.group_id) ? `group:${t.group_id}` : null;
}
const trackerOf = (t: Ticket): string | null =>
  t.association_type === related ? (idOrNull.parse(list.parse(t.associated_tickets_list)[0]) ?? 'tracker') : null;

const Conversation = z.looseObject({
  id,
  ticket_id: idOrNull,
  created_at: timeNeeded,
  updated_at: time,
  user_id: idOrNull,
  body_text: textOrNull,
  incoming: flagOrNull,
  private: flagOrNull,
  auto_response: flagOrNull,
  automation_id: idOrNull,
  source: textOrNull,
});
/** What came in with a survey is an answer to it, which the ratings tell; what was forwarded went to somebody else. */
const surveyFeedback = '6';
const forwarded = '8';

/** How the languages of Freshdesk begin its word for "merged". */
const mergeWords =
  /\b(?:merg|zusammengef|fusion|samengevoegd|combinad|mescla|mesclad|unid[oa]\b|unit[oa]\b|sammanf|slått|slagits|sammenl|yhdist|połącz|scalon|slouč|zlúč|egyesít|birleştir|îmbin|объедин|об'єдн|обедин)|結合|統合|マージ|合并|合併|병합|통합|รวม|دمج|מוזג|gộp|digabung/iu;

/**
 * The ticket that a note of Freshdesk's own says this one was closed and merged into: the interface has no mark of it. A short note in
 * any of its languages with one number, that of the other ticket, so that no sentence of a person is taken for it.
 */
function mergedInto(text: string): string | undefined {
  const numbers = text.match(/\d+/g) ?? [];
  return text.length <= 200 && new Set(numbers).size === 1 && mergeWords.test(text) ? numbers[0] : undefined;
}

/** Messages and notes. The description is the question itself: created says it. */
export function conversationRows({ mappings: m }: FreshdeskConfiguration): Stream['rows'] {
  return (item, context: RowContext) => {
    const one = Conversation.parse(item);
    const ticket_id = context.of ?? one.ticket_id;
    if (ticket_id === null) throw new Error('ticket_id: expected the id of a ticket');
    if (one.source === surveyFeedback) return [];
    const isAuto =
      one.auto_response === true ||
      one.automation_id !== null ||
      (one.user_id !== null && m.bots.includes(one.user_id));
    const version = versionOf(one.updated_at ?? one.created_at, context.received_s);
    const actor = isAuto ? 'automation' : one.incoming === true ? 'customer' : 'agent';
    const by = { ticket_id, at_s: one.created_at, actor, actor_id: one.user_id } as const;
    const into = one.private === true ? mergedInto(one.body_text ?? '') : undefined;
    const rows: StagedRow[] = [
      {
        version,
        event: {
          ...by,
          event_id: `conversation.${one.id}`,
          order: 100_000 + context.index,
          ...(one.private === true || one.source === forwarded ? noted : replied)(
            messageData(one.body_text, isAuto, /\/support\/solutions\/articles\/\d+/g),
          ),
        },
      },
    ];
    if (into !== undefined)
      rows.push({
        version,
        event: { ...by, event_id: `merged.${ticket_id}`, order: 1_700_000_000, ...merged({ into }) },
      });
    return rows;
  };
}
