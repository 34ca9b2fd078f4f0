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

/** The whole list: everything else must be equal to the second. */
export const cannotKnow: Readonly<Record<Sandboxed, readonly Blind[]>> = {
  zendesk: [
    {
      facts: ['status'],
      tickets: status('spam'),
      because: 'marking as spam deletes the ticket and leaves no other mark',
    },
    { facts: ['note_count'], tickets: status('merged'), because: 'merging writes an internal note into both tickets' },
  ],
};
