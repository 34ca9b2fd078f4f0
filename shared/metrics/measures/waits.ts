import { countOf, ranksOf, sumOf } from '../measure.ts';
import { turns } from '../relations/turns.ts';
import { tickets } from '../relations/tickets.ts';
import { waits } from '../relations/waits.ts';
import type { Scope } from '../scope.ts';
import { sql } from '../sql.ts';
import { boundedUnlessHistory } from './durations.ts';
import { counted } from './tickets.ts';

const { t } = waits;
const shown = [0.5, 0.8];
/** Of a status that nobody has a word for, nobody knows who waits in it: such a case is in no wait, and counted. */
const isClear = sql`${counted} AND ${t.unclear_s} = 0`;
/** Whom a case waits for. */
export type Wait = 'requester_wait_s' | 'customer_hold_s' | 'third_party_hold_s';

/** How long cases resolved in the period stood in one kind of status. */
export const waitTimes = (name: Wait, scope: Scope) => ({
  ranks: boundedUnlessHistory(ranksOf(waits, 'resolved_s', t[name], shown, isClear), scope),
  total: sumOf(waits, 'resolved_s', t[name], isClear),
  unclear: countOf(waits, 'resolved_s', sql`${counted} AND ${t.unclear_s} > 0`),
});

/** What cases resolved in the period waited for us, and how long they took altogether. */
export const waitSums = {
  waited: sumOf(waits, 'resolved_s', t.requester_wait_s, isClear),
  held: sumOf(waits, 'resolved_s', t.customer_hold_s, isClear),
  rested: sumOf(waits, 'resolved_s', t.rested_s, isClear),
  took: sumOf(waits, 'resolved_s', t.resolve_s, isClear),
  unclear: countOf(waits, 'resolved_s', sql`${counted} AND ${t.unclear_s} > 0`),
};

/** The turns answered in the period; the cases first answered in it say whether messages are told at all. */
export const turnTimes = (scope: Scope) => ({
  answered: countOf(tickets('nobody'), 'first_reply_s', counted),
  ranks: boundedUnlessHistory(ranksOf(turns, 'answered_s', turns.t.turn_s, shown), scope),
  business: boundedUnlessHistory(ranksOf(turns, 'answered_s', turns.t.turn_business_s, shown), scope),
  unanswered: countOf(turns, 'asked_s', sql`${turns.t.answered_s} IS NULL`),
});
