import type { Evidence } from './claim.ts';
import type { Metric } from '../metrics/model.ts';
import type { Segment } from '../metrics/value.ts';
import type { Reading } from './section.ts';

/** Which part of the whole a number is about, such as a channel; nothing for the whole. */
const partOf = (segment: Segment): Evidence =>
  Object.keys(segment).length === 0 ? {} : { part: Object.values(segment).join(' ') };

const number = (value: Reading['now']): number | string =>
  value.status === 'known' ? value.value : value.status === 'immature' ? 'immature' : value.reason;

/** What a reading decides a sentence by. */
export function evidenceOf({
  metric,
  segment,
  period,
  now,
  before,
  goal,
  verdict,
  news,
  judgement,
}: Reading): Evidence {
  return {
    metric: metric.id,
    ...partOf(segment),
    period: period.id,
    value: number(now),
    n: now.status === 'no_data' ? 0 : now.n,
    before: number(before),
    ...(goal === null ? {} : goal.at_most === null ? { at_least: goal.at_least } : { at_most: goal.at_most }),
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
