import type { Ratio } from './mix-effects.ts';

export interface MixAdjusted {
  readonly value: number;
  /** Share of all weight that stands on groups with cases, 0 to 1. */
  readonly covered_weight: number;
  /** Groups that have a weight but no case: they keep their weight as "no data". */
  readonly missing: readonly string[];
  /** Groups that have cases but no weight: they are not in the value. */
  readonly unweighted: readonly string[];
}

/**
 * The total rate at fixed weights: Sum(w_g rate_g) / Sum(w_g) over the groups with cases. null when no weighted group has a case.
 */
export function mixAdjusted(
  groups: ReadonlyMap<string, Ratio>,
  weights: ReadonlyMap<string, number>,
): MixAdjusted | null {
  const has = (key: string): boolean => (groups.get(key)?.denominator ?? 0) > 0;
  let [sum, covered, all] = [0, 0, 0];
  for (const key of [...weights.keys()].sort()) {
    const weight = weights.get(key) ?? 0;
    const group = groups.get(key);
    all += weight;
    if (!group || !has(key)) continue;
    sum += weight * (group.numerator / group.denominator);
    covered += weight;
  }
  if (covered === 0) return null;
  const missing = [...weights.keys()].filter((key) => (weights.get(key) ?? 0) > 0 && !has(key)).sort();
  const unweighted = [...groups.keys()].filter((key) => has(key) && (weights.get(key) ?? 0) === 0).sort();
  return { value: sum / covered, covered_weight: covered / all, missing, unweighted };
}
