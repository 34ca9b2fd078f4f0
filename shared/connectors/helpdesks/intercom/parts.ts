import { z } from 'zod';
import {
  assigned,
  escalated,
  grouped,
  merged,
  noted,
  rated,
  replied,
  statusChanged,
  type Happening,
} from '../../../events/event.ts';
import type { RowContext } from '../../connector.ts';
import { tierOf, type Words } from '../../mappings.ts';
import { messageData } from '../../message.ts';
import { flagOrNull, id, idOrNull, list, record, textOrNull, timeNeeded } from '../../shapes.ts';
import type { IntercomConfiguration } from './configuration.ts';
import { actorOf, stateOf, statuses, type CaseEvent, type Kind } from './words.ts';

const Part = z.looseObject({
  id,
  part_type: textOrNull,
  body: textOrNull,
  attachments: list,
  redacted: flagOrNull,
  from_workflow: z.unknown().optional(),
  created_at: timeNeeded,
  author: record,
  assigned_to: z.unknown().optional(),
  ticket_state: z.unknown().optional(),
  previous_ticket_state: z.unknown().optional(),
});

/** Parts that say something to the customer when they have text: "send and close" is one part. */
const spoken = new Set(['comment', 'close', 'open', 'snoozed', 'unsnoozed', 'timer_unsnooze', 'quick_reply']);
/** The conversation went into another one; the part names neither. Its other half, in the one that stays, says nothing of that one. */
const mergedAway = 'merged_secondary_conversation';
const internal = new Set(['note', 'note_and_reopen', 'assignment', 'assign_and_unsnooze', 'assign_and_reopen']);
/** Parts that change the state of the conversation. */
const states: Readonly<Record<string, keyof typeof statuses>> = {
  close: 'closed',
  open: 'open',
  snoozed: 'snoozed',
  unsnoozed: 'open',
  timer_unsnooze: 'open',
  note_and_reopen: 'open',
  assign_and_reopen: 'open',
  assign_and_unsnooze: 'open',
};
/** Parts known to be no event that Casebook counts (those of service levels are promises); anything else is listed as unmapped. */
const quiet = [
  'conversation_attribute_updated_by_admin',
  'conversation_attribute_updated_by_user',
  'conversation_attribute_updated_by_workflow',
  'conversation_tags_updated',
  'participant_added',
  'participant_removed',
  'ticket_attribute_updated_by_admin',
  'title_suggestion_updated',
  'language_detection_details',
  'fin_guidance_applied',
  'operator_workflow_event',
  'custom_action_started',
  'custom_action_finished',
  'conversation_sla_applied_by_rule',
  'conversation_sla_applied_by_workflow',
  'conversation_sla_target_missed',
  'conversation_sla_paused',
  'conversation_sla_unpaused',
  'conversation_sla_removed',
  'call_summary',
  'conversation_rating_remark_added',
  'priority_changed',
  'merged_primary_conversation',
  mergedAway,
  'channel_and_reply_time_expectation',
];
const known = {
  values: Object.fromEntries(
    [
      ...spoken,
      ...internal,
      ...Object.keys(states),
      ...quiet,
      'default_assignment',
      'away_mode_assignment',
      'conversation_rating_changed',
      'ticket_state_updated_by_admin',
      'ticket_state_updated_by_workflow',
    ].map((type) => [type, type]),
  ),
  otherwise: 'other',
} as const;

/** The events of one part, in order. Parts of one second keep the order in which they are listed. */
export function partEvents(
  item: unknown,
  index: number,
  kind: Kind,
  c: IntercomConfiguration,
  words: Words,
  context: RowContext,
): readonly CaseEvent[] {
  const part = Part.parse(item);
  const type = part.part_type ?? '';
  context.map('part_type', part.part_type, known);
  const author = idOrNull.parse(part.author.id);
  // an answer of the AI agent or of a workflow may go out under a teammate's name: Intercom's own marks say who wrote it
  const { from_ai_agent, is_ai_answer } = part.author;
  const isAi = from_ai_agent === true || is_ai_answer === true;
  const isBot = isAi || part.from_workflow === true || (author !== null && c.mappings.bots.includes(author));
  const actor = isBot ? 'automation' : actorOf(part.author.type);
  const made: CaseEvent[] = [];
  const say = (what: Happening): void => {
    made.push({
      event_id: `${kind}.part.${part.id}.${made.length}`,
      at_s: part.created_at,
      order: (index + 1) * 10 + made.length,
      actor,
      actor_id: author,
      ...what,
    });
  };
  // a file alone is a message, and what was redacted was one
  const isMessage = part.body !== null || part.attachments.length > 0 || part.redacted === true;
  if (isMessage && (spoken.has(type) || internal.has(type))) {
    const told = messageData(part.body, actor === 'automation', /\/articles\/\d+/g);
    say((spoken.has(type) ? replied : noted)(isAi ? { ...told, is_ai: 1 } : told));
  }
  if (/assign/.test(type)) assignment(part.assigned_to, c, words, say);
  const state = states[type];
  if (state !== undefined) say(statusChanged({ to: context.map('status', state, words.status), raw: state }));
  if (type.startsWith('ticket_state_updated')) {
    const raw = stateOf(part.ticket_state);
    say(
      statusChanged({
        from: context.map('status', stateOf(part.previous_ticket_state), words.status),
        to: context.map('status', raw, words.status),
        raw,
      }),
    );
  }
  if (type === mergedAway) say(merged({ into: null }));
  if (type === 'conversation_rating_changed') say(rated({}));
  return made;
}

/** To a person, to a team, or to nobody. A team's assignment leaves the person as it is. */
function assignment(
  value: unknown,
  { mappings }: IntercomConfiguration,
  { tier }: Words,
  say: (what: Happening) => void,
): void {
  const { type: kind, id: raw } = record.parse(value);
  const type = textOrNull.parse(kind);
  const to = idOrNull.parse(raw);
  if (type === 'team') {
    say(grouped({ to, to_tier: tierOf(tier, to) ?? undefined }));
    if (to !== null && mappings.escalation.groups.includes(to)) say(escalated({ to: 'development' }));
    return;
  }
  const isBot = type === 'bot' || (to !== null && mappings.bots.includes(to));
  say(assigned({ to: type === 'nobody_admin' ? null : to, ...(isBot ? { to_kind: 'bot' } : {}) }));
}
