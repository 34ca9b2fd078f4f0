import type { Metric } from '../metrics/model.ts';
import type { Ask } from '../metrics/evaluate.ts';
import type { Dimension, Segment } from '../metrics/value.ts';
import type { Period } from '../period.ts';
import { formatDay } from '../time/day.ts';
import type { ReportContext, ReportPeriods } from './facts.ts';

/** The part of the organisation that a report may see: its slice, and what the configuration limits it to. */
export function seen(context: ReportContext): Segment {
  const { slice, configuration } = context;
  return { ...configuration.only, ...(slice === null ? {} : { [slice.dimension]: slice.id }) };
}

/** The metric over the reported period, cut by dimensions. */
export const now = (metric: Metric, context: ReportContext, by: readonly Dimension[] = []): Ask =>
  ask(metric, context.periods.now, context, by);

/** The metric over another period, such as a month or the baseline. */
export const during = (metric: Metric, period: Period, context: ReportContext, by: readonly Dimension[] = []): Ask => ({
  ...ask(metric, period, context, by),
  companions: false,
});

/** The metric over the whole history and, where the comparison needs it, the baseline as one stretch: what `View.reading` reads. */
export function historyOf(metric: Metric, context: ReportContext, by: readonly Dimension[] = []): readonly Ask[] {
  const { history, baseline } = context.periods;
  const isKnown = history.some((period) => period.id === baseline.id);
  const against = metric.percentile === undefined || by.length > 0 ? {} : { against: referenceOf(context.periods) };
  return [
    ...history.slice(0, -1).map((period) => ({ ...during(metric, period, context, by), ...against })),
    ...(isKnown ? [] : [during(metric, baseline, context, by)]),
    { ...now(metric, context, by), ...against },
  ];
}

/** What a change is judged against: the quarter that it is compared with, or all weeks of the history before this one. */
function referenceOf({ history, baseline, now: reported }: ReportPeriods): Period {
  const [first, last] = [history[0], history.at(-2)];
  if (reported.kind !== 'week' || first === undefined || last === undefined) return baseline;
  const { end_s, end_day } = last;
  return { ...first, kind: 'range', id: `${formatDay(first.start_day)}..${formatDay(end_day)}`, end_s, end_day };
}

/** The metric over the reported period and the baseline, cut; percentiles with the bounds that tell a change from chance. */
export const pair = (metric: Metric, context: ReportContext, by: readonly Dimension[]): readonly Ask[] => [
  { ...during(metric, context.periods.baseline, context, by), bounded: true },
  now(metric, context, by),
];

const ask = (metric: Metric, period: Period, context: ReportContext, by: readonly Dimension[]): Ask => {
  const where = seen(context);
  return { metric, period, by, ...(Object.keys(where).length === 0 ? {} : { where }) };
};
