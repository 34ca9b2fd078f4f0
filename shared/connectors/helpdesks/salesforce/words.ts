import { wordsOf, type Words } from '../../mappings.ts';
import type { SalesforceConfiguration } from './configuration.ts';

export const mappingsOf = ({ mappings }: SalesforceConfiguration): Words =>
  wordsOf(mappings, {
    status: {
      new: 'new',
      working: 'open',
      'in progress': 'open',
      escalated: 'open',
      'on hold': 'pending_third_party',
      'waiting on customer': 'pending_customer',
      pending: 'pending_customer',
      resolved: 'solved',
      solved: 'solved',
      closed: 'closed',
      merged: 'merged',
    },
    priority: { critical: 'p1', urgent: 'p1', high: 'p2', medium: 'p3', low: 'p4' },
    channel: {
      phone: 'phone',
      email: 'email',
      web: 'web',
      chat: 'chat',
      messaging: 'chat',
      social: 'social',
      community: 'portal',
      api: 'api',
    },
    type: {
      problem: 'problem',
      question: 'question',
      incident: 'incident',
      'feature request': 'request',
      request: 'request',
      bug: 'bug',
    },
  });

/** Ids begin with three letters of their object: 005 a user, 00G a queue. */
export const isId = (value: string | null): value is string =>
  value !== null && /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(value);
export const isQueue = (id: string): boolean => id.startsWith('00G');
