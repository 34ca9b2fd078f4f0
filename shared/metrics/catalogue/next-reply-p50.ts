import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { turnTimes } from '../measures/waits.ts';
import { percentileExtras, percentileOf } from '../outcome.ts';

export const nextReplyP50 = metric({
  id: 'next_reply_p50',
  title: 'Next response time, median',
  question: 'Within what time is every second further message of a customer answered?',
  group: 'Waits',
  formula: 'exact 50th percentile (type 7) of answered_s - asked_s over every turn after the first reply',
  unit: 'seconds',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_turns.asked_s', 'ticket_turns.answered_s', 'ticket_turns.turn_s', 'ticket_turns.turn_business_s'],
  needs: ['person_replies', 'customer_replies'],
  population: 'turns of counted tickets that a person answered in the period',
  axis: 'period',
  dimensions: ticketDimensions,
  percentile: 0.5,
  requires: ['ticket_turns', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'The clock starts at the first message that is not answered yet, not at the last. Thanks that nobody answers are in no turn that ended; how many turns begun in the period are without an answer is printed.',
  basis: 'stated',
  source: ['GitLab: next reply time', 'Zendesk: next reply time'],

  measures: (scope) => turnTimes(scope),
  value: ({ ranks, business, unanswered }) => ({
    value: percentileOf(ranks, 0.5),
    extras: {
      ...percentileExtras(ranks, [0.8]),
      ...percentileExtras(business, [0.5, 0.8], 'business_'),
      unanswered: unanswered.n,
    },
  }),
});
