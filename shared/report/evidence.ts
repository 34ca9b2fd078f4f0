import type { Evidence } from './claim.ts';
import type { Reading } from './section.ts';

/** What a reading decides a sentence by. */
export function evidenceOf({ metric, period, now, before, verdict, news, judgement }: Reading): Evidence {
  const number = (value: Reading['now']): number | string =>
    value.status === 'known' ? value.value : value.status === 'immature' ? 'immature' : value.reason;
  return {
    metric: metric.id,
    period: period.id,
    value: number(now),
    n: now.status === 'no_data' ? 0 : now.n,
    before: number(before),
    verdict,
    news,
    method: judgement?.method ?? 'not_judged',
    p: judgement === null ? null : Number(judgement.p.toPrecision(2)),
  };
}
