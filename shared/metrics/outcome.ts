import type { FactKind } from '../knowledge/fact-kind.ts';
import { npsInterval } from '../stats/nps-interval.ts';
import { percentileOfRanks } from '../stats/percentile.ts';
import { wilson } from '../stats/wilson.ts';
import type { Extras } from './context.ts';
import type { Ranked, Summed } from './measure.ts';
import type { Immature, Known, MetricValue, NoData, Reason } from './value.ts';

export const noData = (reason: Reason): NoData => ({ status: 'no_data', reason });

/** A value of the told cases beside those that had to be left out; no data when too few are left. */
export function leavingOut(
  value: MetricValue,
  { told, lost, kind }: { readonly told: number; readonly lost: number; readonly kind: FactKind },
  { least_told_share }: { readonly least_told_share: number },
): { readonly value: MetricValue; readonly not_told?: number } {
  if (lost === 0) return { value };
  const isEnough = told > 0 && told >= least_told_share * (told + lost);
  return { value: isEnough ? value : noData(`not_told:${kind}`), not_told: lost };
}

/** A finished number that is not a ratio. */
export const known = (value: number, n: number): Known => ({
  status: 'known',
  value,
  n,
  numerator: null,
  denominator: null,
  interval: null,
});

/** A share of trials with its Wilson interval. */
export const shareOf = (numerator: number, denominator: number, empty: Reason = 'zero_denominator'): MetricValue =>
  denominator === 0
    ? noData(empty)
    : {
        status: 'known',
        value: numerator / denominator,
        n: denominator,
        numerator,
        denominator,
        interval: wilson(numerator, denominator),
      };

/** A ratio of sums: no interval, because numerator and denominator are not trials. n: members of the population. */
export const ratioOf = (
  numerator: number,
  denominator: number,
  n: number = denominator,
  empty: Reason = 'zero_denominator',
): MetricValue =>
  denominator === 0
    ? noData(empty)
    : { status: 'known', value: numerator / denominator, n, numerator, denominator, interval: null };

/** A share over a cohort of which some are too young: provisional over the ripe ones. */
export function ripeShare(
  hits: number,
  ripe: number,
  unripe: number,
  from_s: number | null,
  empty: Reason,
): MetricValue {
  if (unripe === 0 || from_s === null) return shareOf(hits, ripe, empty);
  const immature: Immature = {
    status: 'immature',
    provisional: ripe === 0 ? null : hits / ripe,
    n: ripe,
    numerator: hits,
    denominator: ripe,
    unripe,
    from_s,
  };
  return immature;
}

/** An exact percentile, type 7, with its 95 % interval where the bounds were fetched. */
export function percentileOf(ranked: Ranked, p: number, empty: Reason = 'empty_population'): MetricValue {
  const value = percentileOfRanks(ranked, p);
  return value === null ? noData(empty) : { ...known(value, ranked.n), interval: ranked.intervals?.[p] ?? null };
}

/**
 * Percentiles that stand beside a number: p80_s and, where the bounds were fetched, p80_low_s and p80_high_s, null below
 * `leastForInterval`. `prefix` tells two kinds of time apart.
 */
export function percentileExtras(ranked: Ranked, ps: readonly number[], prefix = ''): Extras {
  return Object.fromEntries(
    ps.flatMap((p): (readonly [string, number | null])[] => {
      const name = `${prefix}p${p * 100}`;
      const value = [`${name}_s`, percentileOfRanks(ranked, p)] as const;
      if (ranked.intervals === undefined) return [value];
      const [low, high] = ranked.intervals[p] ?? [null, null];
      return [value, [`${name}_low_s`, low], [`${name}_high_s`, high]];
    }),
  );
}

/** An exact mean of whole numbers. Numerator and denominator are sum and count. */
export const meanOf = (summed: Summed, empty: Reason = 'empty_population'): MetricValue =>
  summed.n === 0
    ? noData(empty)
    : {
        status: 'known',
        value: quotient(summed.total, BigInt(summed.n)),
        n: summed.n,
        numerator: Number(summed.total),
        denominator: summed.n,
        interval: null,
      };
export const meanNumber = (summed: Summed): number | null =>
  summed.n === 0 ? null : quotient(summed.total, BigInt(summed.n));

/** A quotient of whole numbers as a double, correct also when they pass 2^53. */
export function quotient(numerator: bigint, denominator: bigint): number {
  const small = 9_007_199_254_740_991n;
  const size = numerator < 0n ? -numerator : numerator;
  if (size <= small && denominator <= small) return Number(numerator) / Number(denominator);
  const whole = numerator / denominator;
  return Number(whole) + Number(numerator - whole * denominator) / Number(denominator);
}

/** A net promoter score in points with its interval. */
export const npsOf = (promoters: number, detractors: number, answers: number): MetricValue =>
  answers === 0
    ? noData('empty_population')
    : {
        status: 'known',
        value: (100 * (promoters - detractors)) / answers,
        n: answers,
        numerator: promoters - detractors,
        denominator: answers,
        interval: npsInterval(promoters, detractors, answers),
      };

/** numerator / denominator for a companion figure; null when there is nothing to divide by. */
export const share = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;
