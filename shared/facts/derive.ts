import { withActors } from './actor.ts';
import { changesOf } from './changes.ts';
import type { DerivedTicket, FactsContext, FactsInput } from './context.ts';
import { isCounted, isTest } from './counted.ts';
import { escalationsOf, tellsDevelopment } from './escalation.ts';
import { ofKind, type TicketEvent, type TicketStatus } from '../events/event.ts';
import { monthOf } from '../events/event-row.ts';
import { flowOf } from './flow.ts';
import { tellsColumnsOf } from '../knowledge/fact-kind.ts';
import { handoffsOf } from './handoff.ts';
import { tiled } from './intervals.ts';
import { inOrder } from './order.ts';
import { ownerAt, ownershipsOf, type Ownership } from './owners.ts';
import { qualityOf } from './quality.ts';
import { removalsOf, removedSince } from './removal.ts';
import { reopenings } from './reopen.ts';
import { repliesOf } from './reply.ts';
import { resolutionOf, type Resolution } from './resolution.ts';
import { isBotOnly } from './robots.ts';
import { promisesOf } from './sla.ts';
import { provenanceOf, statedBy, stateOf, unmarked } from './stated.ts';
import { isFinished, staysOf, type Stay } from './status.ts';
import { saysTest, tagsOf } from './tags.ts';
import { unborn } from './unborn.ts';

export type * from './context.ts';

/**
 * All facts of one ticket from its attributes and events (D11): the same for every source, a pure function of its input, so that
 * deriving again gives the same rows. Definitions: METRICS.md sections 1 and 3; each file of this folder says its part.
 *
 * Given columns (given_*) win over what the events imply, even when they are empty: resolution.ts says how they meet. A duration whose
 * end lies before the creation is null, never negative, and flagged clock_order; its instants stay as given. Zero is a duration.
 */
