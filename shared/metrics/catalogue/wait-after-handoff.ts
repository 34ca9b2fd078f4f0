import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf, over, ranksOf } from '../measure.ts';
import { aiAlone, aiInvolved, aiNeeds } from '../measures/ai.ts';
import { boundedUnlessHistory } from '../measures/durations.ts';
import { percentileExtras, percentileOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const relation = tickets('nobody');

export const waitAfterHandoff = metric({
  id: 'wait_after_handoff',
  title: 'Wait after a hand-over by AI',
  question: 'How long do customers wait for a person once the AI agent has handed their case over?',
  group: 'AI agents',
  formula: 'median of first public message by a person after the hand-over - hand-over',
  unit: 'seconds',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.ai_handoff_s', 'tickets.handoff_reply_s', 'tickets.handoff_wait_s'],
  needs: [...aiNeeds, 'person_replies', 'assignments'],
  duration: 'handoff_wait_s',
  population: 'tickets of handled_mix with an AI agent, handed over and answered by a person in the period',
  axis: 'answered',
  dimensions: ticketDimensions,
  percentile: 0.5,
  change_from_n: 5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'Who still waits is printed. Where a person takes a case without a hand-over nobody knows since when the customer waited: such cases are left out, and printed (without_instant, by creation). Calendar time.',
  basis: 'described',
  source: ['Gorgias: hand-off tax', 'METRICS-2026'],

  measures: (scope) => ({
    ranks: boundedUnlessHistory(ranksOf(relation, 'handoff_reply_s', t.handoff_wait_s, [0.5, 0.8], aiInvolved), scope),
    waiting: over(
      countOf(
        relation,
        'ai_handoff_s',
        sql`${aiInvolved} AND (${t.handoff_reply_s} IS NULL OR ${t.handoff_reply_s} >= ${scope.end_s}) AND ${t.first_resolved_s} IS NULL`,
      ),
      'before_end',
    ),
    withoutInstant: countOf(
      relation,
      'created_s',
      sql`${aiInvolved} AND NOT (${aiAlone}) AND ${t.ai_handoff_s} IS NULL`,
    ),
  }),
  value: ({ ranks, waiting, withoutInstant }) => ({
    value: percentileOf(ranks, 0.5),
    extras: { ...percentileExtras(ranks, [0.8]), waiting: waiting.n, without_instant: withoutInstant.n },
  }),
});
