import { z } from 'zod';
import {
  assigned,
  deleted,
  fieldChanged,
  grouped,
  merged,
  noted,
  replied,
  snapshot,
  statusChanged,
  type Happening,
  type TicketEvent,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { wordsOf } from '../../mappings.ts';
import { createdRow, lastRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { HelpScoutConfiguration } from './configuration.ts';
import { teamId } from './people.ts';

type Rows = Stream['rows'];

/** There is one end: closed, which waits for the customer's confirmation like "solved" elsewhere. */
const mappingsOf = ({ mappings }: HelpScoutConfiguration) =>
  wordsOf(mappings, {
    status: { active: 'open', open: 'open', pending: 'pending_customer', closed: 'solved', spam: 'spam' },
    channel: {
      email: 'email',
      chat: 'chat',
      phone: 'phone',
      web: 'web',
      api: 'api',
      beacon: 'web',
      'beacon-v2': 'web',
      docs: 'portal',
      'docs site': 'portal',
      emailfwd: 'email',
      mobile: 'email',
      coreapi: 'api',
      facebook: 'social',
      heymarket: 'im',
    },
  });

const Conversation = z.looseObject({
  id,
  number: textOrNull,
  type: textOrNull,
  status: textOrNull,
  state: textOrNull,
  mailboxId: idOrNull,
  assignee: record,
  createdAt: timeNeeded,
  createdBy: record,
  closedAt: time,
  userUpdatedAt: time,
  customerWaitingSince: record,
  source: record,
  tags: list,
  customFields: list,
  primaryCustomer: record,
});

export const embeddedThreads = (item: unknown): readonly unknown[] =>
  list.parse(record.parse((item as { _embedded?: unknown } | null)?._embedded).threads);

/** Neither drafts nor line items count as threads of a conversation. */
const isCounted = (thread: unknown): boolean => {
  const { type, state } = record.parse(thread);
  return type !== 'lineitem' && state !== 'draft' && state !== 'underreview';
};

/**
 * True when all threads came with a conversation. What is left out is the oldest, and the oldest of all is the question, which counts:
 * so no line item is missing when no message is.
 */
export const isWhole = (item: unknown): boolean => {
  const count = numberOrNull.parse((item as { threads?: unknown } | null)?.threads);
  return count !== null && embeddedThreads(item).filter(isCounted).length >= count;
};

/** A chat that comes with its conversation is cut short, whatever it counts: its threads are to be asked for. */
export const hasAllThreads = (item: unknown): boolean =>
  isWhole(item) && (item as { type?: unknown } | null)?.type !== 'chat';

/** The question: the first thread that is one. The helpdesk gives it no mark of its own. */
function questionOf(threads: readonly unknown[]): string | null {
  const [first] = threads
    .filter(isCounted)
    .flatMap((thread) => {
      const { id: own, createdAt } = record.parse(thread);
      const [name, at_s] = [idOrNull.parse(own), time.parse(createdAt)];
      return name === null || at_s === null ? [] : [{ name, at_s }];
    })
    .toSorted((a, b) => a.at_s - b.at_s || Number(a.name) - Number(b.name));
  return first?.name ?? null;
}

/** A conversation that was asked for by its id: another one in its place is what it was merged into. */
export function foundRows(c: HelpScoutConfiguration): Rows {
  const rows = conversationRows(c);
  return (item, context): readonly StagedRow[] => {
    const into = id.parse((item as { id?: unknown } | null)?.id);
    const { of: ticket_id, received_s } = context;
    if (ticket_id === null || ticket_id === into) return rows(item, context);
    return [
      lastRow(
        { ticket_id, event_id: `merged.${ticket_id}`, at_s: received_s },
        { actor: null, actor_id: null },
        merged({ into }),
        // found when it was looked for: what names the moment of the merge knows better
        versionOf(0, received_s),
      ),
    ];
  };
}

export function conversationRows(c: HelpScoutConfiguration): Rows {
  const words = mappingsOf(c);
  const { mappings: m } = c;
  const readThread = threadReader(c);
  return (item, context): readonly StagedRow[] => {
    const t = Conversation.parse(item);
    const threads = embeddedThreads(item);
    const question = isWhole(item) ? questionOf(threads) : null;
    const updated_s = Math.max(
      t.createdAt,
      t.userUpdatedAt ?? 0,
      t.closedAt ?? 0,
      time.parse(t.customerWaitingSince.time) ?? 0,
    );
    const tags = t.tags.flatMap((each) => textOrNull.parse(record.parse(each).tag) ?? []);
    const fields = new Map(
      t.customFields.flatMap((each) => {
        const { id: own, name, text, value } = record.parse(each);
        return [own, name].map((key) => [textOrNull.parse(key) ?? '', text ?? value] as const);
      }),
    );
    const sourceType = textOrNull.parse(t.source.type);
    const status = context.map('status', t.status, words.status);
    const isDeleted = t.state === 'deleted';
    const version = versionOf(updated_s, context.received_s);
    const event = { ticket_id: t.id, actor: null, actor_id: null } as const;
    const ticket = ticketRow(
      { m, words, context },
      {
        ticket_id: t.id,
        version,
        status: isDeleted ? 'deleted' : status,
        status_raw: t.status,
        channel_raw: t.type === 'chat' || t.type === 'phone' ? t.type : (sourceType ?? t.type),
        tags,
        group_id: t.mailboxId,
        field: (name) => fields.get(name),
      },
      {
        number: t.number,
        url: `https://secure.helpscout.net/conversation/${t.id}`,
        created_s: t.createdAt,
        updated_s,
        assignee_id: ownerOf(t.assignee),
        requester_id: idOrNull.parse(t.primaryCustomer.id),
        is_spam: status === 'spam',
        deleted_s: isDeleted ? updated_s : null,
      },
    );
    const rows: StagedRow[] = [
      ticket,
      createdRow(
        t.id,
        t.createdAt,
        {
          actor: textOrNull.parse(t.createdBy.type) === 'customer' ? 'customer' : null,
          actor_id: idOrNull.parse(t.createdBy.id),
        },
        { channel: ticket.row.channel, isOutbound: ticket.row.is_outbound },
        version,
      ),
      {
        version,
        event: {
          ...event,
          event_id: `snapshot.${t.id}.${updated_s}`,
          at_s: updated_s,
          order: 1_000_000,
          ...snapshot({ group: t.mailboxId, engineering: tags.find((tag) => m.escalation.tags.includes(tag)) ?? null }),
        },
      },
    ];
    if (isDeleted)
      rows.push({
        version,
        event: {
          ...event,
          event_id: `deleted.${t.id}`,
          at_s: updated_s,
          order: 2_000_000_000,
          ...deleted({}),
        },
      });
    else if (status === 'spam')
      rows.push({
        version,
        event: {
          ...event,
          event_id: `spam.${t.id}`,
          at_s: updated_s,
          order: 2_000_000_000,
          ...statusChanged({ to: 'spam' }),
        },
      });
    // nothing else says that a conversation came back: takes the word of its removal back
    else
      rows.push({
        version,
        event: {
          ...event,
          event_id: `deleted.${t.id}`,
          at_s: updated_s,
          order: 1_100_000,
          ...fieldChanged({ field: 'deleted', to: null }),
        },
      });
    return [
      ...rows,
      ...moves(threads, t.mailboxId).map(({ id: own, at_s, ...move }): StagedRow => ({
        version,
        event: { ...event, event_id: `${own}.grouped`, at_s, order: 900_000, ...grouped(move) },
      })),
      ...threads.flatMap((thread) => readThread(thread, t.id, question, context)),
    ];
  };
}

/**
 * Moves between inboxes, of which the line items name the inbox that was left. It was moved to the one that the next move left, or to
 * where it is now; a move whose end nobody names is left out.
 */
function moves(
  threads: readonly unknown[],
  now: string | null,
): readonly { readonly id: string; readonly at_s: number; readonly from: string | null; readonly to: string }[] {
  const made = threads
    .flatMap((thread) => {
      const { success, data } = Thread.safeParse(thread);
      if (!success || data.action.type !== 'moved-from-mailbox') return [];
      const left = Object.entries(record.parse(data.action.associatedEntities)).find(([key]) =>
        /mailbox|inbox/i.test(key),
      );
      return [{ id: data.id, at_s: data.createdAt, from: idOrNull.parse(left?.[1]) }];
    })
    .toSorted((a, b) => a.at_s - b.at_s);
  return made.flatMap((move, i) => {
    const to = i === made.length - 1 ? now : (made[i + 1]?.from ?? null);
    return to === null ? [] : [{ ...move, to }];
  });
}

const Thread = z.looseObject({
  id,
  type: textOrNull,
  status: textOrNull,
  state: textOrNull,
  body: textOrNull,
  createdBy: record,
  assignedTo: record,
  action: record,
  createdAt: timeNeeded,
});

/** Threads of one conversation, newest first: the question is on the last page. */
export function threadRows(c: HelpScoutConfiguration): Rows {
  const readThread = threadReader(c);
  return (item, context): readonly StagedRow[] => {
    if (context.of === null) throw new Error('conversation: expected the id of a conversation');
    const { page, _embedded } = record.parse(context.body);
    const { number, totalPages } = record.parse(page);
    const isLast = (numberOrNull.parse(number) ?? 1) >= (numberOrNull.parse(totalPages) ?? 1);
    const question = isLast ? questionOf(list.parse(record.parse(_embedded).threads)) : null;
    return readThread(item, context.of, question, context);
  };
}

/**
 * The conversations that a line item says were merged into its own: the thread of webhooks documents the action and that it names the
 * original conversation (developer.helpscout.com, "Thread Object"). Under which key of associatedEntities version 2 does is said
 * nowhere, so that any that speaks of a conversation is taken.
 */
const mergedHere = (action: Readonly<Record<string, unknown>>, own: string): readonly string[] =>
  action.type !== 'merged'
    ? []
    : Object.entries(record.parse(action.associatedEntities)).flatMap(([key, value]) => {
        const other = /conversation/i.test(key) ? idOrNull.parse(value) : null;
        return other === null || other === own ? [] : [other];
      });

const replies = ['message', 'chat', 'beaconchat', 'customer', 'forwardchild'];
/** What is forwarded goes to somebody else than the customer. */
const notes = ['note', 'phone', 'forwardparent'];

/** "Nobody" is said by the id 1 or by no owner at all; a team is a group of people, not one of them. */
const ownerOf = (owner: Readonly<Record<string, unknown>>): string | null => {
  const own = idOrNull.parse(owner.id);
  return own === '1' || owner.type === 'team' ? null : own;
};
const teamOf = (owner: Readonly<Record<string, unknown>>): string | null => {
  const own = owner.type === 'team' ? idOrNull.parse(owner.id) : null;
  return own === null ? null : teamId(own);
};

/** Each thread tells the status and the owner that it leaves behind; line items are nothing but that. Drafts are nothing yet. */
function threadReader(c: HelpScoutConfiguration) {
  const words = mappingsOf(c);
  const { bots } = c.mappings;
  return (
    item: unknown,
    ticket_id: string,
    question: string | null,
    context: Pick<RowContext, 'received_s' | 'map'>,
  ): readonly StagedRow[] => {
    const t = Thread.parse(item);
    if (t.state === 'draft' || t.state === 'underreview') return [];
    const author = idOrNull.parse(t.createdBy.id);
    const role = textOrNull.parse(t.createdBy.type);
    const isAuto =
      author === null ||
      bots.includes(author) ||
      role === 'system' ||
      role === 'system_user' ||
      // whoever made the rule is named as who did it
      t.action.type === 'automatic-workflow';
    const actor: TicketEvent['actor'] = role === 'customer' ? 'customer' : isAuto ? 'automation' : 'agent';
    const rows: StagedRow[] = [];
    const say = (what: Happening): void => {
      rows.push({
        version: versionOf(t.createdAt, context.received_s),
        event: {
          ticket_id,
          event_id: `${t.id}.${what.kind}`,
          at_s: t.createdAt,
          order: ((Number(BigInt(t.id) % 100_000_000n) * 10 + rows.length) % 1_900_000_000) + 1,
          actor,
          actor_id: author,
          ...what,
        },
      });
    };
    const written = messageData(t.body, isAuto && role !== 'customer', /\/article\/[^\s"<]+/g);
    const owner = ownerOf(t.assignedTo);
    const team = teamOf(t.assignedTo);
    // only line items take an owner away
    if (owner !== null) say(assigned({ to: owner, ...(bots.includes(owner) ? { to_kind: 'bot' } : {}) }));
    else if (team !== null) say(assigned({ to: team, to_kind: 'group' }));
    else if (t.type === 'lineitem') say(assigned({ to: null }));
    if (t.id !== question) {
      if (t.type !== null && replies.includes(t.type)) say(replied(written));
      else if (t.type !== null && notes.includes(t.type)) say(noted(written));
    }
    for (const other of mergedHere(t.action, ticket_id))
      rows.push(
        lastRow(
          { ticket_id: other, event_id: `merged.${other}`, at_s: t.createdAt },
          { actor, actor_id: author },
          merged({ into: ticket_id }),
          versionOf(t.createdAt, context.received_s),
        ),
      );
    if (t.status !== null && t.status !== 'nochange')
      say(statusChanged({ to: context.map('status', t.status, words.status), raw: t.status }));
    return rows;
  };
}