export function deriveTicket(input: FactsInput, context: FactsContext): DerivedTicket {
  const { attributes } = input;
  const source = attributes.source ?? '';
  const as_of_s = context.as_of_s ?? Infinity;
  const { policies } = context;
  const told = input.events.filter(({ kind }) => kind !== 'unread');
  const events = withActors(changesOf(inOrder(told, as_of_s)), source, attributes.requester_id, context);
  // whoever reads a ticket again reads all that was said in it again
  const isUnread = input.events.some(({ kind, at_s }) => kind === 'unread' && at_s >= (attributes.ingested_s ?? 0));
  const given_s = attributes.created_s;
  const created_s = given_s ?? events.find(({ kind }) => kind === 'created')?.at_s ?? events[0]?.at_s ?? null;
  if (created_s === null || created_s > as_of_s) return unborn(input, context, created_s);

  // The attributes are of today: a past state is what the events say.
  const isNow = as_of_s >= (attributes.updated_s ?? 0);
  const hasHistory = events.some(({ kind }) => kind === 'status');
  const stays = staysOf(events, created_s, hasHistory || !isNow ? 'new' : initial(attributes.status));
  const lastStatus = stays.at(-1)?.status ?? 'new';
  const saysFinished = isNow && isFinished(attributes.status ?? '');
  const byEvents = resolutionOf(stays, attributes, policies.resolution, as_of_s);
  const isUnseen = saysFinished && byEvents.last === undefined && byEvents.ended_s === null;
  const resolution = isUnseen ? { ...byEvents, is_given: true, ended_s: attributes.updated_s ?? created_s } : byEvents;
  const { resolved_s, first_resolved_s, closed_s } = resolution;
  const removals = removalsOf(events, stays, isNow ? attributes : { ...attributes, ...unmarked }, created_s, as_of_s);
  const removed_s = removedSince(removals);
  const flow = flowOf(created_s, stays, resolution, removals);
  const ended_s =
    flow.at(-1)?.kind === 'resolved' || flow.at(-1)?.kind === 'removed' ? (flow.at(-1)?.at_s ?? null) : null;

  const isOutbound =
    attributes.is_outbound === true || events.some(({ kind, data }) => kind === 'created' && data.is_outbound === '1');
  const tells = !isUnread && (attributes.fact_source !== 'snapshot' || events.some(({ kind }) => kind === 'replied'));
  const replies = tells ? repliesOf(events, created_s, isOutbound, first_resolved_s) : undefined;
  const first_reply_s =
    attributes.has_given_first_reply === true
      ? upTo(attributes.given_first_reply_s, as_of_s)
      : (replies?.first_reply_s ?? null);
  const owned = ownershipsOf(events, source, created_s, context);
  const first_assigned_s = owned.find(({ kind }) => kind === 'person')?.at_s ?? null;
  const started_s = startOf(stays) ?? first_assigned_s;
  const { escalated_s, first_tier_raise_s, escalation_count, tier } = escalationsOf(events, source, context);
  const reopened = reopenings(stays, policies.reopen_grace_s);
  const isClosed = resolution.ended_s !== null;

  const now = isNow ? attributes : { ...attributes, ...stateOf(stays, owned) };
  const group = now.group_id === null ? undefined : context.group(source, now.group_id);
  const team = context.teamOf(now, group);
  const calendar_id = context.calendarOf(team);
  const lasted = (from_s: number, to_s: number | null): number | null =>
    to_s === null || to_s < from_s ? null : to_s - from_s;
  const business = (from_s: number, to_s: number | null): number | null =>
    calendar_id === null || to_s === null || to_s < from_s ? null : context.businessSeconds(calendar_id, from_s, to_s);

  const botOnly = isBotOnly(isClosed || removed_s !== null, events, owned);
  const tags = tagsOf(attributes.tags, events);
  const test = isTest(attributes.is_test === true || saysTest(events), tags, policies.test_tags);
  const stands: readonly (string | null)[] = [now.status, lastStatus];
  const hasMerge =
    now.merged_into_id !== null || stands.includes('merged') || events.some(({ kind }) => kind === 'merged');
  const isRemoved = removed_s !== null;
  const isSpam = now.is_spam === true || stands.includes('spam');
  const untold = context.untold(attributes);
  const provenance = provenanceOf(attributes);
  const ticket_id = attributes.ticket_id;
  return {
    ticket: {
      ...statedBy(now),
      tags,
      merged_into_id: now.merged_into_id ?? mergedInto(events),
      created_month: monthOf(created_s),
      created_s,
      status: isRemoved ? (hasMerge ? 'merged' : isSpam ? 'spam' : 'deleted') : (now.status ?? lastStatus),
      tier: now.tier ?? tier ?? group?.tier ?? null,
      is_test: test,
      is_outbound: isOutbound,
      team,
      data_quality: qualityOf(attributes.given_quality, {
        clock_order: [attributes.given_resolved_s, resolved_s, closed_s, first_reply_s].some(
          (at_s) => at_s !== null && at_s < created_s,
        ),
        missing_history: isUnseen || (isNow && hasHistory && disagree(attributes.status, lastStatus)),
        no_resolved_at: isClosed && resolved_s === null,
        reopened_after_resolution:
          attributes.has_given_resolved === true &&
          resolved_s !== null &&
          byEvents.last === undefined &&
          reopened.count > 0,
        events_before_creation: given_s !== null && told.some(({ at_s }) => at_s < given_s),
        no_creation: false,
        partly_unread: isUnread,
        unknown_author: events.some(({ kind, actor }) => kind === 'replied' && actor === null),
      }),
      is_bot_only: botOnly,
      is_counted: isCounted(
        {
          isDeleted: isRemoved && !hasMerge && !isSpam,
          isMerged: isRemoved && hasMerge,
          isSpam,
          isTest: test,
          isBotOnly: botOnly,
          isOutbound,
        },
        policies,
      ),
      removed_s,
      first_assigned_s,
      started_s,
      first_reply_s,
      first_resolved_s,
      resolved_s,
      closed_s,
      first_reopened_s: reopened.first_s,
      first_followup_s: upTo(input.first_followup_s, as_of_s),
      escalated_s,
      first_tier_raise_s,
      first_reply_by: replies?.first_reply_by ?? null,
      resolved_by: resolverOf(resolution.last, resolved_s, owned),
      reopen_count: attributes.given_reopen_count ?? reopened.count,
      reply_count: replies?.reply_count ?? null,
      replies_to_resolution: replies?.replies_to_resolution ?? null,
      customer_reply_count: replies?.customer_reply_count ?? null,
      note_count: replies?.note_count ?? null,
      ...handoffsOf(owned),
      escalation_count: tellsDevelopment(told) ? escalation_count : null,
      kb_linked_count: replies?.kb_linked_count ?? null,
      reply_s: lasted(created_s, first_reply_s),
      reply_business_s: business(created_s, first_reply_s),
      resolve_s: lasted(created_s, resolved_s),
      resolve_business_s: business(created_s, resolved_s),
      first_resolve_s: lasted(created_s, first_resolved_s),
      cycle_s: started_s === null ? null : lasted(started_s, resolved_s),
      touch_s: attributes.given_touch_s ?? workedOf(events),
      calendar_id,
      fact_source: attributes.fact_source,
      ...tellsColumnsOf((kind) => !untold.has(kind)),
    },
    flow: flow.map((step) => ({ ...provenance, ticket_id, ...step })),
    intervals: tiled(
      settled(stays, resolution, saysFinished ? (attributes.status as TicketStatus) : null),
      (a, b) => a.status === b.status,
    ).map(({ status, started_s, ended_s }) => ({
      ...provenance,
      ticket_id,
      status,
      started_s,
      ended_s,
      duration_s: lasted(started_s, ended_s),
      business_s: business(started_s, ended_s),
      calendar_id,
    })),
    owners: tiled(
      owned.map(({ at_s, ...owner }, i) => ({ ...owner, started_s: at_s, ended_s: owned[i + 1]?.at_s ?? null })),
      (a, b) => a.person_id === b.person_id && a.group_id === b.group_id && a.kind === b.kind,
      ended_s,
    ).map(({ kind, person_id, group_id, started_s, ended_s }) => ({
      ...provenance,
      ticket_id,
      person_id,
      group_id,
      owner_kind: kind,
      started_s,
      ended_s,
      duration_s: lasted(started_s, ended_s),
      business_s: business(started_s, ended_s),
    })),
    promises: promisesOf(
      events,
      calendar_id === null ? null : (from_s, to_s) => context.businessSeconds(calendar_id, from_s, to_s),
    ).map((promise) => ({ ...provenance, ...promise })),
  };
}

