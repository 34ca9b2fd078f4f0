import type { Metric } from '../metrics/model.ts';
import type { Known, MetricValue, Segment } from '../metrics/value.ts';
import { judge, type ChangeInput, type Judgement } from './change.ts';
import { alone } from './jury.ts';
import type { Goal } from './facts.ts';
import type { Reading } from './section.ts';

/** Fewer members than this: counts, the range and "too few to compare" (REPORTS 4.3). */
export const fewTrials = 50;
/** Fewer members than this: the counts alone. */
export const countsOnly = 10;

export interface ReadingInput extends ChangeInput {
  readonly segment: Segment;
  readonly now: MetricValue;
  readonly goal: Goal | null;
}

/**
 * What the number says, decided by arithmetic alone. `stands` decides whether a judged change is news; a mail decides it for all
 * of its numbers together.
 */
export function readingOf(
  input: ReadingInput,
  stands: (judgement: Judgement) => boolean = ({ p }) => alone({ key: '', p, weight: 1 }),
): Omit<Reading, 'period'> {
  const { cadence: _, above: __, ...rest } = input;
  const found = isComparable(input.metric, input.now) && isBaselineComparable(input) ? judge(input) : null;
  return {
    ...rest,
    verdict: verdictOf(rest.metric, rest.now, rest.goal),
    judgement: found,
    news: newsOf(input, found, found !== null && stands(found)),
  };
}

/** A quarter is compared with one quarter, which must be large enough as well. */
const isBaselineComparable = ({ metric, before, cadence }: ReadingInput): boolean =>
  cadence === 'weekly' ? before.status === 'known' : isComparable(metric, before);

const isRate = (metric: Metric): boolean => metric.interval !== 'none';
/** Rates of trials need more than the catalogue's least before a change of theirs means anything. */
export const comparableFrom = (metric: Metric): number =>
  metric.interval === 'wilson' ? Math.max(fewTrials, metric.change_from_n) : metric.change_from_n;
export const isComparable = (metric: Metric, value: MetricValue): value is Known =>
  value.status === 'known' && value.n >= comparableFrom(metric);

/**
 * Met; missed by less than chance explains, or by less than the organisation forgives: Watch; missed. Nothing below change_from_n.
 * A young cohort is decided when its best and its worst end lie on one side.
 */
export function verdictOf(metric: Metric, now: MetricValue, goal: Goal | null): Reading['verdict'] {
  if (goal === null || now.status === 'no_data' || now.n < metric.change_from_n) return 'no_verdict';
  const { at_most, at_least, watch } = goal;
  const limit = at_most ?? at_least;
  if (limit === null) return 'no_verdict';
  const ends = endsOf(now);
  const met = (against: number): boolean | null => {
    const each = ends.map((value) => (at_most === null ? value >= against : value <= against));
    return each.every((is) => is) ? true : each.some((is) => is) ? null : false;
  };
  const isMet = ends.length === 0 ? null : met(limit);
  if (isMet === null) return 'no_verdict';
  if (isMet) return 'on_target';
  const isForgiven = watch === null ? false : met(watch);
  if (isForgiven !== false) return isForgiven === null ? 'no_verdict' : 'watch';
  const interval = now.status === 'known' && isRate(metric) ? now.interval : null;
  if (interval !== null && interval[0] <= limit && limit <= interval[1]) return 'watch';
  return 'off_target';
}

/** The values a number can still take: itself, or a young rate with all open cases missed and all hit. None where it cannot be told. */
function endsOf(now: Exclude<MetricValue, { status: 'no_data' }>): readonly number[] {
  if (now.status === 'known') return [now.value];
  const { numerator, denominator, unripe } = now;
  if (numerator === null || denominator === null || denominator + unripe === 0) return [];
  return [numerator / (denominator + unripe), (numerator + unripe) / (denominator + unripe)];
}

/** What a judged change says once it stands: better or worse where one of them is good. Too few cases, or no judgement: unknown. */
function newsOf({ metric, now, before }: ReadingInput, judgement: Judgement | null, stands: boolean): Reading['news'] {
  if (judgement === null || !isComparable(metric, now) || before.status !== 'known') return 'unknown';
  const change = now.value - before.value;
  // What lies on the other side of the four weeks that it is shown against would be told the wrong way round.
  if (!stands || judgement.side === 0 || Math.sign(change) !== judgement.side) return 'within_noise';
  if (metric.direction === 'neutral' || metric.direction === 'as_base') return 'moved';
  return change > 0 === (metric.direction === 'up') ? 'better' : 'worse';
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
