import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Ticket } from '../../../shared/sandbox/model.ts';
import { robotNumber } from '../../../shared/sandbox/sources.ts';
import { stamp, userId } from './hubspot-tickets.ts';
import { stateAt } from '../../../functions/sandbox/state.ts';

const ids = idsOf.hubspot;
const channel = { email: '1002', chat: '1000', web: '1004' } as const;

export const threadId = (n: number): string => String(9_500_000_000 + n);
/** Calls are not in the inbox. */
export const hasThread = ({ channel: asked }: Ticket): boolean => asked !== 'phone';

/** A for agents, by their users; V for visitors; B for bots, S for the system. */
const actorId = (party: Party): string =>
  party === 'system'
    ? 'S-hubspot'
    : party === 'bot'
      ? `B-${robotNumber}`
      : party.startsWith('c')
        ? `V-${ids.contact(numberOf(party))}`
        : `A-${userId(numberOf(party))}`;

/** Threads by their latest message, oldest first. */
export function threadsOf(
  org: Organisation,
  now_s: number,
): readonly { readonly latest_s: number; readonly ticket: string; readonly json: Readonly<Record<string, unknown>> }[] {
  return org.tickets
    .flatMap((ticket) => {
      const state = hasThread(ticket) ? stateAt(ticket, now_s) : undefined;
      if (state === undefined) return [];
      const said = state.seen.filter(({ kind }) => ['created', 'replied', 'noted'].includes(kind));
      const latest_s = said.at(-1)?.at_s ?? ticket.created_s;
      const isClosed = state.status === 'solved' || state.status === 'closed';
      return [
        {
          latest_s,
          ticket: ids.ticket(ticket.n),
          json: {
            id: threadId(ticket.n),
            createdAt: stamp(ticket.created_s),
            ...(isClosed ? { closedAt: stamp(state.updated_s) } : {}),
            status: isClosed ? 'CLOSED' : 'OPEN',
            originalChannelId: channel[ticket.channel as keyof typeof channel],
            originalChannelAccountId: '310',
            latestMessageTimestamp: stamp(latest_s),
            inboxId: '77',
            associatedContactId: ids.contact(ticket.contact.n),
            spam: false,
            archived: false,
          },
        },
      ];
    })
    .toSorted((a, b) => a.latest_s - b.latest_s);
}

/** Everything that happened in a thread: messages and comments, and what Casebook has from the ticket itself. */
export function messagesOf(ticket: Ticket, now_s: number): readonly unknown[] {
  const greeting =
    ticket.channel === 'chat'
      ? [{ ...common(ticket, 'welcome', ticket.created_s, 'system'), type: 'WELCOME_MESSAGE', text: 'Hello!' }]
      : [];
  const said = ticket.history.flatMap((one, i) => {
    const own = one.at_s <= now_s ? messageOf(one) : undefined;
    return own === undefined ? [] : [{ ...common(ticket, String(i), one.at_s, one.by), ...own }];
  });
  return [...greeting, ...said];
}

const common = (ticket: Ticket, place: string, at_s: number, by: Party): Readonly<Record<string, unknown>> => ({
  id: `${threadId(ticket.n)}-${place}`,
  conversationsThreadId: threadId(ticket.n),
  createdAt: stamp(at_s),
  updatedAt: stamp(at_s),
  createdBy: actorId(by),
  client: { clientType: by === 'bot' || by === 'system' ? 'SYSTEM' : 'HUBSPOT' },
  senders: [{ actorId: actorId(by) }],
  recipients: [],
  archived: false,
});

function messageOf(one: History): Readonly<Record<string, unknown>> | undefined {
  const sent = (text: string): Readonly<Record<string, unknown>> => ({
    type: 'MESSAGE',
    text,
    richText: `<div>${text}</div>`,
    truncationStatus: 'NOT_TRUNCATED',
    status: { statusType: one.by.startsWith('c') ? 'RECEIVED' : 'SENT' },
    direction: one.by.startsWith('c') ? 'INCOMING' : 'OUTGOING',
    attachments: [],
  });
  switch (one.kind) {
    case 'created':
    case 'replied':
      return sent(one.text);
    case 'noted':
      return { type: 'COMMENT', text: one.text, attachments: [] };
    case 'assigned':
      return { type: 'ASSIGNMENT', ...(one.to === null ? {} : { assignedTo: actorId(one.to) }) };
    case 'status':
      return {
        type: 'THREAD_STATUS_CHANGE',
        newStatus: one.to === 'solved' || one.to === 'closed' ? 'CLOSED' : 'OPEN',
      };
    default:
      return undefined;
  }
}
