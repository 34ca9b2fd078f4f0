import { wordsOf, type Words } from '../../mappings.ts';
import type { ZohoDeskConfiguration } from './configuration.ts';

/** Names that come with the product, and those that accounts often add. */
const statuses = {
  new: 'new',
  open: 'open',
  'in progress': 'open',
  escalated: 'open',
  'on hold': 'pending_third_party',
  'waiting on third party': 'pending_third_party',
  pending: 'pending_customer',
  'waiting on customer': 'pending_customer',
  'waiting for customer': 'pending_customer',
  'awaiting customer': 'pending_customer',
  resolved: 'solved',
  closed: 'closed',
} as const;
const priorities = {
  urgent: 'p1',
  critical: 'p1',
  highest: 'p1',
  high: 'p2',
  medium: 'p3',
  low: 'p4',
} as const;
const channels = {
  email: 'email',
  phone: 'phone',
  api: 'api',
  web: 'web',
  webform: 'web',
  'web form': 'web',
  feedback: 'web',
  'feedback widget': 'web',
  feedback_widget: 'web',
  chat: 'chat',
  'online chat': 'chat',
  online_chat: 'chat',
  'offline chat': 'chat',
  offline_chat: 'chat',
  'customer portal': 'portal',
  customerportal: 'portal',
  helpcenter: 'portal',
  forums: 'portal',
  twitter: 'social',
  twitter_dm: 'social',
  facebook: 'social',
  instagram: 'social',
  whatsapp: 'im',
  telegram: 'im',
  line: 'im',
  wechat: 'im',
} as const;
const kinds = {
  question: 'question',
  problem: 'problem',
  incident: 'incident',
  feature: 'request',
  request: 'request',
  bug: 'bug',
  others: 'other',
} as const;

export const mappingsOf = ({ mappings }: ZohoDeskConfiguration): Words =>
  wordsOf(mappings, { status: statuses, priority: priorities, channel: channels, type: kinds });
