import type { FactsContext } from './context.ts';
import { ofKind, type AssigneeKind, type TicketEvent } from '../events/event.ts';

export type OwnerKind = 'person' | 'group' | 'bot' | 'none';

/** Who a ticket belonged to since an instant; stays of no length included. */
export interface Ownership {
  readonly at_s: number;
  readonly person_id: string | null;
  readonly group_id: string | null;
  readonly kind: OwnerKind;
}

/**
 * Owners in order of time, from the creation on: by assigned and grouped events and the creation's own assignee and group. A group
 * owns what no person does. Robots are told by to_kind, or by the helpdesk's list of people.
 */
export function ownershipsOf(
  events: readonly TicketEvent[],
  source: string,
  created_s: number,
  context: Pick<FactsContext, 'person'>,
): readonly Ownership[] {
  let assignee: string | null = null;
  let assigneeKind: OwnerKind = 'none';
  let group: string | null = null;
  const assign = (to: string | null | undefined, kind: AssigneeKind | null | undefined, at_s: number): void => {
    assignee = textOf(to);
    assigneeKind = assignee === null ? 'none' : kind === 'bot' || kind === 'group' ? kind : 'person';
    if (assignee !== null && assigneeKind === 'person' && context.person(source, assignee, at_s)?.is_bot === true) {
      assigneeKind = 'bot';
    }
  };
  // A helpdesk that does not say with what a ticket was created says what its first change changed.
  assign(ofKind(events, 'assigned')[0]?.data.from, undefined, created_s);
  group = textOf(ofKind(events, 'grouped')[0]?.data.from);
  const owned: Ownership[] = [{ at_s: created_s, ...owner_(assignee, assigneeKind, group) }];
  for (const { kind, at_s, data } of events) {
    if (kind === 'assigned') assign(data.to, data.to_kind, at_s);
    else if (kind === 'grouped') group = textOf(data.to);
    else if (kind === 'created') {
      if (data.assignee !== undefined) assign(data.assignee, data.assignee_kind, at_s);
      if (data.group !== undefined) group = textOf(data.group);
    } else continue;
    const owner = owner_(assignee, assigneeKind, group);
    const last = owned.at(-1);
    if (last?.person_id === owner.person_id && last.group_id === owner.group_id && last.kind === owner.kind) continue;
    owned.push({ at_s: Math.max(at_s, last?.at_s ?? created_s), ...owner });
  }
  return owned;
}

const textOf = (value: string | null | undefined): string | null => (value === '' ? null : (value ?? null));

/** person_id names people only: the row of a robot or a group has none. */
function owner_(assignee: string | null, kind: OwnerKind, group: string | null): Omit<Ownership, 'at_s'> {
  if (kind === 'person') return { person_id: assignee, group_id: group, kind };
  if (kind === 'group') return { person_id: null, group_id: assignee, kind };
  if (kind === 'bot') return { person_id: null, group_id: group, kind };
  return { person_id: null, group_id: group, kind: group === null ? 'none' : 'group' };
}

/** Person that owned the ticket at an instant (the last one set at or before it); null: nobody, a group or a robot. */
export const ownerAt = (owned: readonly Ownership[], at_s: number): string | null =>
  owned.findLast((each) => each.at_s <= at_s)?.person_id ?? null;
