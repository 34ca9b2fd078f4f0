import type { FactKind } from '../../knowledge/fact-kind.ts';
import type { Extras } from '../context.ts';
import { countOf, maxOf } from '../measure.ts';
import { ticketsAskedAgain } from '../relations/asked-again.ts';
import { t, tickets, type TicketColumn } from '../relations/tickets.ts';
import type { Scope } from '../scope.ts';
import { sql, type Sql } from '../sql.ts';
import { day_s, handledByAnyone } from './tickets.ts';

/** What every number about AI agents needs to know: who did what, and who of them is an AI agent. */
export const aiNeeds = ['authors', 'ai_agents'] as const satisfies readonly FactKind[];

/** What customers asked, whoever handled it: also what robots did alone, which the policy leaves out of other numbers. */
export const askedByCustomers = sql`${handledByAnyone} AND NOT coalesce(${t.is_outbound}, FALSE)`;
/** An AI agent wrote or acted, up to the first resolution or so far. */
export const aiInvolved = sql`${askedByCustomers} AND ${t.handled_by} IN ('ai', 'ai_then_person')`;
/** No person acted, and the AI agent did not hand it over. */
export const aiAlone = sql`${askedByCustomers} AND ${t.handled_by} = 'ai' AND ${t.ai_handoff_s} IS NULL`;

/** How long silence and lasting take. */
export interface Windows {
  readonly policies: Pick<Scope['policies'], 'ai_silence_hours' | 'reopen_window_days'>;
}

/** Neither a message of the customer nor a reopening for so long after the first resolution. */
const silentFor = (seconds: number): Sql<TicketColumn> =>
  sql`coalesce(${t.customer_back_s} - ${t.first_resolved_s} >= ${seconds}, TRUE) AND coalesce(${t.first_reopened_s} - ${t.first_resolved_s} >= ${seconds}, TRUE)`;
export const silence_s = ({ policies }: Windows): number => policies.ai_silence_hours * 3600;
export const lasting_s = ({ policies }: Windows): number =>
  Math.max(policies.reopen_window_days * day_s, silence_s({ policies }));

/** An AI resolution: first resolved by an AI agent alone, with silence after it. */
export const aiResolved = (scope: Windows): Sql<TicketColumn> =>
  sql`${aiAlone} AND ${t.first_resolved_s} IS NOT NULL AND ${silentFor(silence_s(scope))}`;

/** One that lasted: nor did the same contact follow it up, or ask anew. */
export function aiLasted(scope: Windows): Sql<TicketColumn | 'asked_again_s'> {
  const window_s = lasting_s(scope);
  return sql`${aiResolved(scope)} AND ${silentFor(window_s)}
  AND coalesce(${t.first_followup_s} - ${t.first_resolved_s} >= ${window_s}, TRUE)
  AND coalesce(${ticketsAskedAgain.t.asked_again_s} - ${t.first_resolved_s} >= ${window_s}, TRUE)`;
}

/** A case counts as resolved by an AI agent when that took no longer. */
export const aiResolveWithin_s = 4 * day_s;
/**
 * Cases created that are old enough for the answer whatever it is, and what became of them. All that was asked comes first: what is
 * not told is counted of it.
 */
export function createdCohort(scope: Scope, among: Sql<TicketColumn>) {
  const relation = tickets('nobody');
  const ripeAfter_s = aiResolveWithin_s + silence_s(scope);
  const ripe = sql`${among} AND ${t.created_s} + ${ripeAfter_s} <= ${scope.as_of_s}`;
  const unripe = sql`${among} AND ${t.created_s} + ${ripeAfter_s} > ${scope.as_of_s}`;
  return {
    asked: countOf(relation, 'created_s', askedByCustomers),
    ripe: countOf(relation, 'created_s', ripe),
    involved: countOf(relation, 'created_s', sql`${ripe} AND ${aiInvolved}`),
    hits: countOf(
      relation,
      'created_s',
      sql`${ripe} AND ${aiResolved(scope)} AND ${t.first_resolved_s} - ${t.created_s} < ${aiResolveWithin_s}`,
    ),
    unripe: countOf(relation, 'created_s', unripe),
    youngest: maxOf(relation, 'created_s', t.created_s, unripe),
  };
}
export const ripeAt_s = (scope: Scope, youngest: number | null): number | null =>
  youngest === null ? null : youngest + aiResolveWithin_s + silence_s(scope);

/** AI resolutions by the day of the first resolution: those old enough to have lasted, and those that did. */
export function resolvedCohort(scope: Scope) {
  const relation = ticketsAskedAgain;
  const window_s = lasting_s(scope);
  const ripe = sql`${aiResolved(scope)} AND ${t.first_resolved_s} + ${window_s} <= ${scope.as_of_s}`;
  // young ones may still lose their silence: alone so far is enough to wait for
  const unripe = sql`${aiAlone} AND ${silentFor(silence_s(scope))} AND ${t.first_resolved_s} + ${window_s} > ${scope.as_of_s}`;
  return {
    asked: countOf(relation, 'first_resolved_s', askedByCustomers),
    ripe: countOf(relation, 'first_resolved_s', ripe),
    lasted: countOf(
      relation,
      'first_resolved_s',
      sql`${aiLasted(scope)} AND ${t.first_resolved_s} + ${window_s} <= ${scope.as_of_s}`,
    ),
    unripe: countOf(relation, 'first_resolved_s', unripe),
    youngest: maxOf(relation, 'first_resolved_s', t.first_resolved_s, unripe),
  };
}

/** Of how many cases the vendor states it, and in how many of these the events say otherwise; nothing where it states none. */
export const disagreement = (stated: number, stated_differently: number): Extras =>
  stated === 0 ? {} : { stated, stated_differently };

/** The part of a condition of which everything is told that numbers about AI agents need. */
export const whereTold = (where: Sql<TicketColumn>): Sql<TicketColumn> =>
  sql`${where} AND coalesce(${t.tells_authors}, TRUE) AND coalesce(${t.tells_ai_agents}, TRUE) AND coalesce(${t.tells_creation}, TRUE)`;
