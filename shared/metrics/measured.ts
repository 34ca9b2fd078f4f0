import type { Ask, Measured } from './context.ts';
import type { Part } from './definition.ts';

/** One element of the answer to an ask. */
export const measuredOf = (ask: Ask, part: Part): Measured => ({
  metric: ask.metric.id,
  period: ask.period,
  segment: part.segment,
  unit: part.unit ?? ask.metric.unit,
  value: part.value,
  extras: part.extras ?? {},
  ...(part.not_told === undefined ? {} : { not_told: part.not_told }),
  ...(part.doubts === undefined ? {} : { doubts: part.doubts }),
});
