import type { Cadence } from '../config/cadence.ts';
import type { Metric } from '../metrics/model.ts';
import type { Known, MetricValue } from '../metrics/value.ts';
import { betweenSpread, degreesOf, rangeToSigma, type BetweenSpread } from '../stats/between-spread.ts';
import { twoSided } from '../stats/normal.ts';
import { countDeviate, shareDeviate, type Share } from '../stats/two-samples.ts';
import { xmrLimits } from '../stats/xmr-limits.ts';
import { z95 } from '../stats/z95.ts';

/** How a change was judged (DECISIONS.md, "is a change more than chance"). */
export type Method = 'share' | 'percentile_share' | 'count' | 'interval' | 'individual';

/** How surprising a change is when nothing changed. Whether it is news is decided for all numbers of a mail together. */
export interface Judgement {
  readonly method: Method;
  /** Two-sided, over-dispersion included. */
  readonly p: number;
  /** The side of the earlier periods on which the number lies. */
  readonly side: -1 | 0 | 1;
}

export interface ChangeInput {
  readonly metric: Metric;
  readonly cadence: Cadence;
  /** Ascending; the last is the one that is judged. */
  readonly history: readonly MetricValue[];
  /** What the change is shown against: the quarter or month before, or the four weeks before as one. */
  readonly before: MetricValue;
  /** Percentiles: cases of each period of `history` above the percentile of the reference; null where not counted. */
  readonly above?: readonly (number | null)[];
}

/** Weeks before the judged one without which its normal movement is not known. */
const fewestWeeks = 7;
/** Quarters or months before it without which the movement between quarters is not known. */
const fewestQuarters = 5;
/** One-sided 5 %: a week must differ from the four before it as well, or the news is an old one. */
const fourWeeks = 1.645;

/**
 * Judges the last value of a history by the method that suits its kind of number; null when it cannot be judged. Weekly against all
 * earlier weeks of the history, monthly and quarterly against the period before, both with the wobble between earlier periods taken in.
 */
export function judge(input: ChangeInput): Judgement | null {
  const { metric, history, cadence } = input;
  const now = history.at(-1);
  if (now?.status !== 'known' || input.before.status !== 'known') return null;
  const shares = sharesOf(input);
  if (shares !== null) return judgeShare(shares, input);
  if (metric.interval === 'nps' || metric.percentile !== undefined) {
    const found = judgeInterval(input);
    if (found !== null) return found;
  }
  const isCount = metric.unit === 'count' && metric.axis !== 'instant' && metric.axis !== 'period';
  const earlier = knownOf(history.slice(0, -1)).map(({ value }) => value);
  if (earlier.length < (cadence === 'weekly' ? fewestWeeks : fewestQuarters)) return null;
  if (isCount && [now.value, ...earlier].every((n) => Number.isInteger(n) && n >= 0))
    return judgeCount(now.value, earlier, input.before.value, cadence);
  return judgeIndividual(metric, now.value, earlier, cadence);
}

const knownOf = (values: readonly MetricValue[]): readonly Known[] =>
  values.filter((value) => value.status === 'known');
const sideOf = (size: number): Judgement['side'] => (size > 0 ? 1 : size < 0 ? -1 : 0);

/** Hits and trials of each period: of a rate its own, of a percentile the cases above that of the reference. */
function sharesOf({ metric, history, above }: ChangeInput): readonly (Share | null)[] | null {
  const found = history.map((value, i): Share | null => {
    if (value.status !== 'known' || value.n <= 0) return null;
    if (metric.percentile !== undefined) {
      const hits = above?.[i] ?? null;
      return hits === null ? null : { hits, trials: value.n };
    }
    if (metric.interval !== 'wilson' || value.numerator === null || value.denominator === null) return null;
    return value.denominator <= 0 ? null : { hits: value.numerator, trials: value.denominator };
  });
  return found.at(-1) == null ? null : found;
}

