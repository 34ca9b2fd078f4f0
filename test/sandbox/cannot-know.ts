import type { Sandboxed } from '../../functions/sandbox/start.ts';
import type { Fact, Facts } from './agreement.ts';

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
};
