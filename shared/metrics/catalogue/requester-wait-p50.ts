import { requesterWaits, waitMetric } from '../families/waits.ts';

export const requesterWaitP50 = waitMetric({
  ...requesterWaits,
  id: 'requester_wait_p50',
  title: 'Time that customers wait for us, median',
  question: 'How long does every second customer wait for us until the case is resolved?',
  audience: ['executive', 'lead'],
  percentile: 0.5,
});
