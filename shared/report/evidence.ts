import type { Evidence } from './claim.ts';
import type { Metric } from '../metrics/model.ts';
import type { Reading } from './section.ts';

const number = (value: Reading['now']): number | string =>
  value.status === 'known' ? value.value : value.status === 'immature' ? 'immature' : value.reason;

/** What a reading decides a sentence by. */
export function evidenceOf({ metric, period, now, before, verdict, news, judgement }: Reading): Evidence {
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

/** The numbers that a line lists. */
export const valuesOf = (readings: readonly Reading[]): Evidence =>
  Object.fromEntries(
    readings.map(({ metric, segment, now }) => [[metric.id, ...Object.values(segment)].join(' '), number(now)]),
  );

/** From what to what the picture of a number goes. */
export const courseOf = ({ id }: Metric, first: number | null, last: number | null): Evidence => ({
  metric: id,
  first,
  last,
});
