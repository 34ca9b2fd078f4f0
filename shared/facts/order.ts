import type { TicketEvent } from '../events/event.ts';

/**
 * Events in the order in which they happened: by at_s, then order, then `sequence` (the text by which files order rows of one
 * instant), then event_id. Events after as_of_s are left out (an event counts when at_s <= as_of).
 */
export function inOrder(events: readonly TicketEvent[], as_of_s = Infinity): readonly TicketEvent[] {
  return events
    .filter(({ at_s }) => at_s <= as_of_s)
    .sort((a, b) => a.at_s - b.at_s || a.order - b.order || compare(sequence(a), sequence(b)) || compare(id(a), id(b)));
}

const sequence = ({ kind, data }: TicketEvent): string => (kind === 'snapshot' ? (data.sequence ?? '') : '');
const id = ({ event_id }: TicketEvent): string => event_id ?? '';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
