import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { aiNeeds, askedByCustomers, createdCohort, ripeAt_s } from '../measures/ai.ts';
import { ripeShare, share } from '../outcome.ts';

export const aiAutomationRate = metric({
  id: 'ai_automation_rate',
  title: 'Automated by AI agents',
  question: 'What share of all cases did AI agents resolve alone?',
  group: 'AI agents',
  formula: 'ai_involvement_rate x ai_resolution_rate = AI resolutions within 4 days of the creation / tickets created',
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
  population: 'tickets of handled_mix created in the period and ripe',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  immature: 'created_s + 4 days + policies.ai_silence_hours > as_of',
  pitfalls:
    'The product holds over the same ripe cases; both factors of these are printed. AI resolution: see ai_resolution_rate.',
  basis: 'stated',
  source: ['Fin 13560797 (50 % x 60 % = 30 %)', 'METRICS-2026'],
  params: { resolved_within_days: 4, silence_hours: 72 },

  measures: (scope) => createdCohort(scope, askedByCustomers),
  value: ({ ripe, involved, hits, unripe, youngest }, scope) => ({
    value: ripeShare(hits.n, ripe.n, unripe.n, ripeAt_s(scope, youngest.value), 'zero_denominator'),
    extras: {
      immature: unripe.n,
      involvement_share: share(involved.n, ripe.n),
      resolution_share: share(hits.n, involved.n),
    },
  }),
});
