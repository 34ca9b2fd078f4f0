import { createHash } from 'node:crypto';
import { z } from 'zod';
import { assigned, escalated, fieldChanged, grouped, statusChanged, type Happening } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { id, idOrNull, instant, record, textOrNull, texts } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';

const Activity = z.looseObject({
  performed_at: textOrNull,
  ticket_id: id,
  performer_type: textOrNull,
  performer_id: idOrNull,
  activity: record,
});

/** "01-12-2022 09:33:38 +0000": day, month, year; or ISO 8601, year first. */
export function activityTime(text: string | null): number | null {
  if (/^\d{4}-/.test(text ?? '')) return instant(text);
  const match = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2}):?(\d{2})$/.exec(text ?? '');
  if (!match) return null;
  const [, day, month, year, clock, hours, minutes] = match;
  const at = Date.parse(`${year}-${month}-${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(at) ? null : at / 1000;
}

/** Changes of a day's file. Two identical activities are two: an activity is named by its day, its place and its content. */
export function activityRows(c: FreshdeskConfiguration): Stream['rows'] {
  const words = mappingsOf(c);
  const { escalation, bots } = c.mappings;
  return (item, context): readonly StagedRow[] => {
    const one = Activity.parse(item);
    const at_s = activityTime(one.performed_at);
    if (at_s === null) throw new Error('performed_at: expected a time such as 01-12-2022 09:33:38 +0000');
    const name = createHash('sha256')
      .update(JSON.stringify([context.of, context.index, item]))
      .digest('hex')
      .slice(0, 24);
    const isRule = one.performer_type === 'system' || one.performer_id === null || 'automation' in one.activity;
    const rows: StagedRow[] = [];
    const say = (what: Happening): void => {
      rows.push({
        version: versionOf(at_s, context.received_s),
        event: {
          ticket_id: one.ticket_id,
          event_id: `activity.${name}.${rows.length}`,
          at_s,
          order: 200_000 + context.index * 20 + rows.length,
          actor: isRule ? 'automation' : null,
          actor_id: isRule ? null : one.performer_id,
          ...what,
        },
      });
    };
    const { status, priority, agent_id, responder_id, group_id, added_tags } = one.activity;
    const raw = textOrNull.parse(status);
    if (raw !== null) say(statusChanged({ to: context.map('status', raw, words.status), raw }));
    const importance = textOrNull.parse(priority);
    if (importance !== null)
      say(fieldChanged({ field: 'priority', to: context.map('priority', importance, words.priority) }));
    // a group is told by its name here, which only the snapshot of the ticket can match to its id
    const group = idOrNull.parse(group_id);
    if (group !== null) {
      say(grouped({ to: group, to_tier: tierOf(words.tier, group) ?? undefined }));
      if (escalation.groups.includes(group)) say(escalated({ to: 'development' }));
    }
    if (agent_id !== undefined || responder_id !== undefined) {
      const owner = idOrNull.parse(agent_id ?? responder_id);
      say(assigned({ to: owner, ...(owner !== null && bots.includes(owner) ? { to_kind: 'bot' } : {}) }));
    }
    if (texts.parse(added_tags).some((tag) => escalation.tags.includes(tag))) say(escalated({ to: 'development' }));
    return rows;
  };
}
