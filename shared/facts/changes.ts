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
import { isFinished } from './status.ts';

/**
 * Turns each snapshot into the changes since the snapshot before it: status, assigned, grouped, linked (engineering) and field
 * (tier, priority, channel). The first snapshot tells what it holds as changes from nothing. A key that is absent was not told and
 * stays as it was; null is "empty". Other events pass through. `events` are in order.
 *
 * A snapshot is seen at the export; a finish that it stamps began at the stamp, if that lies after the snapshot before. Where that
 * one had a finish of its own, the ticket was open in between: for no time that anybody knows.
 */
export function changesOf(events: readonly TicketEvent[]): readonly TicketEvent[] {
  if (!events.some(({ kind }) => kind === 'snapshot')) return events;
  const changed: TicketEvent[] = [];
  let known: State = {};
  let seen_s = -Infinity;
  for (const event of events) {
    if (event.kind !== 'snapshot') {
      changed.push(event);
      continue;
    }
    const { data } = event;
    const finished_s =
      isFinished(data.status ?? '') && (data.finished_s ?? seen_s) > seen_s ? data.finished_s : undefined;
    if (finished_s !== undefined && known.finished_s !== undefined) {
      changed.push({ ...event, at_s: finished_s, ...statusChanged({ from: known.status, to: 'open' }) });
      known = { ...known, status: 'open' };
    }
    for (const change of differences(known, data))
      changed.push({ ...event, ...(change.kind === 'status' ? { at_s: finished_s ?? event.at_s } : {}), ...change });
    known = stateAfter(known, data);
    seen_s = event.at_s;
  }
  return changed.toSorted((a, b) => a.at_s - b.at_s);
}

type State = Pick<
  EventData<'snapshot'>,
  'tier' | 'priority' | 'channel' | 'group' | 'assignee' | 'engineering' | 'status' | 'finished_s'
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
  // of a ticket that is open again the stamp is of an earlier life
  finished_s: isFinished(now.status ?? '') ? now.finished_s : undefined,
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
