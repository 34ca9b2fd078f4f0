import { z } from 'zod';
import {
  assigned,
  deleted,
  escalated,
  fieldChanged,
  heard,
  hidden,
  grouped,
  linked,
  merged,
  noted,
  offered,
  rated,
  replied,
  restored,
  statusChanged,
  unheard,
  unlinked,
  worked,
  type Happening,
  type TicketEvent,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { tierOf, type Words } from '../../mappings.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, idOrNull, instant, list, notice, record, textOrNull, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ZendeskConfiguration } from './configuration.ts';
import { deletionVersion } from './rows.ts';
import { mappingsOf } from './words.ts';

/** One audit of the incremental ticket-event export: everything that one update did. */
const Audit = z.object({
  id,
  ticket_id: id,
  timestamp: z.unknown().optional(),
  created_at: z.unknown().optional(),
  updater_id: idOrNull,
  via: z.unknown().optional(),
  via_reference_id: idOrNull,
  child_events: list,
});
type Audit = z.output<typeof Audit>;
type Child = Readonly<Record<string, unknown>>;

interface Change {
  readonly field: string;
  readonly to: unknown;
  readonly from: unknown;
  readonly isRule: boolean;
}

/** Turns one audit into events, in the order of its children. */
export function eventRows(c: ZendeskConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  return (item, context): readonly StagedRow[] => {
    const audit = Audit.parse(item);
    const at_s = instant(audit.timestamp) ?? instant(audit.created_at);
    if (at_s === null) throw new Error('timestamp: expected a time');
    const children = audit.child_events.filter((child): child is Child => typeof child === 'object' && child !== null);
    const isCreation = children.some((child) => kindOf(child) === 'Create');
    const made: TicketEvent[] = [];
    const order = baseOrder(audit.id);
    const say: Telling['say'] = (what, by, own) => {
      made.push({
        ticket_id: audit.ticket_id,
        event_id: own ?? `${audit.id}.${made.length}`,
        at_s,
        order: order + Math.min(made.length + 1, 99),
        ...by,
        ...what,
      });
    };
    const told = children.map((child) => ({ child, own: changesOf(child) }));
    const changes = told.flatMap(({ own }) => own);
    const customStatus = changes.find(({ field, to }) => field === 'custom_status_id' && isOwnStatus(words.status, to));

    for (const { child, own } of told) {
      if (comments.has(kindOf(child))) {
        // the first comment is the question itself, or the opening of an outbound ticket: created says it
        if (!isCreation) comment(child, audit, say);
        continue;
      }
      for (const change of own) {
        const by = actorOf(change.isRule || isRule(audit.via), audit.updater_id);
        tell(change, { c, words, context, by, say, audit, customStatus });
      }
    }
    if (addedTags(changes).includes('closed_by_merge'))
      say(merged({ into: winner(audit, children) }), actorOf(false, audit.updater_id));
    // last, and by names of their own: the others are named by their place
    for (const change of changes) requesterChanged(change, audit, say);
    for (const child of children) made.push(...spoken(child, audit, say));
    return made.map((event): StagedRow => ({
      event,
      version:
        event.kind === 'deleted'
          ? deletionVersion(at_s, 'history', context.received_s)
          : versionOf(at_s, context.received_s),
    }));
  };
}

/** Audit ids grow; their tail orders the updates of one second, with room for 99 events each, within 32 bit. */
const baseOrder = (audit: string): number => Number(BigInt.asUintN(63, BigInt(digits(audit))) % 10_000_000n) * 100;
const digits = (text: string): string => text.replaceAll(/\D/g, '') || '0';

const kindOf = (child: Child): string => {
  return textOrNull.parse(child.event_type ?? child.type) ?? '';
};

/** Whatever somebody said, by whichever channel. */
const comments: ReadonlySet<string> = new Set(['Comment', 'VoiceComment', 'FacebookComment']);

/** Keys of a child event that are no changed field. */
const notFields = new Set([
  'id',
  'via',
  'via_reference_id',
  'type',
  'event_type',
  'previous_value',
  'added_tags',
  'removed_tags',
  'field_name',
  'value',
  'created_at',
  'comment_present',
  'comment_public',
]);

/** Both spellings of a change: { field_name, value }, and the field as a key of its own. */
function changesOf(child: Child): readonly Change[] {
  const kind = kindOf(child);
  if (kind !== 'Create' && kind !== 'Change') return [];
  const rest = { from: child.previous_value ?? null, isRule: isRule(child.via) };
  if (typeof child.field_name === 'string') return [{ field: child.field_name, to: child.value ?? null, ...rest }];
  const changes: Change[] = [];
  for (const [field, to] of Object.entries(child)) {
    if (notFields.has(field)) continue;
    if (field === 'custom_ticket_fields' && typeof to === 'object' && to !== null)
      for (const [own, value] of Object.entries(to)) changes.push({ field: own, to: value as unknown, ...rest });
    else changes.push({ field, to, ...rest });
  }
  return changes;
}

/** Triggers and automations: "Rule" in the export, { channel: "rule" } elsewhere. */
/** Its own robots: answer bots and AI agents. */
const robots = /^(?:business )?(?:rule|trigger|automation)|^(?:answer.?bot|ai.?agent|ultimate)/i;
const isRule = (via: unknown): boolean => robots.test(channelOf(via) ?? '');
const channelOf = (via: unknown): string | null =>
  textOrNull.parse(typeof via === 'object' ? record.parse(via).channel : via);

const actorOf = (
  rule: boolean,
  updater: string | null,
): { readonly actor: TicketEvent['actor']; readonly actor_id: string | null } =>
  rule || updater?.startsWith('-') === true
    ? { actor: 'automation', actor_id: rule ? null : updater }
    : { actor: null, actor_id: updater };

interface Telling {
  readonly c: ZendeskConfiguration;
  readonly words: ReturnType<typeof mappingsOf>;
  readonly context: RowContext;
  readonly by: { readonly actor: TicketEvent['actor']; readonly actor_id: string | null };
  readonly say: (what: Happening, by: Telling['by'], own?: string) => void;
  readonly audit: Audit;
  /** The audit's change to a status of the account's own making, when it is mapped: it says more than the category. */
  readonly customStatus: Change | undefined;
}

/** Fields of a ticket that have one value. */
const oneValue: ReadonlySet<string> = new Set(['status', 'custom_status_id', 'assignee_id', 'group_id', 'priority']);

function tell(change: Change, telling: Telling): void {
  const { c, words, context, by, say, audit, customStatus } = telling;
  const { field, to, from } = change;
  if (oneValue.has(field))
    for (const each of [to, from]) if (typeof each === 'object' && each !== null) notice(each, 'a text or a number');
  const after = scalar(to);
  const before = scalar(from);
  const { escalation, fields, bots } = c.mappings;
  switch (field) {
    case 'status':
    case 'custom_status_id': {
      if (field === 'custom_status_id' ? change !== customStatus : customStatus !== undefined) return;
      if (after === 'deleted') {
        say(deleted({}), by, `deleted.${audit.ticket_id}`);
        return;
      }
      if (before === 'deleted') say(restored({}), by);
      say(
        statusChanged({
          from: context.map('status', before, words.status),
          to: context.map('status', after, words.status),
          raw: after,
        }),
        by,
      );
      return;
    }
    case 'assignee_id': {
      const isBot = after !== null && (after.startsWith('-') || bots.includes(after));
      say(assigned({ from: person(before), to: person(after), ...(isBot ? { to_kind: 'bot' } : {}) }), by);
      return;
    }
    case 'group_id': {
      say(grouped({ from: person(before), to: person(after), to_tier: tierOf(words.tier, after) ?? undefined }), by);
      if (after !== null && escalation.groups.includes(after)) say(escalated({ to: 'development' }), by);
      return;
    }
    case 'priority':
      say(
        fieldChanged({
          field,
          from: context.map(field, before, words.priority),
          to: context.map(field, after, words.priority),
        }),
        by,
      );
      return;
    case 'type':
      say(
        fieldChanged({
          field,
          from: context.map(field, before, words.type),
          to: context.map(field, after, words.type),
        }),
        by,
      );
      return;
    case 'tags':
      if (addedTags([change]).some((tag) => escalation.tags.includes(tag))) say(escalated({ to: 'development' }), by);
      return;
    case 'problem_id':
      if (after !== null) say(linked({ type: 'problem', target: after }), by);
      else if (before !== null) say(unlinked({ type: 'problem', target: before }), by);
      if (after !== null && escalation.problem) say(escalated({ to: 'development' }), by);
      return;
    case 'satisfaction_score':
      if (after === 'offered') say(offered({}), by);
      else if (after?.startsWith('good') === true || after?.startsWith('bad') === true)
        say(rated({ label: after.startsWith('good') ? 'good' : 'bad' }), { actor: 'customer', actor_id: by.actor_id });
      return;
    default: {
      if (field === fields.worked) {
        const worked_s = Number(after ?? 0) - Number(before ?? 0);
        if (Number.isFinite(worked_s) && worked_s > 0)
          say(worked({ worked_s: Math.round(worked_s), person_id: audit.updater_id }), by);
        return;
      }
      const column = words.columns.find(([, own]) => own === field)?.[0];
      if (column !== undefined) say(fieldChanged({ field: column, from: before, to: after }), by);
    }
  }
}

/** A merge of end users moves their tickets, and is told in each as a change of who asked (support.zendesk.com, 4408887695898). */
function requesterChanged({ field, from, to }: Change, audit: Audit, say: Telling['say']): void {
  const [before, after] = [scalar(from), scalar(to)];
  if (field !== 'requester_id' || before === null || after === null) return;
  say(fieldChanged({ field, from: before, to: after }), actorOf(false, audit.updater_id), `requester.${audit.id}`);
}

const isOwnStatus = (status: Words['status'], to: unknown): boolean => {
  const raw = scalar(to);
  return raw !== null && status.values[raw] !== undefined;
};
const scalar = (value: unknown): string | null =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : null;
const person = (value: string | null): string | null => (value === '0' ? null : value);

function addedTags(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ field, to, from }) => {
    if (field !== 'tags') return [];
    const before = new Set(tagsOf(from));
    return tagsOf(to).filter((tag) => !before.has(tag));
  });
}
const tagsOf = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.filter((tag): tag is string => typeof tag === 'string')
    : typeof value === 'string'
      ? value.split(/\s+/).filter((tag) => tag !== '')
      : [];

