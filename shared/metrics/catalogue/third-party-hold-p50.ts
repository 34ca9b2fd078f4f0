import { waitMetric } from '../families/waits.ts';

export const thirdPartyHoldP50 = waitMetric({
  wait: 'third_party_hold_s',
  stays: 'pending_third_party',
  id: 'third_party_hold_p50',
  title: 'Time on hold for third parties, median',
  question: 'How long does every second case lie with somebody else?',
  direction: 'down',
  audience: ['lead'],
  percentile: 0.5,
  pitfalls:
    'Calendar seconds. Part of the time that customers wait for us. Most cases have none: the median is then 0, and the mean stands beside it.',
  source: ['Zendesk 4408834848154: on-hold time'],
});
