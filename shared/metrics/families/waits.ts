import { metric } from '../definition.ts';
import type { Definition, Metric } from '../model.ts';
import { ticketAndPerson, ticketDimensions } from '../dimensions.ts';
import { turnTimes, waitTimes, type Wait } from '../measures/waits.ts';
import { meanNumber, percentileExtras, percentileOf } from '../outcome.ts';

/** What one metric of the family says for itself; the rest follows from whom a case waits for, and from the percentile. */
type Own = Pick<Definition, 'id' | 'title' | 'question' | 'audience'> & { readonly percentile: 0.5 | 0.8 };
type OwnWait = Own &
  Pick<Definition, 'direction' | 'pitfalls' | 'source'> & { readonly wait: Wait; readonly stays: string };

/** The exact percentile, type 7, and the other of the two that are shown. */
const rankText = (percentile: Own['percentile']): string => `exact ${percentile * 100}th percentile (type 7) of`;
const otherOf = (percentile: Own['percentile']): readonly number[] => [percentile === 0.5 ? 0.8 : 0.5];

/** How long cases stood in one kind of status, in seconds; `stays`: the statuses in words. */
export const waitMetric = ({ wait, stays, ...own }: OwnWait): Metric =>
  metric({
    ...own,
    group: 'Waits',
    formula: `${rankText(own.percentile)} the stays in ${stays} until resolved_s`,
    unit: 'seconds',
    cadence: ['weekly', 'quarterly'],
    inputs: ['ticket_intervals.status', 'ticket_intervals.started_s', 'ticket_intervals.ended_s', 'tickets.resolved_s'],
    needs: ['status_history', 'resolution'],
    duration: 'resolve_s',
    population: 'counted tickets with resolved_s in the period, none of whose statuses is without a word',
    axis: 'resolved',
    credit: 'resolver',
    dimensions: ticketAndPerson,
    requires: ['ticket_intervals', 'tickets'],
    no_data: ['empty_population'],
    basis: 'stated',

    measures: (scope) => waitTimes(wait, scope),
    value: ({ ranks, total, unclear }) => ({
      value: percentileOf(ranks, own.percentile),
      extras: {
        ...percentileExtras(ranks, otherOf(own.percentile)),
        mean_s: meanNumber(total),
        ...(unclear.n === 0 ? {} : { status_without_word: unclear.n }),
      },
    }),
  });

/** How long customers waited for the answer to a further message, in seconds. */
export const nextReplyMetric = (own: Own): Metric =>
  metric({
    ...own,
    group: 'Waits',
    formula: `${rankText(own.percentile)} answered_s - asked_s over every turn after the first reply`,
    unit: 'seconds',
    direction: 'down',
    cadence: ['weekly', 'quarterly'],
    inputs: ['ticket_turns.asked_s', 'ticket_turns.answered_s', 'ticket_turns.turn_s', 'ticket_turns.turn_business_s'],
    needs: ['person_replies', 'customer_replies'],
    population: 'turns of counted tickets that a person answered in the period',
    axis: 'period',
    dimensions: ticketDimensions,
    requires: ['ticket_turns', 'tickets'],
    no_data: ['empty_population'],
    pitfalls:
      'The clock starts at the first message that is not answered yet, not at the last. Thanks that nobody answers are in no turn that ended; how many turns begun in the period are without an answer is printed.',
    basis: 'stated',
    source: ['GitLab: next reply time', 'Zendesk: next reply time'],

    measures: (scope) => turnTimes(scope),
    value: ({ ranks, business, unanswered }) => ({
      value: percentileOf(ranks, own.percentile),
      extras: {
        ...percentileExtras(ranks, otherOf(own.percentile)),
        ...percentileExtras(business, [0.5, 0.8], 'business_'),
        unanswered: unanswered.n,
      },
    }),
  });

/** The statuses in which a case waits for us: a third party is our errand. */
export const requesterWaits = {
  wait: 'requester_wait_s',
  stays: 'new, open and pending_third_party',
  direction: 'down',
  pitfalls:
    'Calendar seconds. requester wait + customer hold + rest while finished before a reopening = time to resolve, by construction. A third party is our errand: its time is ours.',
  source: ['Zendesk 4408834848154: requester wait time', 'GitLab metrics-definitions'],
} as const;
