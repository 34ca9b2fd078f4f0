/** What a series of single values does when nothing special happens. */
export interface XmrLimits {
  readonly centre: number;
  /** |x_i - x_{i-1}|, one fewer than the values. */
  readonly movingRanges: readonly number[];
  readonly meanMovingRange: number;
  /** Not cut at 0: the chart cuts. */
  readonly lower: number;
  readonly upper: number;
  readonly upperRange: number;
  /** Indices of the values outside the limits. */
  readonly outside: readonly number[];
  /** Stretches of at least 8 values in a row on one side of the centre; `to` is the last index. */
  readonly runs: readonly { readonly from: number; readonly to: number; readonly side: 'above' | 'below' }[];
}

const points = 8;

/**
 * Limits of an XmR chart (Shewhart; Wheeler, Understanding Variation): mean +- 2.66 mean moving range, range limit 3.267 mean
 * moving range. null below 8 values.
 */
export function xmrLimits(values: readonly number[]): XmrLimits | null {
  if (values.length < points) return null;
  const movingRanges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  const meanMovingRange = mean(movingRanges);
  // Equal values: their mean may miss them by a rounding, which would put all of them outside.
  const centre = meanMovingRange === 0 ? (values[0] ?? 0) : mean(values);
  const lower = centre - 2.66 * meanMovingRange;
  const upper = centre + 2.66 * meanMovingRange;
  const outside = values.flatMap((value, i) => (value < lower || value > upper ? [i] : []));
  const upperRange = 3.267 * meanMovingRange;
  return { centre, movingRanges, meanMovingRange, lower, upper, upperRange, outside, runs: runs(values, centre) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function runs(values: readonly number[], centre: number): XmrLimits['runs'] {
  const found: { from: number; to: number; side: 'above' | 'below' }[] = [];
  let from = 0;
  for (let i = 1; i <= values.length; i++) {
    const side = Math.sign((values[from] ?? 0) - centre);
    if (i < values.length && Math.sign((values[i] ?? 0) - centre) === side) continue;
    if (side !== 0 && i - from >= points) found.push({ from, to: i - 1, side: side > 0 ? 'above' : 'below' });
    from = i;
  }
  return found;
}
