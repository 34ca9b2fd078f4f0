import { z } from 'zod';
import { noted, replied, type Actor } from '../../../events/event.ts';
import type { Step, Stream } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { messageData } from '../../message.ts';
import { versionOf } from '../../engine/version.ts';
import { capped, isoOf, startOf, stateNumber } from '../../progress.ts';
import { id, idOrNull, instant, list, numberOrNull, record, textOrNull, timeNeeded } from '../../shapes.ts';
import type { HubspotConfiguration } from './configuration.ts';
import { nextOf, results } from './paging.ts';
import type { StagedRow } from '../../staged-row.ts';

const path = '/conversations/v3/conversations/threads';
/**
 * Threads are asked for by their latest message. Whether a comment counts as one is not documented, and a thread may be joined to its
 * ticket later: what was said within two days is read again.
 */
const overlap_s = 2 * 86_400;
const lag_s = 60;
const pageSize = 100;

/**
 * What was written, from the inbox: threads that belong to tickets, and each one’s messages, read whole. Without the scope
 * conversations.read a ticket has only the time of its first reply.
 */
export const messageStreams = (c: HubspotConfiguration): readonly Stream[] => [
  {
    name: 'threads',
    optional: true,
    first: (state) => {
      const since_s = stateNumber(state, 'since_s');
      const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
      return {
        url: withQuery(path, {
          association: 'TICKET',
          sort: 'latestMessageTimestamp',
          latestMessageTimestampAfter: isoOf(from_s),
          limit: pageSize,
        }),
      };
    },
    items: results,
    next: ({ asked, body, items, state, server_s }): Step => {
      const times = items.flatMap((item) => instant(record.parse(item).latestMessageTimestamp) ?? []);
      const since_s = capped(stateNumber(state, 'since_s'), times, server_s - lag_s);
      return { request: nextOf(asked, body), state: since_s === null ? state : { ...state, since_s } };
    },
    version: (item) => {
      const thread = record.parse(item);
      const own = idOrNull.parse(thread.id);
      return own === null ? undefined : `${own}@${textOrNull.parse(thread.latestMessageTimestamp) ?? ''}`;
    },
    children: (item) => {
      const thread = record.parse(item);
      const own = idOrNull.parse(thread.id);
      const ticket = idOrNull.parse(record.parse(thread.threadAssociations).associatedTicketId);
      return own === null || ticket === null
        ? []
        : [
            {
              stream: 'messages',
              requests: [{ url: withQuery(`${path}/${own}/messages`, { limit: pageSize }), of: ticket }],
            },
          ];
    },
    rows: () => [],
  },
  {
    name: 'messages',
    isConversation: true,
    items: results,
    next: ({ asked, body, state }) => ({ request: nextOf(asked, body), state }),
    version: (item) => idOrNull.parse(record.parse(item).id) ?? undefined,
    rows: messageRows(c),
  },
];

const Message = z.object({
  id,
  type: textOrNull,
  createdAt: timeNeeded,
  updatedAt: z.unknown().optional(),
  createdBy: textOrNull,
  direction: textOrNull,
  text: textOrNull,
  truncationStatus: textOrNull,
  senders: list,
  status: record,
  client: record,
});
type Message = z.output<typeof Message>;

/**
 * What happened in a thread. Assignments and states of threads are not told: a ticket has its own owner and stage, which follow
 * them, and would otherwise change hands twice.
 */
const types = {
  values: Object.fromEntries(
    ['MESSAGE', 'COMMENT', 'WELCOME_MESSAGE', 'ASSIGNMENT', 'THREAD_STATUS_CHANGE', 'THREAD_INBOX_CHANGE'].map(
      (type) => [type.toLowerCase(), type],
    ),
  ),
  otherwise: null,
} as const;

export function messageRows({ mappings: m }: HubspotConfiguration): Stream['rows'] {
  return (item, context): readonly StagedRow[] => {
    const message = Message.parse(item);
    const type = context.map('message_type', message.type, types);
    const say = builderOf(message, type);
    if (say === null || context.of === null) return [];
    const { actor, actor_id } = authorOf(message, type, m.bots);
    const updated_s = instant(message.updatedAt) ?? message.createdAt;
    return [
      {
        version: versionOf(updated_s, context.received_s),
        event: {
          ticket_id: context.of,
          event_id: `message.${message.id}`,
          at_s: message.createdAt,
          // before what it changes in the same second
          order: 100 + Math.min(context.index, 800),
          actor,
          actor_id,
          ...say(
            messageData(
              message.truncationStatus?.startsWith('TRUNCATED') === true ? null : message.text,
              actor === 'automation',
            ),
          ),
        },
      },
    ];
  };
}

/** A message that could not be sent never reached anybody. */
function builderOf({ direction, status }: Message, type: string | null): typeof noted | typeof replied | null {
  if (type === 'COMMENT') return noted;
  if (type !== 'MESSAGE' && type !== 'WELCOME_MESSAGE') return null;
  const isLost = direction === 'OUTGOING' && textOrNull.parse(status.statusType) === 'FAILED';
  return isLost ? null : replied;
}

/**
 * Actors are named by a letter and an id: A, an agent’s user; V, a visitor or contact; E, an address; the others are bots, integrations
 * and the system. An integration may send for a person: then that one is among the senders.
 */
function authorOf(
  { createdBy, senders, direction }: Message,
  type: string | null,
  bots: readonly string[],
): { readonly actor: Actor; readonly actor_id: string | null } {
  const named = [...senders.map((sender) => textOrNull.parse(record.parse(sender).actorId)), createdBy];
  const known = (letter: string): string | undefined =>
    named.flatMap((name) => (name?.startsWith(`${letter}-`) === true ? [name.slice(2)] : []))[0];
  const agent = known('A');
  if (type === 'WELCOME_MESSAGE') return { actor: 'automation', actor_id: null };
  if (agent !== undefined && bots.includes(agent)) return { actor: 'automation', actor_id: agent };
  if (agent !== undefined) return { actor: 'agent', actor_id: agent };
  if (direction === 'OUTGOING' || type === 'COMMENT') return { actor: 'automation', actor_id: null };
  const contact = known('V');
  return {
    actor: 'customer',
    actor_id: contact !== undefined && numberOrNull.parse(contact) !== null ? contact : null,
  };
}
