import { bounded, noneOf, ranksOf, sumOf, type RanksMeasure } from '../measure.ts';
import { t, tickets } from '../relations/tickets.ts';
import type { Scope } from '../scope.ts';
import { counted, longestWait, oldestOpen, stillOpen, waiting } from './tickets.ts';
import { sql } from '../sql.ts';

const shown = [0.5, 0.8];

/** The bounds of percentiles are fetched for numbers that are read one by one, not for a history. */
export const boundedUnlessHistory = (
  ranks: RanksMeasure,
  scope: Pick<Scope, 'companions' | 'bounded'>,
): RanksMeasure => (scope.companions || scope.bounded === true ? bounded(ranks) : ranks);

/** Time from creation to resolution of the tickets resolved in the period, in calendar and in business seconds. */
const byResolution = tickets('resolved');
export const resolutionTimes = (scope: Scope) => ({
  ranks: boundedUnlessHistory(ranksOf(byResolution, 'resolved_s', t.resolve_s, shown, counted), scope),
  total: sumOf(byResolution, 'resolved_s', t.resolve_s, counted),
  business: boundedUnlessHistory(ranksOf(byResolution, 'resolved_s', t.resolve_business_s, shown, counted), scope),
});

/** Time from creation to the first public reply by a person, dated by the reply. */
const byReply = tickets('first replier');
const asked = sql`${counted} AND NOT coalesce(${t.is_outbound}, FALSE)`;
export const replyTimes = (scope: Scope) => ({
  ranks: boundedUnlessHistory(ranksOf(byReply, 'first_reply_s', t.reply_s, shown, asked), scope),
  total: sumOf(byReply, 'first_reply_s', t.reply_s, asked),
  business: boundedUnlessHistory(ranksOf(byReply, 'first_reply_s', t.reply_business_s, shown, asked), scope),
});

/** What still runs at the end of the period; a history that does not show it does not ask. */
export const running = ({ companions }: Scope) => ({
  stillOpen: companions ? stillOpen : noneOf(stillOpen),
  oldestOpen: companions ? oldestOpen : noneOf(oldestOpen),
});
export const waits = ({ companions }: Scope) => ({
  waiting: companions ? waiting : noneOf(waiting),
  longestWait: companions ? longestWait : noneOf(longestWait),
});
