/**
 * Which of several findings stand when all of them together may be wrong in at most `level` of cases: Holm's step-down procedure
 * (Scandinavian Journal of Statistics 6, 1979) with weights, under any dependence. In the order given; ties by that order.
 */
export function holm(
  findings: readonly { readonly p: number; readonly weight: number }[],
  level: number,
): readonly boolean[] {
  const order = findings
    .map((finding, i) => ({ ...finding, i, ratio: finding.p / finding.weight }))
    .sort((a, b) => a.ratio - b.ratio || a.i - b.i);
  let left = order.reduce((sum, { weight }) => sum + weight, 0);
  const stands = findings.map(() => false);
  for (const { i, ratio, weight } of order) {
    if (!(ratio <= level / left)) break;
    stands[i] = true;
    left -= weight;
  }
  return stands;
}
