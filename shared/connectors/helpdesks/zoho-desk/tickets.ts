import { z } from 'zod';
import {
  created,
  fieldChanged,
  snapshot,
  statusChanged,
  worked,
  type Happening,
  type TicketStatus,
} from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { id, idOrNull, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';

const Ticket = z.looseObject({
  id,
  ticketNumber: textOrNull,
  createdTime: timeNeeded,
  modifiedTime: time,
  closedTime: time,
  dueDate: time,
  isOverDue: z.unknown().optional(),
  slaId: idOrNull,
  status: textOrNull,
  statusType: textOrNull,
  priority: textOrNull,
  channel: textOrNull,
  classification: textOrNull,
  category: textOrNull,
  subCategory: textOrNull,
  language: textOrNull,
  productId: idOrNull,
  contactId: idOrNull,
  accountId: idOrNull,
  assigneeId: idOrNull,
  teamId: idOrNull,
  departmentId: idOrNull,
  webUrl: textOrNull,
  isSpam: z.unknown().optional(),
  isTrashed: z.unknown().optional(),
  contact: record,
  cf: record,
  customFields: record,
  sourceTicket: record,
});
type Ticket = z.output<typeof Ticket>;

/** Flags come as they are or as text. */
const isTrue = (flag: unknown): boolean => flag === true || flag === 'true';

/** A status that the account made itself is at least of one of three types. */
const types: Readonly<Record<string, TicketStatus>> = {
  open: 'open',
  'on hold': 'pending_third_party',
  closed: 'solved',
};

/** One ticket with all its fields; its history tells the rest. Without the history, what it shows now is all there is. */
export function ticketRows(c: ZohoDeskConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  return (item, context): readonly StagedRow[] => {
    const t = Ticket.parse(item);
    const updated_s = t.modifiedTime ?? context.received_s;
    const version = versionOf(updated_s, context.received_s);
    const byName = context.map('status', t.status, words.status);
    const status = byName === 'other' ? (types[t.statusType?.toLowerCase() ?? ''] ?? byName) : byName;
    const isSpam = isTrue(t.isSpam);
    const isTrashed = isTrue(t.isTrashed);
    const group = c.group_by === 'team' ? t.teamId : t.departmentId;
    const event = (event_id: string, at_s: number, order: number, what: Happening): StagedRow => {
      const isCreation = what.kind === 'created';
      const actor = isCreation ? null : 'automation';
      const actor_id = isCreation ? t.contactId : null;
      return { version, event: { ticket_id: t.id, event_id, at_s, order, actor, actor_id, ...what } };
    };
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.id,
        version,
        status: isTrashed ? 'deleted' : isSpam ? 'spam' : status,
        status_raw: t.status,
        channel_raw: t.channel,
        priority_raw: t.priority,
        type_raw: t.classification,
        group_id: group,
        field: (name) => t.cf[name] ?? t.customFields[name],
        otherwise: {
          product: t.productId,
          category: t.category,
          subcategory: t.subCategory,
          language: t.language,
          queue: c.group_by === 'team' ? t.departmentId : t.teamId,
        },
      },
      {
        number: t.ticketNumber,
        url: t.webUrl,
        created_s: t.createdTime,
        updated_s,
        assignee_id: t.assigneeId,
        requester_id: t.contactId ?? idOrNull.parse(t.contact.id),
        account_id: accountOf(t),
        is_spam: isSpam,
        followup_of_id: idOrNull.parse(t.sourceTicket.id),
        deleted_s: isTrashed ? updated_s : null,
        given_quality: '[]',
        fact_source: c.history ? 'events' : 'snapshot',
        ...(c.history ? {} : { given_resolved_s: t.closedTime, has_given_resolved: true }),
      },
    );
    const { channel, priority } = ticket.row;
    return [
      ticket,
      event(`created.${t.id}`, t.createdTime, 0, created({ channel })),
      ...promises(t, version),
      // what is no spam any more takes the word back
      isSpam
        ? event(`spam.${t.id}`, updated_s, 2_000_000_000, statusChanged({ to: 'spam' }))
        : event(`spam.${t.id}`, updated_s, 1_600_000, fieldChanged({ field: 'spam', to: null })),
      // the history knows the account's own statuses by their names only
      ...(c.history && byName === 'other' && status === 'solved' && t.closedTime !== null
        ? [event(`closed.${t.id}.${t.closedTime}`, t.closedTime, 1_450_000, statusChanged({ to: status }))]
        : []),
      ...(c.history || isSpam || isTrashed
        ? []
        : [
            event(
              `snapshot.${t.id}.${updated_s}`,
              updated_s,
              1_500_000,
              snapshot({
                status,
                assignee: t.assigneeId,
                assignee_kind: t.assigneeId !== null && m.bots.includes(t.assigneeId) ? 'bot' : undefined,
                group,
                priority,
              }),
            ),
          ]),
    ];
  };
}

/**
 * The promise to resolve. That of the next reply is told while it is due and is no more when it was kept: what was noted of it would
 * never be known to be over.
 */
function promises(t: Ticket, version: string): readonly StagedRow[] {
  if (t.dueDate === null) return [];
  return [
    {
      table: 'sla_results',
      version,
      row: {
        ticket_id: t.id,
        metric: 'resolution',
        policy_id: t.slaId,
        applied_s: t.createdTime,
        due_s: t.dueDate,
        fulfilled_s: t.closedTime,
        is_breached: isTrue(t.isOverDue) || (t.closedTime !== null && t.closedTime > t.dueDate),
        elapsed_s: null,
      },
    },
  ];
}

/** With its contact or without, the account is in one of three places. */
const accountOf = ({ accountId, contact }: Ticket): string | null =>
  accountId ?? idOrNull.parse(record.parse(contact.account).id) ?? idOrNull.parse(contact.accountId);

const TimeEntry = z.looseObject({
  id,
  ownerId: idOrNull,
  hoursSpent: numberOrNull,
  minutesSpent: numberOrNull,
  secondsSpent: numberOrNull,
  executedTime: time,
  createdTime: time,
  modifiedTime: time,
  isTrashed: z.unknown().optional(),
});
/** Hours, minutes and seconds that add up. */
export const timeEntryRows: Stream['rows'] = (item, { of, received_s }): readonly StagedRow[] => {
  const entry = TimeEntry.parse(item);
  if (of === null) throw new Error('of: expected the id of a ticket');
  const at_s = entry.executedTime ?? entry.createdTime;
  if (at_s === null) throw new Error('executedTime: expected a time');
  const spent_s = (entry.hoursSpent ?? 0) * 3600 + (entry.minutesSpent ?? 0) * 60 + (entry.secondsSpent ?? 0);
  // an entry in the bin takes back what it said before
  const worked_s = isTrue(entry.isTrashed) ? 0 : spent_s;
  return [
    {
      version: versionOf(entry.modifiedTime ?? entry.createdTime ?? at_s, received_s),
      event: {
        ticket_id: of,
        event_id: `time.${entry.id}`,
        at_s,
        order: 1_400_000,
        actor: 'agent',
        actor_id: entry.ownerId,
        ...worked({ worked_s, person_id: entry.ownerId }),
      },
    },
  ];
};
