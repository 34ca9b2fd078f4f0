import {
  assigned,
  created,
  deleted,
  escalated,
  fieldChanged,
  grouped,
  linked,
  merged,
  noted,
  replied,
  restored,
  statusChanged,
  unlinked,
  worked,
  type Happening,
  type LinkType,
  type TicketEvent,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';
import { isOneOf, linkTypes } from '../../../events/words.ts';
import { byMachine, lastRow, ratingRow } from '../../rows.ts';
import { isSystem, ownerOf, realTime, Transaction, rtWords } from './shapes.ts';
import { stub } from './ticket.ts';

/** One row of the feed of all tickets: usually one event, and the time that was taken for it. */
export function historyRows(c: RequestTrackerConfiguration): Stream['rows'] {
  const words = rtWords(c);
  return (item, context): readonly StagedRow[] => {
    const t = Transaction.parse(item);
    const at_s = realTime(t.Created);
    if (at_s === null) throw new Error('Created: expected a time');
    const who = t.Creator.id;
    const rows: StagedRow[] = [];
    const isRobot = who !== null && c.mappings.bots.includes(who);
    const by: Pick<TicketEvent, 'actor' | 'actor_id'> = isRobot
      ? { actor: 'automation', actor_id: who }
      : isSystem(who) || isSystem(t.Creator.name)
        ? { actor: 'automation', actor_id: null }
        : { actor: null, actor_id: who };
    const say = (what: Happening): void => {
      rows.push({
        version: versionOf(Number(t.id), context.received_s),
        event: {
          ticket_id: t.ObjectId,
          event_id: rows.length === 0 ? t.id : `${t.id}.${rows.length}`,
          at_s,
          // several rows of one second are in order of id only
          order: (Number(t.id) % 200_000_000) * 10 + Math.min(9, rows.length),
          ...by,
          ...what,
        },
      });
    };
    if (t.Type === 'AddReminder' && t.NewValue !== null) rows.push(reminder(t.NewValue, at_s, context.received_s));
    tell(t, say, { c, words, context });
    const minutes = Number(t.TimeTaken ?? 0) || (t.Type === 'Set' && t.Field === 'TimeWorked' ? difference(t) : 0);
    if (minutes > 0) say(worked({ worked_s: Math.round(minutes * 60), person_id: who }));
    if (t.Type === 'Create') rows.push(stub(t.ObjectId, at_s, t.Creator));
    if (c.csat && t.Type === 'CustomField' && t.Field === c.csat.field) rows.push(rating(t, at_s, c.csat, context));
    return rows;
  };
}

type Say = (what: Happening) => void;
interface Telling {
  readonly c: RequestTrackerConfiguration;
  readonly words: ReturnType<typeof rtWords>;
  readonly context: RowContext;
}

function tell(t: Transaction, say: Say, { c, words, context }: Telling): void {
  switch (t.Type) {
    case 'Create':
      return say(created({}));
    case 'Correspond':
      return say(replied(c.mappings.bots.includes(t.Creator.id ?? '') ? { is_auto: 1 } : {}));
    case 'Comment':
      return say(noted({}));
    case 'Status': {
      const from = context.map('status', t.OldValue, words.status);
      const to = context.map('status', t.NewValue, words.status) ?? 'other';
      if (to === 'deleted') return say(deleted({}));
      if (from === 'deleted') say(restored({}));
      return say(statusChanged({ from, to, raw: t.NewValue }));
    }
    case 'Set':
      return change(t, say, { c, words, context });
    case 'AddLink':
    case 'DeleteLink':
      return link(t, say, c);
    default:
      // an owner change also makes a SetWatcher row, which says the same again; mails, reminders and fields are no events
      return undefined;
  }
}

function change(t: Transaction, say: Say, { c, words, context }: Telling): void {
  if (t.Field === 'Owner') {
    const to = ownerOf(t.NewValue);
    const isRobot = to !== null && c.mappings.bots.includes(to);
    say(assigned({ from: ownerOf(t.OldValue), to, ...(isRobot ? { to_kind: 'bot' } : {}) }));
  } else if (t.Field === 'Queue') {
    say(grouped({ from: t.OldValue, to: t.NewValue }));
    if (t.NewValue !== null && c.mappings.escalation.groups.includes(t.NewValue)) say(escalated({ to: 'development' }));
  } else if (t.Field === 'Priority') {
    const of = (raw: string | null) => context.map('priority', raw, words.priority);
    say(fieldChanged({ field: 'priority', from: of(t.OldValue), to: of(t.NewValue) }));
  }
}

const difference = (t: Transaction): number => Math.max(0, Number(t.NewValue ?? 0) - Number(t.OldValue ?? 0));

/** Links name their target by address: tickets as fsck.com-rt://server/ticket/102, the rest as it is. */
function link(t: Transaction, say: Say, c: RequestTrackerConfiguration): void {
  const target = (t.Type === 'AddLink' ? t.NewValue : t.OldValue) ?? '';
  const ticket = /^fsck\.com-rt:\/\/[^/]+\/ticket\/(\d+)$/.exec(target)?.[1];
  if (t.Field === 'MergedInto') {
    // both tickets carry the row; only the one that is gone was merged
    if (t.Type === 'AddLink' && ticket !== undefined && ticket !== t.ObjectId) say(merged({ into: ticket }));
    return;
  }
  const isEngineering =
    (t.Field === 'RefersTo' || t.Field === 'DependsOn') && c.escalation_links.some((start) => target.startsWith(start));
  const type = isEngineering ? 'engineering' : linkTypeOf(t.Field);
  say((t.Type === 'AddLink' ? linked : unlinked)({ type, target: ticket ?? target }));
  if (isEngineering && t.Type === 'AddLink') say(escalated({ to: 'development' }));
}

const linkTypeOf = (field: string | null): LinkType => {
  const type = field?.toLowerCase();
  return isOneOf(linkTypes, type) ? type : 'related';
};

/** A reminder is kept as a ticket of its own, with a history of its own, but no search finds it: it is no case. */
const reminder = (ticket_id: string, at_s: number, received_s: number): StagedRow =>
  lastRow({ ticket_id, event_id: `reminder.${ticket_id}`, at_s }, byMachine, deleted({}), versionOf(at_s, received_s));

/** The rating that somebody entered last is the ticket's. */
function rating(
  t: Transaction,
  at_s: number,
  { min, max }: NonNullable<RequestTrackerConfiguration['csat']>,
  { received_s, source }: RowContext,
): StagedRow {
  const score = t.NewValue === null ? null : Number(t.NewValue);
  return ratingRow(
    [min, max],
    {
      survey_id: `csat.${t.ObjectId}`,
      ticket_id: t.ObjectId,
      score: Number.isNaN(score) ? null : score,
      offered_s: null,
      answered_s: score === null ? null : at_s,
      updated_s: at_s,
    },
    versionOf(Number(t.id), received_s),
    { source },
  );
}
