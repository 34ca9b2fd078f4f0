import { wordsOf, type Words } from '../../mappings.ts';
import type { ZendeskConfiguration } from './configuration.ts';

const statuses = {
  new: 'new',
  open: 'open',
  pending: 'pending_customer',
  hold: 'pending_third_party',
  solved: 'solved',
  closed: 'closed',
  deleted: 'deleted',
} as const;
const priorities = { urgent: 'p1', high: 'p2', normal: 'p3', low: 'p4' } as const;
const kinds = { problem: 'problem', incident: 'incident', question: 'question', task: 'request' } as const;
const channels = {
  email: 'email',
  mail: 'email',
  web: 'web',
  web_form: 'web',
  web_widget: 'web',
  help_center: 'portal',
  chat: 'chat',
  native_messaging: 'chat',
  messaging: 'chat',
  sunshine_conversations_api: 'chat',
  voice: 'phone',
  phone: 'phone',
  twitter: 'social',
  facebook: 'social',
  instagram_dm: 'social',
  any_channel: 'social',
  whatsapp: 'im',
  line: 'im',
  wechat: 'im',
  telegram: 'im',
  viber: 'im',
  sms: 'im',
  text: 'im',
  api: 'api',
  mobile: 'api',
  mobile_sdk: 'api',
  answer_bot_for_web_widget: 'self_service',
  forum: 'portal',
  topic: 'portal',
  logmein: 'other',
  sample_ticket: 'other',
} as const;

const columns = ['product', 'category', 'subcategory', 'region', 'language', 'root_cause', 'queue'] as const;

/** What Zendesk’s words mean in this account. */
export function mappingsOf({ mappings: m }: ZendeskConfiguration): Words & {
  /** Column of Casebook and the custom field that holds it. */
  readonly columns: readonly (readonly [column: (typeof columns)[number], field: string])[];
} {
  return {
    ...wordsOf(m, { status: statuses, priority: priorities, channel: channels, type: kinds }),
    columns: columns.flatMap((column) => {
      const field = m.fields[column];
      return field === undefined ? [] : [[column, field] as const];
    }),
  };
}
