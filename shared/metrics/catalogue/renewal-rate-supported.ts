import { computed } from '../definition.ts';
import { renewals } from '../measures/renewals.ts';

export const renewalRateSupported = computed({
  id: 'renewal_rate_supported',
  title: 'Renewal of supported customers',
  question: 'Do customers who needed support renew?',
  group: 'Profit and customers',
  kind: 'by_part',
  formula: 'renewed / due for renewal, by part: had_ticket, no_ticket, all_resolved, some_unresolved',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: [
    'account_events.kind',
    'account_events.at_day',
    'tickets.account_id',
    'tickets.resolved_s',
    'tickets.created_s',
  ],
  needs: ['resolution'],
  needs_all: true,
  population:
    'account_events renewal_due with at_day in the period; support contact = tickets created in the 180 days before',
  axis: 'period',
  dimensions: ['part', 'account_band', 'segment', 'region', 'product'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['account_events', 'tickets'],
  no_data: ['zero_denominator'],
  immature: 'due day + 30 days > as_of',
  pitfalls: 'Association, not cause: said in the mail. Renewal decided up to 30 days after the due day counts.',
  basis: 'named',
  source: ['technical-support-excellence article'],
  params: { lookback_days: 180, grace_days: 30 },
  parts: ['had_ticket', 'no_ticket', 'all_resolved', 'some_unresolved'],

  evaluate: renewals,
});