const upTo = (at_s: number | null, as_of_s: number): number | null => (at_s !== null && at_s <= as_of_s ? at_s : null);

/** Without any status event the ticket was in its present status all the time, unless that needs a moment of its own. */
const initial = (status: string | null): TicketStatus =>
  status === null || isFinished(status) || ['deleted', 'spam', 'merged'].includes(status)
    ? 'new'
    : (status as TicketStatus);

const disagree = (status: string | null, last: TicketStatus): boolean =>
  status !== null && isFinished(status) !== isFinished(last) && !['deleted', 'spam', 'merged'].includes(status);

/** First entry into open by a person's action; a customer's second message starts no work. */
const startOf = (stays: readonly Stay[]): number | null =>
  stays.find(({ status, actor }, i) => i > 0 && status === 'open' && actor === 'agent')?.started_s ?? null;

/** Whoever set the finished status, when a person; else the owner at the resolution. */
function resolverOf(
  last: { readonly actor: string | null; readonly actor_id: string | null } | undefined,
  resolved_s: number | null,
  owned: readonly Ownership[],
): string | null {
  if (resolved_s === null) return null;
  if (last?.actor === 'agent' && last.actor_id !== null) return last.actor_id;
  return ownerAt(owned, resolved_s);
}

/** Some helpdesks tell only by the event what a ticket was merged into. */
const mergedInto = (events: readonly TicketEvent[]): string | null =>
  ofKind(events, 'merged').at(-1)?.data.into ?? null;

/** Logged seconds; null when nothing was logged, which is not the same as no work. */
function workedOf(events: readonly TicketEvent[]): number | null {
  const worked = ofKind(events, 'worked').filter(({ actor }) => actor !== 'automation');
  return worked.length === 0 ? null : worked.reduce((sum, { data }) => sum + data.worked_s, 0);
}

/**
 * The stays as intervals show them: the one that lasts begins at the given resolution, when that lies in the stay before it or in
 * the stay itself; a finish that only the attributes tell is added at the end of the backlog.
 */
function settled(stays: readonly Stay[], resolution: Resolution, finishedStatus: TicketStatus | null): readonly Stay[] {
  const { is_given, resolved_s, ended_s, last } = resolution;
  const final = stays.at(-1);
  if (!is_given || final === undefined) return stays;
  if (last === undefined) {
    if (finishedStatus === null || ended_s === null || ended_s < final.started_s) return stays;
    const finish: Stay = { status: finishedStatus, started_s: ended_s, ended_s: null, actor: null, actor_id: null };
    return [...stays.slice(0, -1), { ...final, ended_s }, finish];
  }
  const i = stays.findIndex(({ status, started_s }) => isFinished(status) && started_s === last.started_s);
  const before = stays[i - 1];
  const stay = stays[i];
  if (resolved_s === null || !before || !stay) return stays;
  if (resolved_s < before.started_s || (stay.ended_s !== null && resolved_s > stay.ended_s)) return stays;
  return stays.map((each, at) =>
    at === i - 1 ? { ...each, ended_s: resolved_s } : at === i ? { ...each, started_s: resolved_s } : each,
  );
}
