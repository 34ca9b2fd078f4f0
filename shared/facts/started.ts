import type { TicketHistory } from './history.ts';

/** First assignment to a person, since the creation. */
export const firstAssignedAt = ({ owned, untold }: Pick<TicketHistory, 'owned' | 'untold'>): number | null =>
  untold.has('assignments') ? null : (owned.find(({ kind }) => kind === 'person')?.at_s ?? null);

/** First entry into open by a person's action; a customer's second message starts no work. Else the first assignment to a person. */
export function startedAt(history: Pick<TicketHistory, 'stays' | 'owned' | 'untold'>): number | null {
  const opened = history.stays.find(({ status, actor }, i) => i > 0 && status === 'open' && actor === 'agent');
  if (opened?.is_before_creation === true) return null;
  return opened?.started_s ?? firstAssignedAt(history);
}
