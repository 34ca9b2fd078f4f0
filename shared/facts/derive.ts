import { monthOf } from '../events/event-row.ts';
import { tellsColumns } from '../knowledge/fact-kind.ts';
import type { DerivedTicket, FactsContext, FactsInput, TicketAttributes, TicketRow } from './context.ts';
import { historyOf, type TicketHistory } from './history.ts';
import { tiled } from './intervals.ts';
import { ownPromisesOf } from './own-promises.ts';
import { qualityOf } from './quality.ts';
import { promisesOf } from './sla.ts';
import { provenanceOf, statedRow } from './stated.ts';
import { isFinished, type Stay } from './status.ts';
import { business, lasted, putFacts } from './ticket-facts.ts';
import { turnsOf } from './turns.ts';

export type * from './context.ts';

/**
 * All that is derived of one ticket from its attributes and events (D11): the same for every source, a pure function of its input, so
 * that deriving again gives the same rows. The facts of a ticket are `ticketFacts`; each file of this folder says its part.
 *
 * A fact is a value, none, or not told (`tells_<kind>`). Columns that the source gives (given_*) tell exactly what they tell;
 * resolution.ts says how they meet the events. A time that cannot be, such as an end before the creation, is not told, and flagged.
 */
export function deriveTicket(input: FactsInput, context: FactsContext): DerivedTicket {
  const history = historyOf(input, context);
  if ('begins_s' in history) return unborn(input.attributes, context, history.begins_s);
  const { now, calendar_id } = history;
  const provenance = provenanceOf(now);
  const { ticket_id } = now;
  const lengths = ({ started_s, ended_s }: Stretch) => ({
    ...provenance,
    ticket_id,
    started_s,
    ended_s,
    duration_s: lasted(started_s, ended_s),
    business_s: business(history, started_s, ended_s),
  });
  return {
    ticket: ticketOf(history),
    flow: history.flow.map((step) => ({ ...provenance, ticket_id, ...step })),
    intervals: tiled(settled(history), (a, b) => a.status === b.status).map((stay) => ({
      ...lengths(stay),
      status: stay.status,
      calendar_id,
    })),
    owners: ownerStays(history).map((stay) => ({
      ...lengths(stay),
      person_id: stay.person_id,
      group_id: stay.group_id,
      owner_kind: stay.kind,
    })),
    turns: turnsOf(history.events, history.replies.first_reply_s).map((turn) => ({
      ...provenance,
      ticket_id,
      ...turn,
      turn_s: lasted(turn.asked_s, turn.answered_s),
      turn_business_s: business(history, turn.asked_s, turn.answered_s),
    })),
    promises: promises(history).map((promise) => ({ ...provenance, ...promise })),
  };
}

function ticketOf(history: TicketHistory): TicketRow {
  const row = statedRow(history.now);
  putFacts(row, history);
  row.created_month = monthOf(history.created_s);
  return row;
}

/** What the helpdesk tells as events; else what the company promises on its own account. */
function promises(history: TicketHistory) {
  const { events, calendar_id, context, now, team } = history;
  const told = promisesOf(
    events,
    calendar_id === null ? null : (from_s, to_s) => context.businessSeconds(calendar_id, from_s, to_s),
  );
  if (told.length > 0) return told.map((promise) => ({ ...promise, is_own: null }));
  return ownPromisesOf(history, context.ownTargets(now, team)).map((promise) => ({ ...promise, is_own: true }));
}

interface Stretch {
  readonly started_s: number;
  readonly ended_s: number | null;
}

/** Stays with an owner; the last one ends when the ticket leaves the backlog. */
function ownerStays({ owned, flow }: TicketHistory) {
  const last = flow.at(-1);
  const ended_s = last?.kind === 'resolved' || last?.kind === 'removed' ? last.at_s : null;
  return tiled(
    owned.map(({ at_s, ...owner }, i) => ({ ...owner, started_s: at_s, ended_s: owned[i + 1]?.at_s ?? null })),
    (a, b) => a.person_id === b.person_id && a.group_id === b.group_id && a.kind === b.kind,
    ended_s,
  );
}

/**
 * The stays as intervals show them: the one that lasts begins at the given resolution, when that lies in the stay before it or in
 * the stay itself; a finish that only the attributes tell is added at the end of the backlog.
 */
function settled({ stays, resolution, now, isNow }: TicketHistory): readonly Stay[] {
  const { resolved_s, ended_s, last } = resolution;
  const final = stays.at(-1);
  if (final === undefined) return stays;
  if (last === undefined) {
    const status = isNow && isFinished(now.status ?? '') ? now.status : null;
    if (status === null || ended_s === null || ended_s < final.started_s) return stays;
    const finish = { ...final, status: status as Stay['status'], started_s: ended_s, actor: null, actor_id: null };
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

/** A ticket of which nothing has happened yet, or nobody knows that it began: no flow, no facts, not counted. */
function unborn(attributes: TicketAttributes, context: FactsContext, created_s: number | null): DerivedTicket {
  const team = context.teamOf(attributes, undefined);
  const ticket = statedRow(attributes);
  for (const [, column] of tellsColumns) ticket[column] = false;
  ticket.created_s = created_s;
  ticket.created_month = created_s === null ? null : monthOf(created_s);
  ticket.team = team;
  ticket.data_quality = qualityOf(attributes.given_quality, { no_creation: created_s === null });
  ticket.is_counted = false;
  ticket.calendar_id = context.calendarOf(team);
  return {
    ticket,
    flow: [],
    intervals: [],
    owners: [],
    turns: [],
    promises: [],
  };
}