const Comment = z.object({
  author_id: idOrNull,
  public: z.unknown().optional(),
  body: textOrNull,
  via: z.unknown().optional(),
});

/** Ids of articles in links to a help centre: knowledge used in an answer. */
const articles = /\/hc\/[\w/-]*articles\/[\w-]+/g;

function comment(child: Child, audit: Audit, say: Telling['say']): void {
  const { author_id, public: shown, body, via } = Comment.parse(child);
  const rule = isRule(via) || isRule(audit.via);
  const by = actorOf(rule, author_id ?? audit.updater_id);
  const isPublic = typeof shown === 'boolean' ? shown : child.comment_public === true;
  const isByMail = /^e?mail$/i.test(channelOf(via ?? audit.via) ?? '');
  say(
    (isPublic ? replied : noted)({
      ...messageData(body, by.actor === 'automation', articles),
      ...(isPublic && child.id !== undefined ? { message: idOrNull.parse(child.id) } : {}),
      ...(!isPublic && isByMail ? { is_by_mail: 1 } : {}),
    }),
    by,
  );
}

/**
 * Chats and messaging leave the messages out of the comments. Where the update that ended a chat carries its history, that is what was
 * said; where nothing does, the audit tells only that there was a conversation. A comment that was made private later is no public one
 * (developer.zendesk.com, "Ticket Audits": ChatStartedEvent, ChatEndedEvent, CommentPrivacyChange).
 */
