import { metric } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { aiNeeds, lasting_s, resolvedCohort } from '../measures/ai.ts';
import { ripeShare } from '../outcome.ts';

export const aiDurableResolutionRate = metric({
  id: 'ai_durable_resolution_rate',
  title: 'AI resolutions that lasted',
  question: 'What share of the AI resolutions lasted?',
  group: 'AI agents',
  formula:
    'AI resolutions without a message, a reopening, a follow-up or a new ticket of the same contact for 7 days / AI resolutions at least 7 days old',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'tickets.first_resolved_s',
    'tickets.handled_by',
    'tickets.ai_handoff_s',
    'tickets.customer_back_s',
    'tickets.first_reopened_s',
    'tickets.first_followup_s',
    'tickets.requester_id',
  ],
  needs: [...aiNeeds, 'resolution', 'reopenings', 'customer_replies'],
  duration: 'first_resolve_s',
  population: 'AI resolutions (see ai_resolution_rate) with first_resolved_s in the period and ripe',
  axis: 'first_resolved',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  immature: 'first_resolved_s + policies.reopen_window_days > as_of',
  pitfalls:
    'A new ticket of the same contact about something else counts against it: topics cannot be compared. A case without a requester can only be reopened or followed up.',
  basis: 'described',
  source: ['Chatwoot: 7 days, assessable cohort', 'METRICS-2026'],
  params: { window_days: 7, silence_hours: 72 },

  measures: resolvedCohort,
  value: ({ ripe, lasted, unripe, youngest }, scope) => ({
    value: ripeShare(
      lasted.n,
      ripe.n,
      unripe.n,
      youngest.value === null ? null : youngest.value + lasting_s(scope),
      'zero_denominator',
    ),
    extras: { immature: unripe.n },
  }),
});
