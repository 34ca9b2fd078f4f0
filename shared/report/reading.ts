import type { Metric } from '../metrics/definition.ts';
import type { Known, MetricValue, Segment } from '../metrics/value.ts';
import { differenceInterval } from '../stats/difference-interval.ts';
import { xmrSignal } from '../stats/xmr-signal.ts';
import type { Goal } from './facts.ts';
import type { Reading } from './section.ts';

/** Fewer members than this: counts, the range and "too few to compare" (REPORTS 4.3). */
export const fewTrials = 50;
/** Fewer members than this: the counts alone. */
export const countsOnly = 10;

export interface ReadingInput {
  readonly metric: Metric;
  readonly segment: Segment;
  readonly now: MetricValue;
  readonly before: MetricValue;
  readonly history: readonly MetricValue[];
  readonly goal: Goal | null;
  readonly cadence: 'weekly' | 'quarterly';
}

/** What the number says, decided by arithmetic alone. */
export function readingOf({ cadence, ...rest }: ReadingInput): Omit<Reading, 'period'> {
  return { ...rest, verdict: verdictOf(rest.metric, rest.now, rest.goal), news: newsOf(rest, cadence) };
}

const isRate = (metric: Metric): boolean => metric.interval !== 'none';
/** Rates of trials need more than the catalogue's least before a change of theirs means anything. */
export const comparableFrom = (metric: Metric): number =>
  metric.interval === 'wilson' ? Math.max(fewTrials, metric.change_from_n) : metric.change_from_n;
export const isComparable = (metric: Metric, value: MetricValue): value is Known =>
  value.status === 'known' && value.n >= comparableFrom(metric);

/** Met; missed by less than chance explains, or by less than the organisation forgives: Watch; missed. Nothing below change_from_n. */
export function verdictOf(metric: Metric, now: MetricValue, goal: Goal | null): Reading['verdict'] {
  if (goal === null || now.status !== 'known' || now.n < metric.change_from_n) return 'no_verdict';
  const { at_most, at_least, watch } = goal;
  const limit = at_most ?? at_least;
  if (limit === null) return 'no_verdict';
  const met = (value: number, against: number): boolean => (at_most === null ? value >= against : value <= against);
  if (met(now.value, limit)) return 'on_target';
  if (watch !== null && met(now.value, watch)) return 'watch';
  if (isRate(metric) && now.interval !== null && now.interval[0] <= limit && limit <= now.interval[1]) return 'watch';
  return 'off_target';
}

/** Weekly: outside XmR limits or the eighth in a row on one side. Quarterly: the interval of the difference leaves out 0. */
function newsOf(
  { metric, now, before, history }: Omit<ReadingInput, 'cadence'>,
  cadence: 'weekly' | 'quarterly',
): Reading['news'] {
  if (!isComparable(metric, now) || before.status !== 'known') return 'unknown';
  const change = now.value - before.value;
  if (cadence === 'weekly') {
    const known = history.flatMap((value) =>
      value.status === 'known' && value.n >= metric.change_from_n ? [value.value] : [],
    );
    const signal = xmrSignal(known);
    if (signal === 'unknown') return 'unknown';
    const side = signal === 'above' || signal === 'run_above' ? 1 : signal === 'none' ? 0 : -1;
    // A run on one side while this week turned back towards the mean is not news of this week.
    if (side === 0 || Math.sign(change) !== side) return 'within_noise';
    return judged(metric, change);
  }
  if (!isComparable(metric, before)) return 'unknown';
  if (change === 0) return 'within_noise';
  return isWithinMargin(metric, before, now) ? 'within_noise' : judged(metric, change);
}

function judged(metric: Metric, change: number): 'better' | 'worse' | 'moved' {
  if (metric.direction === 'neutral' || metric.direction === 'as_base') return 'moved';
  return change > 0 === (metric.direction === 'up') ? 'better' : 'worse';
}

/** Does the 95 % interval of the difference span 0? Ratios that are not proportions have none: then every change counts. */
export function isWithinMargin(metric: Metric, before: Known, now: Known): boolean {
  if (metric.interval === 'wilson' && before.denominator !== null && now.denominator !== null) {
    const difference = differenceInterval(
      { hits: before.numerator ?? 0, trials: before.denominator },
      { hits: now.numerator ?? 0, trials: now.denominator },
    );
    return difference === null || (difference[0] <= 0 && difference[1] >= 0);
  }
  if (metric.interval === 'nps' && before.interval !== null && now.interval !== null) {
    const half = ([low, high]: readonly [number, number]): number => (high - low) / 2;
    return Math.abs(now.value - before.value) <= Math.hypot(half(before.interval), half(now.interval));
  }
  return false;
}

/** The same rate over several periods together: a ratio of sums, never a mean of rates (C5). null when none is known. */
export function pooled(values: readonly MetricValue[]): Known | null {
  const known = values.filter((value) => value.status === 'known');
  if (known.length === 0 || known.some((value) => value.numerator === null || value.denominator === null)) return null;
  const numerator = known.reduce((sum, value) => sum + (value.numerator ?? 0), 0);
  const denominator = known.reduce((sum, value) => sum + (value.denominator ?? 0), 0);
  if (denominator === 0) return null;
  const n = known.reduce((sum, value) => sum + value.n, 0);
  return { status: 'known', value: numerator / denominator, n, numerator, denominator, interval: null };
}

/** The mean of counts or of states; null when one of them is not known. */
export function meanOf(values: readonly MetricValue[]): Known | null {
  const known = values.filter((value) => value.status === 'known');
  if (known.length === 0 || known.length < values.length) return null;
  const value = known.reduce((sum, each) => sum + each.value, 0) / known.length;
  return {
    status: 'known',
    value,
    n: known.reduce((sum, each) => sum + each.n, 0),
    numerator: null,
    denominator: null,
    interval: null,
  };
}

/** For how many periods up to now the number moved one way without a break; 0 when it did not, or a value is missing. */
export function streakOf(history: readonly MetricValue[]): {
  readonly length: number;
  readonly direction: 'up' | 'down' | null;
} {
  const values = history.map((value) => (value.status === 'known' ? value.value : null));
  let length = 0;
  let direction: 'up' | 'down' | null = null;
  for (let i = values.length - 1; i > 0; i -= 1) {
    const [now, before] = [values[i], values[i - 1]];
    if (now === null || now === undefined || before === null || before === undefined || now === before) break;
    const step = now > before ? 'up' : 'down';
    if (direction !== null && step !== direction) break;
    direction = step;
    length += 1;
  }
  return { length, direction };
}

/** For how many periods up to now the goal of today was missed without a break. */
export function streakOffTarget({ history, goal }: Pick<Reading, 'history' | 'goal'>): number {
  if (goal === null) return 0;
  const missed = (value: number): boolean =>
    goal.at_most === null ? goal.at_least !== null && value < goal.at_least : value > goal.at_most;
  let length = 0;
  for (let i = history.length - 1; i >= 0; i -= 1) {
    const value = history[i];
    if (value?.status !== 'known' || !missed(value.value)) break;
    length += 1;
  }
  return length;
}
