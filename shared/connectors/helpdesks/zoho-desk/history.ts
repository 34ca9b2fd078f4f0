import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  assigned,
  created,
  deleted,
  escalated,
  fieldChanged,
  grouped,
  linked,
  merged,
  restored,
  statusChanged,
  unlinked,
  type Actor,
  type Happening,
} from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/version.ts';
import { idOrNull, instant, list, record, textOrNull } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';

const Entry = z.looseObject({
  eventName: textOrNull,
  eventTime: z.unknown().optional(),
  actor: record,
  eventInfo: list,
});
type Entry = z.output<typeof Entry>;

/** The owner of a ticket goes by its old name here. */
const ownerNames = ['case owner', 'ticket owner', 'assignee'];
const changes = /^(TicketCreated|TicketUpdated|Blueprint)/;

/** Says an event of the entry that is being read; `own` names it when other entries, or other streams, say the same. */
type Say = (what: Happening, ticket_id?: string, own?: string) => void;

/**
 * What was done to a ticket, entry by entry, newest first. Entries have no ids of their own: an event is named by what it says, so
 * that the same entry is the same event at every reading, whatever its authors are called by then.
 */
export function historyRows(c: ZohoDeskConfiguration): Stream['rows'] {
  const read = entryReader(c);
  return (item, context): readonly StagedRow[] => {
    const { of, index, received_s } = context;
    if (of === null) throw new Error('of: expected the id of a ticket');
    const entry = Entry.parse(item);
    const at_s = instant(entry.eventTime);
    if (at_s === null || entry.eventName === null) throw new Error('eventTime, eventName: expected a time and a name');
    const ms = millisecondsOf(entry.eventTime);
    const actor_id = idOrNull.parse(entry.actor.id);
    const actor = actorOf(textOrNull.parse(entry.actor.type), actor_id, c.mappings.bots);
    const rows: StagedRow[] = [];
    read(
      of,
      entry.eventName,
      entry,
      (what, ticket_id = of, own) => {
        rows.push({
          version: versionOf(at_s, received_s),
          event: {
            ticket_id,
            event_id: own ?? `history.${named([ticket_id, at_s, ms, entry.eventName, actor_id, what.kind, what.data])}`,
            at_s,
            order: 200_000 + ms * 1000 + (50 - Math.min(index, 50)) * 10 + rows.length,
            actor,
            actor_id: actor === 'automation' ? null : actor_id,
            ...what,
          },
        });
      },
      context.map,
    );
    return rows;
  };
}

function entryReader(c: ZohoDeskConfiguration) {
  const words = mappingsOf(c);
  const { bots, escalation, test_tags, outbound_tags } = c.mappings;
  const grouping = c.group_by === 'team' ? 'team' : 'department';

  const tagged = (of: string, tag: string, isAdded: boolean, say: Say): void => {
    say(fieldChanged({ field: 'tag', from: isAdded ? null : tag, to: isAdded ? tag : null }));
    if (test_tags.includes(tag)) say(fieldChanged({ field: 'is_test', to: isAdded ? '1' : '0' }));
    if (isAdded && outbound_tags.includes(tag)) say(created({ is_outbound: '1' }), of, `opened.${of}`);
    if (isAdded && escalation.tags.includes(tag)) say(escalated({ to: 'development' }));
  };
  const property = (each: unknown, say: Say, map: Parameters<Stream['rows']>[1]['map']): void => {
    const { propertyName, propertyValue } = record.parse(each);
    const name = textOrNull.parse(propertyName)?.toLowerCase() ?? '';
    const value = after(propertyValue);
    if (name === 'status') {
      const raw = textOf(value);
      if (raw !== null) say(statusChanged({ to: map('status', raw, words.status), raw }));
    } else if (name === 'priority')
      say(fieldChanged({ field: 'priority', to: map('priority', textOf(value), words.priority) }));
    else if (ownerNames.includes(name)) {
      const to = idOf(value);
      say(assigned({ to, ...(to !== null && bots.includes(to) ? { to_kind: 'bot' } : {}) }));
    } else if (name === grouping) {
      const to = idOf(value);
      say(grouped({ to, to_tier: tierOf(words.tier, to) ?? undefined }));
      if (to !== null && escalation.groups.includes(to)) say(escalated({ to: 'development' }));
    }
  };

  return (
    of: string,
    eventName: string,
    { eventInfo }: Entry,
    say: Say,
    map: Parameters<Stream['rows']>[1]['map'],
  ): void => {
    if (changes.test(eventName)) for (const each of eventInfo) property(each, say, map);
    const others = idsIn(eventInfo).filter((each) => each !== of);
    switch (eventName) {
      case 'TagsAdded':
      case 'TagsRemoved':
        for (const tag of namesIn(eventInfo)) tagged(of, tag, eventName === 'TagsAdded', say);
        break;
      case 'BugCreated':
      case 'BugLinked':
      case 'BugDelinked':
        say(
          (eventName === 'BugDelinked' ? unlinked : linked)({
            type: 'engineering',
            target: namesIn(eventInfo)[0] ?? 'bug',
          }),
        );
        break;
      case 'TicketMergedChild':
        say(merged({ into: others[0] ?? null }), of, `merged.${of}`);
        break;
      case 'TicketMergedMaster':
        for (const each of others) say(merged({ into: of }), each, `merged.${each}`);
        break;
      case 'TicketDeleted':
        say(deleted({}));
        break;
      case 'TicketRestored':
        say(restored({}));
        break;
      default:
    }
  };
}

const named = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 24);

/** Workflows, macros, service levels and the like are the helpdesk itself. */
function actorOf(type: string | null, id: string | null, bots: readonly string[]): Actor | null {
  if (id !== null && bots.includes(id)) return 'automation';
  if (type === null) return null;
  return type === 'Agent' ? 'agent' : type === 'Contact' ? 'customer' : 'automation';
}

function millisecondsOf(value: unknown): number {
  const at = typeof value === 'number' ? value : Date.parse(textOrNull.parse(value) ?? '');
  return Number.isFinite(at) ? ((at % 1000) + 1000) % 1000 : 0;
}

/** The value after a change; the value itself when nothing changed, as at the creation. */
const after = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'updatedValue' in value ? value.updatedValue : value;
const textOf = (value: unknown): string | null =>
  textOrNull.parse(typeof value === 'object' && value !== null && 'name' in value ? value.name : value);
const idOf = (value: unknown): string | null => idOrNull.parse(record.parse(value).id);

const valuesOf = (info: readonly unknown[]): readonly unknown[] =>
  info.flatMap((each) => [after(record.parse(each).propertyValue)].flat());
const namesIn = (info: readonly unknown[]): readonly string[] => valuesOf(info).flatMap((each) => textOf(each) ?? []);
const idsIn = (info: readonly unknown[]): readonly string[] => valuesOf(info).flatMap((each) => idOf(each) ?? []);
