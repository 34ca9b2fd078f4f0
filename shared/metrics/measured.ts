import type { Period } from '../period.ts';
import type { MeasureContext, Measured } from './context.ts';
import type { Ask, Part } from './model.ts';

/** One element of the answer to an ask. */
export const measuredOf = (ask: Ask, part: Part, context: MeasureContext): Measured => ({
  metric: ask.metric.id,
  period: ask.period,
  segment: part.segment,
  unit: part.unit ?? ask.metric.unit,
  value: part.value,
  extras: part.extras ?? {},
  ...runningOf(ask.period, context),
  ...(part.not_told === undefined ? {} : { not_told: part.not_told }),
  ...(part.doubts === undefined ? {} : { doubts: part.doubts }),
});

const runningOf = (period: Period, context: MeasureContext): Pick<Measured, 'running_until_s'> =>
  isRunning(period, context) ? { running_until_s: context.as_of_s } : {};

/** Whether a period was not over when it was asked for; `all` never is, and is said of none. */
export const isRunning = (
  { kind, end_s }: Period,
  { as_of_s, asked_s = as_of_s }: Pick<MeasureContext, 'as_of_s' | 'asked_s'>,
): boolean => kind !== 'all' && end_s > asked_s;