function spoken(child: Child, audit: Audit, say: Telling['say']): readonly TicketEvent[] {
  const kind = kindOf(child);
  const by = actorOf(false, audit.updater_id);
  const comment_id = idOrNull.parse(child.comment_id);
  if (kind === 'CommentPrivacyChange' && child.public === false && comment_id !== null)
    say(hidden({ message: comment_id }), by, `hidden.${comment_id}`);
  if (/^(?:Chat(?:Started|Ended)|Messaging\w*)Event$|^Chat(?:Message|FileAttachment)/.test(kind)) {
    const chat = idOrNull.parse(record.parse(child.value).chat_id);
    const told = chatMessages(child, audit.ticket_id);
    // the update that ends a chat tells all of it; what began and has not ended is not told yet
    if (kind === 'ChatEndedEvent' && chat !== null && told.length > 0)
      say(heard({ chat }), by, `heard.${audit.ticket_id}.${chat}`);
    else if (chat === null) say(unheard({}), by, `unheard.${audit.ticket_id}`);
    else say(unheard({ chat }), by, `unheard.${audit.ticket_id}.${chat}`);
    return told;
  }
  return [];
}

const ChatEntry = z.object({
  type: textOrNull,
  actor_id: idOrNull,
  actor_type: textOrNull,
  message: textOrNull,
  timestamp: timeNeeded,
});
const chatActors: Readonly<Record<string, TicketEvent['actor']>> = {
  agent: 'agent',
  'end-user': 'customer',
  end_user: 'customer',
  visitor: 'customer',
  bot: 'automation',
  trigger: 'automation',
  system: 'automation',
};

/** The messages of a chat, by what they are and when: a history that comes twice, whole or in part, says each once. */
function chatMessages(child: Child, ticket_id: string): readonly TicketEvent[] {
  const chat = record.parse(child.value);
  const name = idOrNull.parse(chat.chat_id) ?? ticket_id;
  return list.parse(chat.history).flatMap((each): readonly TicketEvent[] => {
    const entry = ChatEntry.safeParse(each).data;
    if (entry === undefined || !/^Chat(?:Message|FileAttachment)/.test(entry.type ?? '')) return [];
    const actor = chatActors[entry.actor_type ?? ''] ?? null;
    return [
      {
        ticket_id,
        event_id: `chat.${name}.${textOrNull.parse(record.parse(each).timestamp)}.${entry.actor_id ?? ''}`,
        at_s: entry.timestamp,
        order: 1,
        actor,
        actor_id: entry.actor_id,
        ...replied({ ...messageData(entry.message, actor === 'automation', articles), channel: 'chat' }),
      },
    ];
  });
}

/** The ticket that a merged one went into: a reference of the update, else the number in Zendesk’s own sentence. */
function winner(audit: Audit, children: readonly Child[]): string | null {
  if (audit.via_reference_id !== null) return audit.via_reference_id;
  const source = (audit.via as { source?: { to?: { ticket_id?: unknown }; from?: { ticket_id?: unknown } } } | null)
    ?.source;
  const told = scalar(source?.to?.ticket_id) ?? scalar(source?.from?.ticket_id);
  if (told !== null) return told;
  const sentence = children.map((child) => /merged into request #(\d+)/.exec(String(scalar(child.body)))?.[1]);
  return sentence.find((number) => number !== undefined) ?? null;
}
