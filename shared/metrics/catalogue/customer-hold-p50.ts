import { waitMetric } from '../families/waits.ts';

export const customerHoldP50 = waitMetric({
  wait: 'customer_hold_s',
  stays: 'pending_customer',
  id: 'customer_hold_p50',
  title: 'Time that we wait for customers, median',
  question: 'How long do we wait for the customer in every second case?',
  direction: 'neutral',
  audience: ['lead'],
  percentile: 0.5,
  pitfalls:
    'Calendar seconds. The helpdesk says that it is the turn of the customer; whether what was asked was needed, nobody measures.',
  source: ['Zendesk 4408834848154: agent wait time'],
});