function judgeShare(shares: readonly (Share | null)[], { metric, cadence, before }: ChangeInput): Judgement | null {
  const now = shares.at(-1);
  const earlier = shares.slice(0, -1).filter((share) => share !== null);
  if (now == null) return null;
  const method = metric.percentile === undefined ? 'share' : 'percentile_share';
  const all = togetherOf(earlier);
  const spread = betweenSpread(earlier.map((share) => deviateFrom(share, all)));
  if (cadence !== 'weekly') {
    const own = method === 'share' ? ownShare(before) : (earlier.at(-1) ?? null);
    return own === null ? null : judged(method, shareDeviate(now, own), spread);
  }
  if (earlier.length < fewestWeeks) return null;
  const recent = shareDeviate(now, togetherOf(earlier.slice(-4)));
  return judged(method, shareDeviate(now, all), spread, recent);
}

const ownShare = (value: MetricValue): Share | null =>
  value.status === 'known' && value.numerator !== null && value.denominator !== null
    ? { hits: value.numerator, trials: value.denominator }
    : null;
const togetherOf = (shares: readonly Share[]): Share => ({
  hits: shares.reduce((sum, { hits }) => sum + hits, 0),
  trials: shares.reduce((sum, { trials }) => sum + trials, 0),
});

function deviateFrom({ hits, trials }: Share, all: Share): number {
  const p = all.hits / all.trials;
  return p <= 0 || p >= 1 ? 0 : (hits - trials * p) / Math.sqrt(trials * p * (1 - p));
}

/** The deviate with the wobble between periods taken in; a week that does not differ from the last four is no news. */
function judged(method: Method, z: number, { sigma, degrees }: BetweenSpread, recent: number | null = null): Judgement {
  const isOld = recent !== null && (recent * sideOf(z)) / sigma < fourWeeks;
  return { method, p: isOld ? 1 : twoSided(z / sigma, degrees), side: sideOf(z) };
}

/** A topic's cases of a week against those of the four weeks before. */
export const judgeTopic = (now: number, four: number): Judgement =>
  judged('count', countDeviate(now, four, 4), betweenSpread([]));

/** Poisson counts, their over-dispersion found among the earlier ones. */
function judgeCount(
  now: number,
  earlier: readonly number[],
  before: number,
  cadence: ChangeInput['cadence'],
): Judgement {
  const total = earlier.reduce((sum, each) => sum + each, 0);
  const mean = total / earlier.length;
  const spread = betweenSpread(earlier.map((each) => (mean > 0 ? (each - mean) / Math.sqrt(mean) : 0)));
  if (cadence !== 'weekly') return judged('count', countDeviate(now, before, 1), spread);
  const recent = earlier.slice(-4).reduce((sum, each) => sum + each, 0);
  return judged('count', countDeviate(now, total, earlier.length), spread, countDeviate(now, recent, 4));
}

/**
 * Values that bring their own 95 % interval: percentiles without counts, on a logarithmic scale where they are above 0, and scores,
 * whose interval at a bound is as wide as that of a rate there. null without intervals.
 */
function judgeInterval({ metric, cadence, history, before }: ChangeInput): Judgement | null {
  const isLogarithmic =
    metric.percentile !== undefined && knownOf(history).every(({ interval }) => (interval?.[0] ?? 1) > 0);
  const scaled = (value: Known): Estimate | null => {
    if (value.interval === null) return null;
    const [low, high] = isLogarithmic ? value.interval.map(Math.log) : value.interval;
    if (low === undefined || high === undefined) return null;
    const floor = metric.interval === 'nps' ? (100 * z95 * z95) / (value.n + z95 * z95) : 0;
    const error = Math.max((high - low) / 2, floor) / z95;
    return error > 0 ? { at: isLogarithmic ? Math.log(value.value) : value.value, error } : null;
  };
  const estimates = history.map((value) => (value.status === 'known' ? scaled(value) : null));
  const now = estimates.at(-1);
  const earlier = estimates.slice(0, -1).filter((estimate) => estimate !== null);
  const shown = before.status === 'known' ? scaled(before) : null;
  if (now == null) return null;
  const all = meanOf(earlier);
  const spread = betweenSpread(all === null ? [] : earlier.map(({ at, error }) => (at - all.at) / error));
  if (cadence !== 'weekly') return shown === null ? null : judged('interval', distance(now, shown), spread);
  const four = meanOf(earlier.slice(-4));
  if (earlier.length < fewestWeeks || all === null || four === null) return null;
  return judged('interval', distance(now, all), spread, distance(now, four));
}

