import { computed } from '../definition.ts';
import { claimGap } from '../measures/ai-claims.ts';
import { lastingNeeds } from '../measures/ai-money.ts';

export const aiClaimGap = computed({
  id: 'ai_claim_gap',
  title: 'Billed AI resolutions not proved',
  question:
    'How many of the AI resolutions that the vendor billed can the events not prove, and what were they billed for?',
  group: 'AI agents',
  kind: 'by_part',
  formula: 'resolutions billed - resolutions of them that the events prove',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'finance'],
  cadence: ['weekly', 'quarterly'],
  inputs: [
    'ai_usage.*',
    'fx_rates.*',
    'tickets.first_resolved_s',
    'tickets.handled_by',
    'tickets.ai_handoff_s',
    'tickets.customer_back_s',
    'tickets.first_reopened_s',
  ],
  needs: lastingNeeds,
  population: 'lines of ai_usage that begin in the period',
  axis: 'period',
  dimensions: [],
  requires: ['ai_usage', 'tickets'],
  no_data: ['no_input:ai_usage', 'missing_rate', 'not_told:ai_agents'],
  immature: 'a line is younger than what its cases need to have lasted',
  pitfalls:
    'Proved: an AI resolution, see ai_resolution_rate. A conversation proves its line; a line of days is proved by the AI resolutions of these days, whichever agent made them, up to the number billed. Money of a line of days is shared in proportion. Without a case (without_case), and one that is not told (not_told_cases), nothing is proved. Lines that begin earlier are not in the period.',
  basis: 'described',
  source: ['Fin: billed once, deducted when the customer returns', 'METRICS-2026'],
  decision: 'the value without part is the gap; parts lasted are those of the proved ones that lasted',
  parts: ['billed', 'proved', 'lasted'],

  evaluate: claimGap,
});
