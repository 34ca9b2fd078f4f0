import { orderStatisticInterval } from './order-statistic-interval.ts';
import type { Interval } from './z95.ts';

/**
 * The 95 % interval of the p-th percentile: the values at the two ranks of `orderStatisticInterval`. `valueAt` answers the value at
 * a rank, counted from 0. In the unit of the values. null for fewer values than `leastForInterval`.
 */
export function percentileInterval(n: number, p: number, valueAt: (rank: number) => number): Interval | null {
  const ranks = orderStatisticInterval(n, p);
  return ranks === null ? null : [valueAt(ranks.lower), valueAt(ranks.upper)];
}

/**
 * The fewest values whose smallest and largest enclose the p-th percentile with at least the confidence: p^n + (1 - p)^n is the
 * chance that all lie on one side. 6 for the median, 14 for p80, 29 for p90, 59 for p95.
 */
export function leastForInterval(p: number, confidence = 0.95): number {
  let n = 2;
  while (p ** n + (1 - p) ** n > 1 - confidence) n++;
  return n;
}
