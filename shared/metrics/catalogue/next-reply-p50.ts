import { nextReplyMetric } from '../families/waits.ts';

export const nextReplyP50 = nextReplyMetric({
  id: 'next_reply_p50',
  title: 'Next response time, median',
  question: 'Within what time is every second further message of a customer answered?',
  audience: ['executive', 'lead'],
  percentile: 0.5,
});
