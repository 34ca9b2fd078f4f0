import { nextReplyMetric } from '../families/waits.ts';

export const nextReplyP80 = nextReplyMetric({
  id: 'next_reply_p80',
  title: 'Next response time, 80th percentile',
  question: 'Within what time are four of five further messages of customers answered?',
  audience: ['lead'],
  percentile: 0.8,
});
