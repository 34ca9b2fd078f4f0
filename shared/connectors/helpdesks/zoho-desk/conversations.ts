import { z } from 'zod';
import { created, noted, replied, type Actor, type Happening } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { versionOf } from '../../engine/version.ts';
import { flagOrNull, id, idOrNull, record, textOrNull, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';

const Part = z.looseObject({
  id,
  type: textOrNull,
  createdTime: time,
  commentedTime: time,
  modifiedTime: time,
  direction: textOrNull,
  visibility: textOrNull,
  status: textOrNull,
  isDescriptionThread: flagOrNull,
  isPublic: flagOrNull,
  author: record,
  commenter: record,
  commenterId: idOrNull,
  plainText: textOrNull,
  content: textOrNull,
  summary: textOrNull,
});

/** Threads are messages, comments are notes unless the customer sees them. The description is the question itself. */
export function conversationRows({ mappings: m }: ZohoDeskConfiguration): Stream['rows'] {
  return (item, { of, index, received_s }): readonly StagedRow[] => {
    const part = Part.parse(item);
    if (of === null) throw new Error('of: expected the id of a ticket');
    const isComment = part.commentedTime !== null || part.type === 'comment';
    const at_s = part.commentedTime ?? part.createdTime;
    if (at_s === null) throw new Error('createdTime: expected a time');
    const by = isComment ? part.commenter : part.author;
    const actor_id = idOrNull.parse(by.id) ?? part.commenterId;
    const isBot = actor_id !== null && m.bots.includes(actor_id);
    const actor = isBot
      ? 'automation'
      : actorOf(Array.isArray(by.type) ? null : textOrNull.parse(by.type), part.direction);
    const version = versionOf(part.modifiedTime ?? at_s, received_s);
    const event = (event_id: string, order: number, what: Happening): StagedRow => ({
      version,
      event: { ticket_id: of, event_id, at_s, order, actor, actor_id, ...what },
    });
    if (part.status === 'DRAFT' || part.status === 'FAILED') return [];
    if (part.isDescriptionThread === true)
      return part.direction === 'out' ? [event(`opened.${of}`, 1, created({ is_outbound: '1' }))] : [];
    const isPublic = isComment ? part.isPublic === true : part.visibility !== 'private';
    const text = part.plainText ?? part.content ?? part.summary;
    const articles = /\/kb\/articles\/[\w-]+/g;
    return [
      // the newest come first
      event(
        `${isComment ? 'comment' : 'thread'}.${part.id}`,
        100_000 + (200 - index),
        (isPublic ? replied : noted)({
          ...messageData(text, isBot, articles),
          text_length: part.plainText?.length ?? part.content?.length ?? null,
        }),
      ),
    ];
  };
}

/** END_USER or AGENT; without an author the direction tells. */
function actorOf(type: unknown, direction: string | null): Actor | null {
  const name = [type].flat().find((each): each is string => typeof each === 'string');
  if (name !== undefined) return name === 'END_USER' ? 'customer' : name === 'AGENT' ? 'agent' : 'automation';
  return direction === 'in' ? 'customer' : direction === 'out' ? 'agent' : null;
}
