import type { TargetConfiguration } from '../config/configuration.ts';
import { durationSeconds } from '../config/duration.ts';
import { minorDigits } from '../lake/currency.ts';
import { parseDay } from '../time/day.ts';
import { numberOf } from './answers.ts';
import type { Metric, MetricQueries } from './model.ts';
import { segmentKey } from './segments.ts';
import type { Segment } from './value.ts';

/** A goal in its metric's unit; exactly one bound is set. */
export interface Target {
  readonly at_most: number | null;
  readonly at_least: number | null;
}

/**
 * The goal of a metric for a segment on a day: of the targets table, else of casebook.yaml; of the segment itself, else of the
 * whole. undefined: none is set. Money is in major units in both, minor units here.
 */
export async function targetOf(
  queries: MetricQueries,
  metric: Metric,
  segment: Segment,
  day: number,
): Promise<Target | undefined> {
  const rows = await queries.rows(
    'targets',
    'SELECT metric, dimension, value, goal_milli, from_day, to_day FROM targets ORDER BY metric, dimension, value, from_day',
  );
  const currency = queries.context.organisation.currency;
  const scale = metric.unit === 'currency' ? 10 ** minorDigits(currency) : 1;
  const ofTable = (wanted: Segment): Target | undefined => {
    const row = rows.findLast(
      (one) =>
        one.metric === metric.id &&
        sameSegment(wanted, one.dimension === null ? {} : { [String(one.dimension)]: String(one.value) }) &&
        (numberOf(one.from_day) ?? -Infinity) <= day &&
        day < (numberOf(one.to_day) ?? Infinity),
    );
    if (row === undefined) return undefined;
    const goal = ((numberOf(row.goal_milli) ?? 0) * scale) / 1000;
    return metric.direction === 'down' ? { at_most: goal, at_least: null } : { at_most: null, at_least: goal };
  };
  const ofFile = (wanted: Segment): Target | undefined => {
    const found = queries.context.targets.findLast(
      (one) => one.metric === metric.id && sameSegment(wanted, one.by ?? {}) && isInForce(one, day),
    );
    if (found === undefined) return undefined;
    const read = (given: number | string | undefined): number | null =>
      given === undefined ? null : goalOf(given, metric, scale);
    return { at_most: read(found.at_most), at_least: read(found.at_least) };
  };
  return ofTable(segment) ?? ofFile(segment) ?? ofTable({}) ?? ofFile({});
}

/** Whether a value meets its goal. */
export const meets = (value: number, { at_most, at_least }: Target): boolean =>
  (at_most === null || value <= at_most) && (at_least === null || value >= at_least);

function goalOf(given: number | string, metric: Metric, scale: number): number | null {
  const text = String(given).trim();
  const number = Number(text.replace(/\s*%$/, ''));
  if (metric.unit === 'seconds') return durationSeconds(text) ?? (Number.isFinite(number) ? number : null);
  if (!Number.isFinite(number)) return null;
  return text.endsWith('%') ? number / 100 : number * scale;
}
const isInForce = ({ from, to }: TargetConfiguration, day: number): boolean =>
  (from === undefined || (parseDay(from) ?? -Infinity) <= day) &&
  (to === undefined || day < (parseDay(to) ?? Infinity));
const sameSegment = (a: Segment, b: Segment): boolean => segmentKey(a) === segmentKey(b);
