import { listOf } from './counted.ts';
import { ofKind, type EventData, type TicketEvent, type TicketField } from '../events/event.ts';

/** Field events in order, of one field. */
const changesOf = (events: readonly TicketEvent[], field: TicketField): readonly EventData<'field'>[] =>
  ofKind(events, 'field').flatMap(({ data }) => (data.field === field ? [data] : []));

/**
 * Tags as a JSON array: those of the attributes, and what field events `tag` say was added (`to`) and removed (`from`) since. Some
 * helpdesks tell tags only by their history. Unchanged when no event speaks of tags.
 */
export function tagsOf(stated: string | null, events: readonly TicketEvent[]): string | null {
  const changes = changesOf(events, 'tag');
  if (changes.length === 0) return stated;
  const tags = new Set(listOf(stated));
  for (const { from, to } of changes) {
    if (typeof from === 'string') tags.delete(from);
    if (typeof to === 'string') tags.add(to);
  }
  return JSON.stringify([...tags].sort());
}

/** True when the last field event `is_test` says so. */
export const saysTest = (events: readonly TicketEvent[]): boolean => changesOf(events, 'is_test').at(-1)?.to === '1';
