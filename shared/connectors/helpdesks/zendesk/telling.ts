import { untoldFor, type Telling } from '../../../knowledge/telling.ts';
import type { ZendeskConfiguration } from './configuration.ts';

/** Channels whose conversations are messaging: the ticket-event export has none of their messages (developer.zendesk.com, "Messaging"). */
const messaging = [
  'native_messaging',
  'messaging',
  'sunshine_conversations_api',
  'sunshine_conversations_facebook_messenger',
  'sunshine_conversations_twitter_dm',
  'whatsapp',
  'line',
  'wechat',
  'telegram',
  'viber',
  'kakaotalk',
  'mailgun',
  'messagebird_sms',
  'twilio_sms',
  'sms',
  'instagram_dm',
  'apple_business_chat',
  'google_business_messages',
  'google_rcs',
  'slack_connect',
  'mobile_sdk',
] as const;

export function zendeskTelling(c: ZendeskConfiguration): Telling {
  const { escalation, fields } = c.mappings;
  const isEscalationMapped =
    c.jira_links || escalation.problem || escalation.tags.length > 0 || escalation.groups.length > 0;
  const conversation = untoldFor(
    ['first_reply', 'person_replies', 'customer_replies'],
    'Zendesk keeps the messages of this channel outside the ticket: its export does not tell them',
  );
  return {
    untold: {
      ...(c.surveys === 'none' ? untoldFor(['ratings_offered', 'ratings_given'], 'set surveys: legacy or new') : {}),
      ...(isEscalationMapped
        ? {}
        : { escalation: 'set mappings.escalation (tags, groups, problem) or jira_links: true' }),
      ...(fields.worked === undefined
        ? { time_worked: 'name the field of the time-tracking app in mappings.fields.worked' }
        : {}),
    },
    of_channels: Object.fromEntries(messaging.map((channel) => [channel, conversation])),
    history_from_s: Date.parse(`${c.start}T00:00:00Z`) / 1000,
  };
}
