import { requesterWaits, waitMetric } from '../families/waits.ts';

export const requesterWaitP80 = waitMetric({
  ...requesterWaits,
  id: 'requester_wait_p80',
  title: 'Time that customers wait for us, 80th percentile',
  question: 'Within what wait for us are four of five cases resolved?',
  audience: ['lead'],
  percentile: 0.8,
});
