import type { Sandboxed } from './helpdesks/all.ts';
import { comparedFacts, type Fact, type Facts } from './agreement.ts';

/** A fact that a vendor's API does not hold, for which tickets, and why. */
export interface Blind {
  readonly facts: readonly Fact[];
  readonly tickets: 'all' | ((expected: Facts) => boolean);
  readonly because: string;
}

const status =
  (...those: readonly string[]) =>
  (expected: Facts): boolean =>
    those.includes(String(expected.status));

const followUps = (because: string): Blind => ({
  facts: ['followup_of_id'],
  tickets: ({ followup_of_id }) => followup_of_id !== null,
  because,
});

/** The whole list: everything else must be equal to the second. */
export const cannotKnow: Readonly<Record<Sandboxed, readonly Blind[]>> = {
  freshdesk: [
    { facts: ['status'], tickets: status('new'), because: 'there is no state new: a fresh ticket is open' },
    { facts: ['note_count'], tickets: status('merged'), because: 'merging writes an internal note' },
    followUps('a closed ticket is reopened, or a new one knows nothing of the old one'),
  ],
  'help-scout': [
    {
      facts: comparedFacts,
      tickets: status('merged', 'deleted'),
      because: 'what was merged or deleted is gone without a trace',
    },
    { facts: ['priority', 'account_id'], tickets: 'all', because: 'conversations have neither' },
    { facts: ['touch_s'], tickets: 'all', because: 'no time is logged' },
    {
      facts: ['status'],
      tickets: status('new', 'pending_third_party', 'closed'),
      because: 'there are only active, pending and closed',
    },
    { facts: ['closed_s'], tickets: 'all', because: 'closed is what is solved elsewhere; nothing follows' },
    {
      facts: ['group_change_count'],
      tickets: ({ group_change_count }) => group_change_count !== 0,
      because: 'moves between mailboxes leave no thread; only what stands there when it is read is known',
    },
    {
      facts: ['escalated_s'],
      tickets: ({ escalated_s }) => escalated_s !== null,
      because: 'a tag has no date: the first time that it was seen',
    },
    followUps('a new conversation has no link to an old one'),
  ],
  intercom: [
    {
      facts: comparedFacts,
      tickets: status('spam', 'deleted'),
      because: 'a deleted conversation answers 404; those seen before are missed by the weekly list of ids only',
    },
    { facts: ['priority'], tickets: 'all', because: 'a conversation is a priority or it is not' },
    {
      facts: ['status'],
      tickets: status('new', 'pending_third_party', 'solved', 'merged'),
      because: 'there are only open, snoozed and closed',
    },
    { facts: ['closed_s'], tickets: 'all', because: 'closing is what is solving elsewhere; nothing follows' },
    {
      facts: ['merged_into_id', 'is_counted'],
      tickets: status('merged'),
      because: 'conversations are closed, not merged',
    },
    {
      facts: ['channel'],
      tickets: ({ channel }) => channel === 'web',
      because: 'the messenger on a web page is a chat',
    },
    {
      facts: ['first_reply_s', 'reply_count', 'customer_reply_count', 'note_count'],
      tickets: ({ channel }) => channel === 'phone',
      because: 'who said what in a call is not told',
    },
    {
      facts: ['touch_s'],
      tickets: ({ is_counted, customer_reply_count }) => is_counted === false && customer_reply_count === 0,
      because: 'what was sent and never answered has no statistics',
    },
    followUps('a new conversation has no link to an old one'),
  ],
  hubspot: [
    {
      facts: ['created_s'],
      tickets: status('merged'),
      because: 'a ticket merged before it was ever read is gone; the winner has no more than its id',
    },
    { facts: ['status'], tickets: status('spam'), because: 'spam is archived, without a mark of its own' },
    {
      facts: ['reply_count', 'customer_reply_count', 'note_count'],
      tickets: ({ channel }) => channel === 'phone',
      because: 'a call is no thread of the inbox; its ticket has only the time of the first reply',
    },
    { facts: ['touch_s'], tickets: 'all', because: 'no time is logged' },
    followUps('a new ticket has no link to an old one'),
  ],
  'jira-service-management': [
    {
      facts: comparedFacts,
      tickets: status('spam', 'deleted'),
      because: 'deleted issues are gone without a trace; those seen before are missed by the weekly list of ids only',
    },
    {
      facts: ['status', 'merged_into_id', 'is_counted'],
      tickets: status('merged'),
      because: 'issues are not merged, only closed',
    },
    followUps('a new request has no link to an old one'),
  ],
  'request-tracker': [
    { facts: ['status'], tickets: status('spam'), because: 'spam is deleted, without a mark of its own' },
    {
      facts: ['channel', 'priority', 'category', 'product', 'account_id', 'team'],
      tickets: status('merged'),
      because: 'asked for a merged ticket the server answers with its target: only history is left of it',
    },
    followUps('a new ticket has no link to an old one'),
  ],
  salesforce: [{ facts: ['status'], tickets: status('spam'), because: 'spam is deleted, without a mark of its own' }],
  servicenow: [
    {
      facts: ['created_s'],
      tickets: status('spam', 'deleted'),
      because: 'a record deleted before it was ever read is gone; the log of deletions has no more than its id',
    },
    { facts: ['status'], tickets: status('spam'), because: 'spam is deleted, without a mark of its own' },
    followUps('a new incident has no link to an old one'),
  ],
  zendesk: [
    {
      facts: ['status'],
      tickets: status('spam'),
      because: 'marking as spam deletes the ticket and leaves no other mark',
    },
    { facts: ['note_count'], tickets: status('merged'), because: 'merging writes an internal note into both tickets' },
  ],
  'zoho-desk': [
    {
      facts: ['created_s'],
      tickets: status('deleted', 'spam'),
      because: 'deleted and spam tickets leave every search: one that was never read before is not told any more',
    },
  ],
};
