import {
  assigned,
  fieldChanged,
  grouped,
  linked,
  statusChanged,
  unlinked,
  type EventData,
  type Happening,
  type TicketEvent,
} from '../events/event.ts';

/**
 * Turns each snapshot into the changes since the snapshot before it: status, assigned, grouped, linked (engineering) and field
 * (tier, priority, channel). The first snapshot tells what it holds as changes from nothing. A key that is absent was not told and
 * stays as it was; null is "empty". Other events pass through. `events` are in order.
 */
export function changesOf(events: readonly TicketEvent[]): readonly TicketEvent[] {
  if (!events.some(({ kind }) => kind === 'snapshot')) return events;
  const changed: TicketEvent[] = [];
  let known: State = {};
  for (const event of events) {
    if (event.kind !== 'snapshot') {
      changed.push(event);
      continue;
    }
    for (const change of differences(known, event.data)) changed.push({ ...event, ...change });
    known = stateAfter(known, event.data);
  }
  return changed;
}

type State = Pick<
  EventData<'snapshot'>,
  'tier' | 'priority' | 'channel' | 'group' | 'assignee' | 'engineering' | 'status'
>;

/** What is known once a snapshot told more. */
const stateAfter = (before: State, now: State): State => ({
  tier: later(before.tier, now.tier),
  priority: later(before.priority, now.priority),
  channel: later(before.channel, now.channel),
  group: later(before.group, now.group),
  assignee: later(before.assignee, now.assignee),
  engineering: later(before.engineering, now.engineering),
  status: later(before.status, now.status),
});
const later = <T>(before: T, now: T | undefined): T | undefined => (now === undefined ? before : now);

const fields = ['tier', 'priority', 'channel'] as const;

function differences(before: State, now: EventData<'snapshot'>): readonly Happening[] {
  const found: Happening[] = [];
  for (const field of fields) {
    const [from, to] = [before[field] ?? null, now[field]];
    if (to !== undefined && to !== from) found.push(fieldChanged({ field, from, to }));
  }
  const [group, assignee, engineering, status] = [
    before.group ?? null,
    before.assignee ?? null,
    before.engineering ?? null,
    before.status ?? null,
  ];
  if (now.group !== undefined && now.group !== group) found.push(grouped({ from: group, to: now.group }));
  if (now.assignee !== undefined && now.assignee !== assignee)
    found.push(assigned({ from: assignee, to: now.assignee, to_kind: now.assignee_kind ?? null }));
  if (now.engineering !== undefined && now.engineering !== engineering) {
    if (engineering !== null) found.push(unlinked({ type: 'engineering', target: engineering }));
    if (now.engineering !== null) found.push(linked({ type: 'engineering', target: now.engineering }));
  }
  if (now.status !== undefined && now.status !== status) found.push(statusChanged({ from: status, to: now.status }));
  return found;
}
