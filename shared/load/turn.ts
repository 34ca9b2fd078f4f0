/** Ends a turn of work that goes on in the next one: all that came before it is stored, and nothing is wrong. */
export class TurnEnded extends Error {
  override readonly name = 'TurnEnded';
}

/** Work that may be cut between two stored pieces; without `isLate` it never is. */
export interface Turn {
  /** Whether the next piece of work should be left to another call. */
  readonly isLate?: () => boolean;
}

/** @throws TurnEnded */
export function endIfLate({ isLate }: Turn): void {
  if (isLate?.() === true) throw new TurnEnded('The turn is over; the next one goes on here.');
}
