import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { aiInvolved, aiNeeds, aiResolved, createdCohort, disagreement, ripeAt_s } from '../measures/ai.ts';
import { ripeShare } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { sql } from '../sql.ts';

export const aiResolutionRate = metric({
  id: 'ai_resolution_rate',
  title: 'Resolved by AI agents',
  question: 'What share of the cases with an AI agent did it resolve alone?',
  group: 'AI agents',
  formula: 'AI resolutions within 4 days of the creation / tickets with an AI agent',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'tickets.created_s',
    'tickets.first_resolved_s',
    'tickets.handled_by',
    'tickets.ai_handoff_s',
    'tickets.customer_back_s',
    'tickets.first_reopened_s',
  ],
  needs: [...aiNeeds, 'resolution', 'reopenings', 'customer_replies'],
  duration: 'first_resolve_s',
  population: 'tickets of handled_mix with an AI agent, created in the period and ripe',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  immature: 'created_s + 4 days + policies.ai_silence_hours > as_of',
  pitfalls:
    'An AI resolution is the first resolution of a case in which no person acted and that was not handed over, followed by 72 h without a message of the customer and without a reopening. A word of thanks ends the silence: no source says what a message means. Where the vendor states that it resolved a case, or did not, the cases in which that differs are printed (stated_differently).',
  basis: 'stated',
  source: ['HubSpot: 72 h after inactivity', 'Zendesk: 72 h', 'Fin 10772642', 'METRICS-2026'],
  params: { resolved_within_days: 4, silence_hours: 72 },

  measures: (scope) => {
    const stated = sql`${aiInvolved} AND ${t.ai_stated_resolved} IS NOT NULL`;
    return {
      ...createdCohort(scope, aiInvolved),
      stated: countOf(tickets('nobody'), 'created_s', stated),
      differ: countOf(
        tickets('nobody'),
        'created_s',
        sql`${stated} AND ${t.ai_stated_resolved} <> (${aiResolved(scope)})`,
      ),
    };
  },
  value: ({ ripe, hits, unripe, youngest, stated, differ }, scope) => ({
    value: ripeShare(hits.n, ripe.n, unripe.n, ripeAt_s(scope, youngest.value), 'zero_denominator'),
    extras: { immature: unripe.n, ...disagreement(stated.n, differ.n) },
  }),
});
