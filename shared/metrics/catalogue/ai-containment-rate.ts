import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { aiAlone, aiInvolved, aiNeeds, askedByCustomers } from '../measures/ai.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

const created = tickets('nobody');

export const aiContainmentRate = metric({
  id: 'ai_containment_rate',
  title: 'Kept by AI agents (upper bound)',
  question: 'What share of the cases with an AI agent never reached a person, solved or not?',
  group: 'AI agents',
  formula: 'tickets with an AI agent that no person acted on and that were not handed over / tickets with an AI agent',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.handled_by', 'tickets.ai_handoff_s'],
  needs: aiNeeds,
  population: 'tickets of handled_mix with an AI agent, created in the period',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'An upper bound of what AI agents resolve: who gave up is in it, and so are cases that are still open (printed). 1 - ai_handoff_rate. Up to the first resolution, or so far.',
  basis: 'stated',
  source: [
    'Ada get_ada_metric',
    'HubSpot: every resolution is a deflection, not every deflection a resolution',
    'METRICS-2026',
  ],

  measures: {
    asked: countOf(created, 'created_s', askedByCustomers),
    involved: countOf(created, 'created_s', aiInvolved),
    alone: countOf(created, 'created_s', aiAlone),
    unsolved: countOf(created, 'created_s', sql`${aiAlone} AND ${t.first_resolved_s} IS NULL`),
  },
  value: ({ involved, alone, unsolved }) => ({
    value: shareOf(alone.n, involved.n),
    extras: { is_upper_bound: 1, unsolved: unsolved.n },
  }),
});
