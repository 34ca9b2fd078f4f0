import { wordsOf, type Words } from '../../mappings.ts';
import type { FreshdeskConfiguration } from './configuration.ts';

/** By number in the ticket API, by name in the activity export. */
const statuses = {
  '2': 'open',
  '3': 'pending_customer',
  '4': 'solved',
  '5': 'closed',
  open: 'open',
  pending: 'pending_customer',
  resolved: 'solved',
  closed: 'closed',
  'waiting on customer': 'pending_customer',
  'waiting on third party': 'pending_third_party',
} as const;
const priorities = {
  '1': 'p4',
  '2': 'p3',
  '3': 'p2',
  '4': 'p1',
  low: 'p4',
  medium: 'p3',
  high: 'p2',
  urgent: 'p1',
} as const;
const channels = {
  '1': 'email',
  '2': 'portal',
  '3': 'phone',
  '5': 'social',
  '6': 'social',
  '7': 'chat',
  '8': 'api',
  '9': 'web',
  '10': 'email',
  '11': 'api',
  '12': 'self_service',
  '13': 'im',
  '15': 'chat',
  '16': 'im',
} as const;
const kinds = {
  question: 'question',
  incident: 'incident',
  problem: 'problem',
  'feature request': 'request',
  'service request': 'request',
  request: 'request',
  bug: 'bug',
} as const;

export const mappingsOf = ({ mappings }: FreshdeskConfiguration): Words =>
  wordsOf(mappings, { status: statuses, priority: priorities, channel: channels, type: kinds });
