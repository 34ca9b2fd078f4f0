import type { EventKind, TicketEvent } from './event.ts';

/**
 * Turns each snapshot into the changes since the snapshot before it: status, assigned, grouped, linked (engineering) and field
 * (tier, priority, channel). The first snapshot tells what it holds as changes from nothing. A key that is absent was not told and
 * stays as it was; null is "empty". Other events pass through. `events` are in order.
 */
export function changesOf(events: readonly TicketEvent[]): readonly TicketEvent[] {
  const known = new Map<string, string | number | null>();
  return events.flatMap((event) => (event.kind === 'snapshot' ? differences(event, known) : [event]));
}

/** Keys of a snapshot, and the event that a change of each one is. */
const told: readonly (readonly [key: string, kind: EventKind])[] = [
  ['tier', 'field'],
  ['priority', 'field'],
  ['channel', 'field'],
  ['group', 'grouped'],
  ['assignee', 'assigned'],
  ['engineering', 'linked'],
  ['status', 'status'],
];

function differences(snapshot: TicketEvent, known: Map<string, string | number | null>): readonly TicketEvent[] {
  const changes: TicketEvent[] = [];
  for (const [key, kind] of told) {
    const to = snapshot.data[key];
    if (to === undefined) continue;
    const from = known.get(key) ?? null;
    known.set(key, to);
    if (from !== to) changes.push(...change(snapshot, key, kind, from, to));
  }
  return changes;
}

function change(
  { data, ...event }: TicketEvent,
  key: string,
  kind: EventKind,
  from: string | number | null,
  to: string | number | null,
): readonly TicketEvent[] {
  const { assignee_kind = null } = data;
  if (kind === 'linked') {
    return [
      ...(from === null ? [] : [{ ...event, kind: 'unlinked' as const, data: { type: key, target: from } }]),
      ...(to === null ? [] : [{ ...event, kind, data: { type: key, target: to } }]),
    ];
  }
  if (kind === 'field') return [{ ...event, kind, data: { field: key, from, to } }];
  if (kind === 'assigned') return [{ ...event, kind, data: { from, to, to_kind: assignee_kind } }];
  return [{ ...event, kind, data: { from, to } }];
}
