import { wilson, type Interval } from './arithmetic.ts';

/** What METRICS section 2 says a number can be. */
export type Answer =
  | {
      readonly status: 'known';
      readonly value: number;
      readonly n: number;
      readonly numerator: number | null;
      readonly denominator: number | null;
      readonly interval: Interval | null;
    }
  | {
      readonly status: 'immature';
      readonly provisional: number | null;
      readonly n: number;
      readonly numerator: number | null;
      readonly denominator: number | null;
      readonly unripe: number;
      readonly from_s: number;
    }
  | { readonly status: 'no_data'; readonly reason: string };

export type Segment = Readonly<Record<string, string>>;
export type Answers = readonly (readonly [Segment, Answer])[];

export const noData = (reason: string): Answer => ({ status: 'no_data', reason });

export const plain = (value: number, n: number, interval: Interval | null = null): Answer => ({
  status: 'known',
  value,
  n,
  numerator: null,
  denominator: null,
  interval,
});

export const ratio = (numerator: number, denominator: number, n: number): Answer =>
  denominator === 0
    ? noData('zero_denominator')
    : { status: 'known', value: numerator / denominator, n, numerator, denominator, interval: null };

/** A share of members, with its Wilson interval. */
export const share = (hits: number, n: number, empty = 'zero_denominator'): Answer =>
  n === 0
    ? noData(empty)
    : { status: 'known', value: hits / n, n, numerator: hits, denominator: n, interval: wilson(hits, n) };

/** A share of members that ripen: provisional over the ripe ones while one is not ripe. */
export function ripening<T>(
  members: readonly T[],
  ripe_s: (member: T) => number,
  isHit: (member: T) => boolean,
  as_of_s: number,
  empty = 'zero_denominator',
): Answer {
  let hits = 0;
  let ripe = 0;
  let from_s = 0;
  for (const member of members) {
    const at_s = ripe_s(member);
    if (at_s > as_of_s) {
      from_s = Math.max(from_s, at_s);
      continue;
    }
    ripe++;
    if (isHit(member)) hits++;
  }
  const unripe = members.length - ripe;
  if (unripe === 0) return share(hits, ripe, empty);
  return {
    status: 'immature',
    provisional: ripe === 0 ? null : hits / ripe,
    n: ripe,
    numerator: hits,
    denominator: ripe,
    unripe,
    from_s,
  };
}

/** Splits members by one dimension; a null value is the segment "unknown". Without a cut there is one group, even if empty. */
export function split<T>(
  members: readonly T[],
  cut: string | null,
  valueOf: (member: T, dimension: string) => string | null,
): readonly (readonly [Segment, readonly T[]])[] {
  if (cut === null) return [[{}, members]];
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const value = valueOf(member, cut) ?? 'unknown';
    const group = groups.get(value);
    if (group) group.push(member);
    else groups.set(value, [member]);
  }
  return [...groups].map(([value, group]) => [{ [cut]: value }, group]);
}

export const sum = (values: readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
export const sumOf = (values: readonly bigint[]): bigint => {
  let total = 0n;
  for (const value of values) total += value;
  return total;
};
