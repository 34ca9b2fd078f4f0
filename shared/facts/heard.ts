import type { FactKind } from '../knowledge/fact-kind.ts';

/** What is told of the messages of a case. */
export interface Heard {
  /** What the source does not tell of this ticket, before its own events are looked at. */
  readonly untold: ReadonlySet<FactKind>;
  /** Chats of it came whole, which the source does not promise for its channel. */
  readonly isHeard: boolean;
  /** A part of what was said is not given by the helpdesk. */
  readonly isUnread: boolean;
}

/** Whether every message of a case is told. */
export const hearsAll = ({ untold, isHeard, isUnread }: Heard): boolean =>
  (isHeard || !untold.has('person_replies')) && !isUnread;
