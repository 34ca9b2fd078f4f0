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
  let known: State = {};
  return events.flatMap((event): readonly TicketEvent[] => {
    if (event.kind !== 'snapshot') return [event];
    const { kind: _, data, ...occurrence } = event;
    const changes = differences(known, data);
    known = { ...known, ...Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) };
    return changes.map((change) => ({ ...occurrence, ...change }));
  });
}

type State = EventData<'snapshot'>;

function differences(before: State, now: State): readonly Happening[] {
  const change = <K extends keyof State>(key: K) => {
    const from = before[key] ?? null;
    const to = now[key];
    return to === undefined || to === from ? [] : [{ from, to }];
  };
  const development = change('engineering').map(({ from, to }) => [from ?? null, to ?? null] as const);
  const fields = ['tier', 'priority', 'channel'] as const;
  return [
    ...fields.flatMap((field) => change(field).map((values) => fieldChanged({ field, ...values }))),
    ...change('group').map(grouped),
    ...change('assignee').map((values) => assigned({ ...values, to_kind: now.assignee_kind ?? null })),
    ...development.flatMap(([from, to]) => [
      ...(from === null ? [] : [unlinked({ type: 'engineering', target: from })]),
      ...(to === null ? [] : [linked({ type: 'engineering', target: to })]),
    ]),
    ...change('status').map(statusChanged),
  ];
}
