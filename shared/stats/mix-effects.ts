/** A group's part of a ratio: hits of trials, cost of cases. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

export interface MixEffects {
  /** Ratio of the totals, before and after. */
  readonly raw: readonly [before: number, after: number];
  readonly change: number;
  /** What the groups' own rates contributed, and what the shift between groups did; they add up to the change. */
  readonly within: number;
  readonly mix: number;
  /** By key, ascending. `rates` are null where the group had nothing in the denominator. */
  readonly groups: readonly {
    readonly key: string;
    readonly shares: readonly [before: number, after: number];
    readonly rates: readonly [before: number | null, after: number | null];
    readonly within: number;
    readonly mix: number;
  }[];
}

/**
 * Splits the change of a total rate with midpoint weights, so that no interaction is left over:
 * within = Sum((s1+s2)/2 (r2-r1)), mix = Sum((r1+r2)/2 (s2-s1)), s the shares of the denominator. A group that comes or goes has
 * no change of rate of its own: all of it is mix. null when either denominator is 0.
 */
export function mixEffects(before: ReadonlyMap<string, Ratio>, after: ReadonlyMap<string, Ratio>): MixEffects | null {
  const [all1, all2] = [totals(before), totals(after)];
  if (all1.denominator === 0 || all2.denominator === 0) return null;
  const groups = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [one, two] = [before.get(key) ?? none, after.get(key) ?? none];
    const [s1, s2] = [one.denominator / all1.denominator, two.denominator / all2.denominator];
    const [r1, r2] = [rateOf(one), rateOf(two)];
    const [f1, f2] = [r1 ?? r2, r2 ?? r1];
    if (f1 === null || f2 === null) return [];
    const effects = { within: ((s1 + s2) / 2) * (f2 - f1), mix: ((f1 + f2) / 2) * (s2 - s1) };
    return [{ key, shares: [s1, s2] as const, rates: [r1, r2] as const, ...effects }];
  });
  const [raw1, raw2] = [all1.numerator / all1.denominator, all2.numerator / all2.denominator];
  const within = groups.reduce((sum, group) => sum + group.within, 0);
  const mix = groups.reduce((sum, group) => sum + group.mix, 0);
  return { raw: [raw1, raw2], change: raw2 - raw1, within, mix, groups };
}

const none: Ratio = { numerator: 0, denominator: 0 };
const rateOf = ({ numerator, denominator }: Ratio): number | null =>
  denominator === 0 ? null : numerator / denominator;
const totals = (groups: ReadonlyMap<string, Ratio>): Ratio =>
  [...groups.values()].reduce(
    (sum, group) => ({
      numerator: sum.numerator + group.numerator,
      denominator: sum.denominator + group.denominator,
    }),
    none,
  );
