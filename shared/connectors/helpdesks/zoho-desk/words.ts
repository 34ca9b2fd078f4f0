import { mapping } from '../../mappings.ts';
import { record, textOrNull } from '../../shapes.ts';
import type { ZohoConfiguration } from '../zoho-desk.ts';

export const wordsOf = ({ mappings: m }: ZohoConfiguration) => ({
  status: mapping(
    {
      new: 'new',
      open: 'open',
      escalated: 'open',
      'on hold': 'pending_third_party',
      pending: 'pending_customer',
      'waiting on customer': 'pending_customer',
      'waiting for customer': 'pending_customer',
      resolved: 'solved',
      closed: 'closed',
    },
    m.status,
    'other',
  ),
  priority: mapping({ urgent: 'p1', highest: 'p1', high: 'p2', medium: 'p3', low: 'p4' }, m.priority, null),
  channel: mapping(
    {
      email: 'email',
      phone: 'phone',
      chat: 'chat',
      web: 'web',
      'web form': 'web',
      forums: 'portal',
      twitter: 'social',
      facebook: 'social',
      api: 'api',
    },
    m.channel,
    'other',
  ),
  type: mapping(
    {
      problem: 'problem',
      question: 'question',
      incident: 'incident',
      request: 'request',
      feature: 'request',
      bug: 'bug',
    },
    m.type,
    'other',
  ),
  tier: mapping({}, m.tier, null),
});

/** A value of history: plain, or an object with an id and a name. */
export const valueOf = (value: unknown): string | null => {
  const { id, name, displayName } = record.parse(value);
  return textOrNull.parse(id ?? name ?? displayName ?? value);
};
