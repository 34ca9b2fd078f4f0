/**
 * The band of a requirement's reach, by the share of users it affects: everybody exactly, or half-open bands below. The band is
 * the `value` of a row of weights with dimension `impact`.
 */
export function impactBand(share: number): 'all' | '60-100' | '30-60' | '<30' {
  if (share >= 1) return 'all';
  if (share >= 0.6) return '60-100';
  return share >= 0.3 ? '30-60' : '<30';
}
