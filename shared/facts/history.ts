import { ofKind, type TicketEvent, type TicketStatus } from '../events/event.ts';
import { withActors } from './actor.ts';
import { changesOf } from './changes.ts';
import type { FactsContext, FactsInput, FlowRow, GroupNow, TicketAttributes } from './context.ts';
import { escalationsOf, type Escalations } from './escalation.ts';
import { flowOf } from './flow.ts';
import { firstActsOf, type FirstActs } from './handled-by.ts';
import { hearsAll, type Heard } from './heard.ts';
import { handoffsOf, type Handoffs } from './handoff.ts';
import { inOrder } from './order.ts';
import { ownershipsOf, type Ownership } from './owners.ts';
import { removalsOf, removedSince } from './removal.ts';
import { reopenings, type Reopenings } from './reopen.ts';
import { repliesOf, type Replies } from './reply.ts';
import { resolutionOf, type Resolution } from './resolution.ts';
import { unmarked, stateOf } from './stated.ts';
import { isFinished, staysOf, type Stay } from './status.ts';

/** One ticket as it is known at as_of, read once; every fact is a function of it. */
export interface TicketHistory extends Heard {
  /** What the source says today. */
  readonly given: TicketAttributes;
  /** What is true at as_of: the source's word when it is of then, else what the events tell. */
  readonly now: TicketAttributes;
  readonly isNow: boolean;
  readonly as_of_s: number;
  readonly created_s: number;
  /** In order, with their actors settled and snapshots turned into changes; up to as_of. */
  readonly events: readonly TicketEvent[];
  readonly stays: readonly Stay[];
  readonly owned: readonly Ownership[];
  readonly handoffs: Handoffs;
  readonly resolution: Resolution;
  readonly reopened: Reopenings;
  readonly replies: Replies;
  readonly escalations: Escalations;
  readonly acts: FirstActs;
  readonly isOutbound: boolean;
  readonly removed_s: number | null;
  readonly flow: readonly Pick<FlowRow, 'at_s' | 'seq' | 'kind'>[];
  readonly group: GroupNow | undefined;
  readonly team: string | null;
  readonly calendar_id: string | null;
  readonly first_followup_s: number | null;
  readonly context: FactsContext;
}

/** Reads a ticket; null: nothing of it has happened by as_of, and `created_s` is when it begins, if anybody knows. */
export function historyOf(
  input: FactsInput,
  context: FactsContext,
): TicketHistory | { readonly begins_s: number | null } {
  const { attributes: given } = input;
  const source = given.source ?? '';
  const as_of_s = context.as_of_s ?? Infinity;
  const told = input.events.filter(({ kind }) => kind !== 'unread').map((event) => withCategory(event, context));
  const ordered = inOrder(told, as_of_s);
  const events = withActors(withoutHidden(changesOf(ordered)), source, requestersOf(given, ordered), context);
  const untold = context.untold(given);
  const firstEvent_s = untold.has('creation') ? null : (events[0]?.at_s ?? null);
  const created_s = given.created_s ?? ofKind(events, 'created')[0]?.at_s ?? firstEvent_s;
  if (created_s === null || created_s > as_of_s) return { begins_s: created_s };

  // The attributes are of today: a past state is what the events say.
  const isNow = as_of_s >= (given.updated_s ?? 0);
  const hasHistory = events.some(({ kind }) => kind === 'status');
  const stays = staysOf(events, created_s, hasHistory || !isNow ? 'new' : initial(given.status));
  const resolution = resolutionOf(stays, given, { policy: context.policies.resolution, created_s, as_of_s });
  const removals = removalsOf(events, stays, isNow ? given : { ...given, ...unmarked }, created_s, as_of_s);
  const isOutbound =
    given.is_outbound === true || ofKind(events, 'created').some(({ data }) => data.is_outbound === '1');
  const owned = ownershipsOf(events, source, created_s, context);
  const now = isNow ? given : { ...given, ...stateOf(stays, owned) };
  const group = now.group_id === null ? undefined : context.group(source, now.group_id);
  const team = context.teamOf(now, group);
  const heard = { isUnread: isUnread(input) || hasUnheard(events), isHeard: ofKind(events, 'heard').length > 0 };
  // who only wrote, or only changed the status, is not seen where that is not told
  const tellsActs = !untold.has('authors') && !untold.has('status_history') && hearsAll({ untold, ...heard });
  return {
    given,
    now,
    isNow,
    as_of_s,
    created_s,
    events,
    stays,
    owned,
    handoffs: handoffsOf(owned),
    resolution,
    reopened: reopenings(stays, context.policies.reopen_grace_s),
    replies: repliesOf(events, created_s, isOutbound, resolution.first_resolved_s),
    escalations: escalationsOf(events, source, context),
    acts: firstActsOf(events, owned, created_s, { aiAgents: context.aiAgents, tellsActs }),
    isOutbound,
    removed_s: removedSince(removals),
    flow: flowOf(created_s, resolution, removals),
    group,
    team,
    calendar_id: context.calendarOf(team),
    first_followup_s: input.first_followup_s,
    ...heard,
    untold,
    context,
  };
}

/** A status that no mapping knows is what its helpdesk says it is. */
const withCategory = (event: TicketEvent, context: FactsContext): TicketEvent => {
  if (event.kind !== 'status' || event.data.to !== 'other' || event.data.raw == null) return event;
  const to = context.statusOf(event.data.raw);
  return to === undefined ? event : { ...event, data: { ...event.data, to } };
};

/** Whoever asked, or once did: the ticket of a contact who was merged into another one is that one’s. */
const requestersOf = (
  given: TicketAttributes,
  events: readonly TicketEvent[],
): ReadonlySet<string | null | undefined> =>
  new Set([
    given.requester_id,
    ...ofKind(events, 'field').flatMap(({ data }) => (data.field === 'requester_id' ? [data.from, data.to] : [])),
  ]);

/** A public message that was made private, or taken back, is no reply but a note. */
function withoutHidden(events: readonly TicketEvent[]): readonly TicketEvent[] {
  const hidden = new Set(ofKind(events, 'hidden').map(({ data }) => data.message));
  if (hidden.size === 0) return events;
  return events.map((event) =>
    event.kind === 'replied' && hidden.has(event.data.message ?? '') ? { ...event, kind: 'noted' } : event,
  );
}

/** A chat that began and did not come, or has no name to come by. */
function hasUnheard(events: readonly TicketEvent[]): boolean {
  const heard = new Set(ofKind(events, 'heard').map(({ data }) => data.chat));
  return ofKind(events, 'unheard').some(({ data: { chat } }) => chat === undefined || !heard.has(chat));
}

/** Whoever reads a ticket again reads all that was said in it again. */
const isUnread = ({ events, attributes }: FactsInput): boolean =>
  ofKind(events, 'unread').some(({ at_s }) => at_s >= (attributes.ingested_s ?? 0));

/** Without any status event the ticket was in its present status all the time, unless that needs a moment of its own. */
const initial = (status: string | null): TicketStatus =>
  status === null || isFinished(status) || ['deleted', 'spam', 'merged'].includes(status)
    ? 'new'
    : (status as TicketStatus);
