import type { Metric } from '../../metrics/definition.ts';
import type { Measured } from '../../metrics/evaluate.ts';
import type { Dimension } from '../../metrics/value.ts';
import type { Reading, View } from '../section.ts';
import { keyOf } from '../view.ts';

/**
 * What a metric answers of the reported period: one number, or one for each of its own parts (such as those of `issues_handled`).
 * One that could not be measured is among them and says so: the author asked for it.
 */
export const partsOf = (metrics: readonly Metric[], view: View): readonly Reading[] =>
  metrics.flatMap((metric) => {
    const found = leastCut(measuredNow(metric, view));
    return found.length === 0 ? [view.reading(metric)] : found.map((one) => readingIn(metric, one, view));
  });

/** The same cut by a dimension. */
export const cutOf = (metric: Metric, by: Dimension, view: View): readonly Reading[] =>
  leastCut(measuredNow(metric, view).filter(({ segment }) => segment[by] !== undefined)).map((one) =>
    readingIn(metric, one, view),
  );

const measuredNow = (metric: Metric, { facts }: View): readonly Measured[] =>
  facts.measured.filter((one) => one.metric === metric.id && one.period.id === facts.periods.now.id);

/** Other sections may have asked for finer cuts of the same metric; a cut without any input answers the whole again. */
function leastCut(found: readonly Measured[]): readonly Measured[] {
  const least = Math.min(...found.map(({ segment }) => Object.keys(segment).length));
  const keys = found.map(({ segment }) => keyOf('', '', segment));
  return found.filter(({ segment }, i) => Object.keys(segment).length === least && keys.indexOf(keys[i] ?? '') === i);
}

/** A part may have a unit of its own, such as money at a fixed mix. */
const readingIn = (metric: Metric, { segment, unit }: Measured, view: View): Reading =>
  view.reading(unit === metric.unit ? metric : { ...metric, unit }, segment);
