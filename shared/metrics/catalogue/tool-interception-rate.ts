import { computed } from '../definition.ts';
import { toolInterception } from '../measures/tool-interception.ts';

export const toolInterceptionRate = computed({
  id: 'tool_interception_rate',
  title: 'Tool interception rate by scenario',
  question: 'How often did a tool locate or solve the issue?',
  group: 'Technique: intelligence',
  formula:
    'per scenario s: issues located or solved by the tool / issues of s; overall = Sum(w_s * rate_s) / Sum(w_s) over scenarios with issues',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: [
    'tickets.category',
    'tickets.resolved_s',
    'self_service_sessions.tool',
    'self_service_sessions.scenario',
    'self_service_sessions.outcome',
    'self_service_sessions.ticket_id',
    'weights.value',
    'weights.weight_milli',
  ],
  needs: ['resolution'],
  population:
    'counted tickets whose category maps to a scenario of a tool, resolved in the period; numerator: a tool session with outcome located or solved linked to the ticket',
  axis: 'resolved',
  dimensions: ['scenario', 'tool', 'product', 'team'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['self_service_sessions', 'tickets'],
  no_data: ['missing_weight', 'zero_denominator'],
  pitfalls:
    'Only meaningful per scenario (for example slow SQL); never a plain total over all tickets. Scenario weights are published with the number; weight of scenarios without issues is printed as not covered. Cases without a topic may be of any scenario: they are left out and counted as not told.',
  basis: 'described',
  source: ['3W support-metrics article'],
  decision: 'interval only per scenario; the weighted total carries none',

  evaluate: toolInterception,
});