interface Estimate {
  readonly at: number;
  /** Standard error. */
  readonly error: number;
}
const distance = (now: Estimate, before: Estimate): number =>
  (now.at - before.at) / Math.hypot(now.error, before.error);

/** Several estimates as one, weighted by what they are worth; null without any. */
function meanOf(estimates: readonly Estimate[]): Estimate | null {
  if (estimates.length === 0) return null;
  const weight = estimates.reduce((sum, { error }) => sum + error ** -2, 0);
  return { at: estimates.reduce((sum, { at, error }) => sum + at * error ** -2, 0) / weight, error: weight ** -0.5 };
}

/**
 * Numbers without a sampling error (money, states, ratios of sums): outside what their own earlier values do, by moving ranges (XmR).
 * Of a state such as the backlog the step is judged, because its levels hang together.
 */
function judgeIndividual(
  metric: Metric,
  now: number,
  levels: readonly number[],
  cadence: ChangeInput['cadence'],
): Judgement {
  const isState = metric.axis === 'instant';
  const steps = levels.slice(1).map((level, i) => level - (levels[i] ?? level));
  const earlier = isState ? steps : levels;
  const value = isState ? now - (levels.at(-1) ?? now) : now;
  const limits = xmrLimits([...earlier]) ?? shortLimits(earlier);
  // One case more or less in a backlog that stood still is no news.
  const sigma = Math.max(limits.meanMovingRange / rangeToSigma, isState ? 1 : 0);
  const size = value - (isState ? 0 : limits.centre);
  if (sigma === 0) return { method: 'individual', p: size === 0 ? 1 : 0, side: sideOf(size) };
  const spread = { sigma, degrees: degreesOf(earlier.length) };
  const four = earlier.slice(-4).reduce((sum, each) => sum + each, 0) / 4;
  const recent = isState || cadence !== 'weekly' ? null : (value - four) / Math.sqrt(1 + 1 / 4);
  return judged('individual', size / Math.sqrt(1 + 1 / earlier.length), spread, recent);
}

/** Mean and moving range of fewer values than a chart of them needs. */
function shortLimits(values: readonly number[]): { readonly centre: number; readonly meanMovingRange: number } {
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / Math.max(1, of.length);
  return { centre: mean(values), meanMovingRange: mean(ranges) };
}

/** About 1 in 100: what a number of a mail with a handful of others needs, as a normal deviate. */
const usualDeviate = 2.576;

/** The lowest share above its usual one that a period of this size tells from chance; null when even all of it does not. */
export function leastShareSeen(
  history: readonly MetricValue[],
): { readonly usual: number; readonly seen: number | null } | null {
  const shares = history.map(ownShare);
  const now = shares.at(-1);
  const earlier = shares.slice(0, -1).filter((share) => share !== null);
  if (now == null || earlier.length < fewestWeeks) return null;
  const all = togetherOf(earlier);
  const { sigma } = betweenSpread(earlier.map((share) => deviateFrom(share, all)));
  const { trials } = now;
  const isSeen = (hits: number): boolean => shareDeviate({ hits, trials }, all) / sigma >= usualDeviate;
  let [low, high] = [Math.floor((all.hits / all.trials) * trials), trials + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isSeen(middle)) high = middle;
    else low = middle;
  }
  return { usual: all.hits / all.trials, seen: high > trials ? null : high / trials };
}

/** By what share a percentile must fall for a period of this size to tell it from chance: from the width of its 95 % interval. */
export function leastFallSeen({ interval }: Known): number | null {
  if (interval === null || interval[0] <= 0) return null;
  const error = Math.log(interval[1] / interval[0]) / (2 * z95);
  return 1 - Math.exp(-usualDeviate * error);
}
