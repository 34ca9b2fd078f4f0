import { ranksOf, sumOf } from '../measure.ts';
import { tickets } from '../relations/tickets.ts';
import type { Scope } from '../scope.ts';
import { counted, longestWait, oldestOpen, stillOpen, waiting } from './tickets.ts';

const shown = [0.5, 0.8];

/** Time from creation to resolution of the tickets resolved in the period, in calendar and in business seconds. */
const byResolution = tickets('resolved');
export const resolutionTimes = {
  ranks: ranksOf(byResolution, 'resolved_s', 't.resolve_s', shown, counted),
  total: sumOf(byResolution, 'resolved_s', 't.resolve_s', counted),
  business: ranksOf(byResolution, 'resolved_s', 't.resolve_business_s', shown, counted),
};

/** Time from creation to the first public reply by a person, dated by the reply. */
const byReply = tickets('first replier');
const asked = `${counted} AND NOT coalesce(t.is_outbound, FALSE)`;
export const replyTimes = {
  ranks: ranksOf(byReply, 'first_reply_s', 't.reply_s', shown, asked),
  total: sumOf(byReply, 'first_reply_s', 't.reply_s', asked),
  business: ranksOf(byReply, 'first_reply_s', 't.reply_business_s', shown, asked),
};

/** What still runs at the end of the period; a history that does not show it does not ask. */
const nothing = 'FALSE';
export const running = ({ companions }: Scope) => ({
  stillOpen: companions ? stillOpen : { ...stillOpen, where: nothing },
  oldestOpen: companions ? oldestOpen : { ...oldestOpen, where: nothing },
});
export const waits = ({ companions }: Scope) => ({
  waiting: companions ? waiting : { ...waiting, where: nothing },
  longestWait: companions ? longestWait : { ...longestWait, where: nothing },
});
