import type { Actor, Happening, Occurrence } from '../../../events/event.ts';
import type { AiOutcome } from '../../../events/words.ts';
import type { Mapping } from '../../connector.ts';
import { wordsOf, type Words } from '../../mappings.ts';
import { record, textOrNull } from '../../shapes.ts';
import type { IntercomConfiguration } from './configuration.ts';

/** An event without the ticket, which is the case that it is read with. */
export type CaseEvent = Omit<Occurrence, 'ticket_id'> & Happening;

export type Kind = 'conversation' | 'ticket';

export const statuses = {
  open: 'open',
  closed: 'closed',
  snoozed: 'pending_customer',
  submitted: 'new',
  in_progress: 'open',
  waiting_on_customer: 'pending_customer',
  on_hold: 'pending_third_party',
  resolved: 'solved',
} as const;
const channels = {
  conversation: 'chat',
  push: 'chat',
  email: 'email',
  facebook: 'social',
  instagram: 'social',
  twitter: 'social',
  whatsapp: 'im',
  sms: 'im',
  slack: 'im',
  discord: 'im',
  telegram: 'im',
  line: 'im',
  phone_call: 'phone',
  phone_switch: 'phone',
  phone: 'phone',
  custom_bot: 'self_service',
  api: 'api',
} as const;

/** Urgency is a flag until 2.15, levels since. */
const urgencies = {
  priority: 'p1',
  not_priority: 'p3',
  none: 'p3',
  urgent: 'p1',
  high: 'p2',
  medium: 'p3',
  low: 'p4',
} as const;

/** `ai_agent.resolution_state`, as Intercom’s published description of its interface lists it; null while no answer was given. */
export const aiOutcomes: Mapping<AiOutcome> = {
  values: {
    confirmed_resolution: 'resolved_confirmed',
    assumed_resolution: 'resolved_assumed',
    escalated: 'handed_over',
    routed_to_team: 'handed_over',
    procedure_handoff: 'handed_over',
    negative_feedback: 'negative_feedback',
    // an older word: the customer left, which neither solves nor hands over
    abandoned: 'other',
  },
  otherwise: 'other',
};

export const mappingsOf = ({ mappings }: IntercomConfiguration): Words =>
  wordsOf(mappings, { status: statuses, priority: urgencies, channel: channels });

/** The category of a ticket's state; older versions say it as text. */
export const stateOf = (value: unknown): string | null =>
  textOrNull.parse(typeof value === 'object' ? record.parse(value).category : value);

/** Who writes: people of the company are admins; operator, fin and workflows are bots. */
export function actorOf(who: unknown): Actor {
  const type = textOrNull.parse(who);
  return type === 'admin' || type === 'team'
    ? 'agent'
    : type === 'bot' || type === 'system'
      ? 'automation'
      : 'customer';
}
