import { z } from 'zod';
import type { EventKind, TicketEvent } from '../../../facts/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ZohoConfiguration } from '../zoho-desk.ts';
import { valueOf, wordsOf } from './words.ts';

type Rows = Stream['rows'];

const ticketOf = ({ of }: Pick<RowContext, 'of'>): string => {
  if (of === null) throw new Error('ticket: expected the id of the ticket whose list this is');
  return of;
};
/** Rules, workflows and the system are nobody. */
const actorOf = (
  who: Readonly<Record<string, unknown>>,
  bots: readonly string[],
): Pick<TicketEvent, 'actor' | 'actor_id'> => {
  const actor_id = idOrNull.parse(who.id);
  const type = textOrNull.parse(who.type)?.toUpperCase() ?? '';
  if (actor_id === null || /SYSTEM|RULE|WORKFLOW|AUTOMATION/.test(type) || bots.includes(actor_id))
    return { actor: 'automation', actor_id };
  return { actor: /END_?USER|CONTACT|CUSTOMER/.test(type) ? 'customer' : 'agent', actor_id };
};

const Entry = z.looseObject({ eventName: textOrNull, eventTime: timeNeeded, actor: record, eventInfo: list });
const Info = z.looseObject({ propertyName: textOrNull, propertyValue: z.unknown().optional() });

/** One entry of a ticket's history, with all that changed in it. */
export function historyRows(c: ZohoConfiguration): Rows {
  const words = wordsOf(c);
  const { bots, escalation } = c.mappings;
  return (item, context) => {
    const entry = Entry.parse(item);
    const ticket_id = ticketOf(context);
    const by = actorOf(entry.actor, bots);
    const rows: StagedRow[] = [];
    const say = (kind: EventKind, data: TicketEvent['data']): void => {
      rows.push({
        version: versionOf(entry.eventTime, context.received_s),
        event: {
          ticket_id,
          event_id: `${ticket_id}.${entry.eventTime}.${kind}.${by.actor_id ?? ''}.${String(data.to ?? data.into ?? '')}`,
          at_s: entry.eventTime,
          order: 200_000 + rows.length,
          kind,
          ...by,
          data,
        },
      });
    };
    for (const each of entry.eventInfo) {
      const info = Info.parse(each);
      const { previousValue, updatedValue } = record.parse(info.propertyValue);
      const [from, to] = [
        valueOf(previousValue),
        valueOf(updatedValue ?? (previousValue === undefined ? info.propertyValue : null)),
      ];
      switch ((info.propertyName ?? '').toLowerCase()) {
        case 'status':
          say('status', {
            from: context.map('status', from, words.status),
            to: context.map('status', to, words.status),
            raw: to,
          });
          break;
        case 'case owner':
        case 'ticket owner':
        case 'assignee':
          say('assigned', { from, to, ...(to !== null && bots.includes(to) ? { to_kind: 'bot' } : {}) });
          break;
        case 'team': {
          const tier = words.tier.values[to ?? ''];
          say('grouped', { from, to, ...(tier === undefined ? {} : { to_tier: tier }) });
          if (to !== null && escalation.groups.includes(to)) say('escalated', { to: 'development' });
          break;
        }
        case 'priority':
          say('field', {
            field: 'priority',
            from: context.map('priority', from, words.priority),
            to: context.map('priority', to, words.priority),
          });
          break;
        case 'tags':
          if (to !== null && to.split(/\s*,\s*/).some((tag) => escalation.tags.includes(tag)))
            say('escalated', { to: 'development' });
          break;
        case 'merged into':
          if (to !== null) say('merged', { into: to });
          break;
        default:
      }
    }
    return rows;
  };
}

const Conversation = z.looseObject({
  id,
  type: textOrNull,
  direction: textOrNull,
  visibility: textOrNull,
  isPublic: z.unknown().optional(),
  isDescriptionThread: z.unknown().optional(),
  createdTime: time,
  commentedTime: time,
  author: record,
  commenter: record,
  content: textOrNull,
  summary: textOrNull,
});
/** Threads are mail in and out, comments are public or not. The thread that opened the ticket is the question itself. */
export function conversationRows({ mappings: { bots } }: ZohoConfiguration): Rows {
  return (item, context) => {
    const one = Conversation.parse(item);
    const at_s = one.createdTime ?? one.commentedTime;
    if (at_s === null) throw new Error('createdTime: expected a time');
    if (one.isDescriptionThread === true) return [];
    const isComment = one.type === 'comment';
    const by = actorOf(isComment ? one.commenter : one.author, bots);
    const text = one.content ?? one.summary;
    const links = new Set(text?.match(/\/articles?\/[^\s"<]+/g) ?? []).size;
    return [
      {
        version: versionOf(at_s, context.received_s),
        event: {
          ticket_id: ticketOf(context),
          event_id: one.id,
          at_s,
          order: 100_000 + context.index,
          kind: isComment && one.isPublic !== true ? 'noted' : 'replied',
          ...by,
          ...(one.direction === 'in' && by.actor !== 'customer' ? { actor: 'customer' as const } : {}),
          data: {
            text_length: text?.length ?? null,
            ...(by.actor === 'automation' ? { is_auto: 1 } : {}),
            ...(links > 0 ? { kb_links: links } : {}),
          },
        },
      },
    ];
  };
}

const TimeEntry = z.looseObject({
  id,
  ownerId: idOrNull,
  executedTime: time,
  createdTime: time,
  hoursSpent: numberOrNull,
  minutesSpent: numberOrNull,
  secondsSpent: numberOrNull,
});
export const timeRows: Rows = (item, context) => {
  const entry = TimeEntry.parse(item);
  const at_s = entry.executedTime ?? entry.createdTime;
  if (at_s === null) throw new Error('executedTime: expected a time');
  const worked_s = (entry.hoursSpent ?? 0) * 3600 + (entry.minutesSpent ?? 0) * 60 + (entry.secondsSpent ?? 0);
  if (worked_s <= 0) return [];
  return [
    {
      version: versionOf(at_s, context.received_s),
      event: {
        ticket_id: ticketOf(context),
        event_id: `time.${entry.id}`,
        at_s,
        order: 300_000,
        kind: 'worked',
        actor: 'agent',
        actor_id: entry.ownerId,
        data: { worked_s, person_id: entry.ownerId },
      },
    },
  ];
};
