import { InternalError } from '../errors.ts';

/**
 * Splits a total by weights so that the parts add up to it exactly (largest remainder): floor(total w / W) each, the rest one by
 * one to the largest fractional parts, ties by key ascending. A negative total is split by its absolute value. The answer is in
 * ascending order of keys. null when no weight is above 0: then nothing can be allocated.
 * @throws InternalError for a negative weight
 */
export function allocate(total: bigint, weights: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> | null {
  const keys = [...weights.keys()].sort();
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0n);
  if ([...weights.values()].some((weight) => weight < 0n))
    throw new InternalError('A weight of an allocation is negative.');
  if (all === 0n) return null;
  const sign = total < 0n ? -1n : 1n;
  const parts = keys.map((key) => {
    const share = total * sign * (weights.get(key) ?? 0n);
    return { key, part: share / all, left: share % all };
  });
  const rest = parts.reduce((sum, { part }) => sum - part, total * sign);
  const lucky = new Set(
    [...parts]
      .sort((a, b) => (a.left === b.left ? (a.key < b.key ? -1 : 1) : a.left > b.left ? -1 : 1))
      .slice(0, Number(rest))
      .map(({ key }) => key),
  );
  return new Map(parts.map(({ key, part }) => [key, sign * (lucky.has(key) ? part + 1n : part)]));
}
