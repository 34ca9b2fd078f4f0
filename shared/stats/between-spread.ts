/** How much more (or less) a series wobbles than chance inside its periods explains. */
export interface BetweenSpread {
  /** Laney's sigma of z, at least 1: chance is always there. */
  readonly sigma: number;
  /** Of `sigma`, for Student's t; Infinity when nothing beyond chance was found. */
  readonly degrees: number;
}

/** The mean moving range of a normal series is 1.128 standard deviations (d2 of two). */
export const rangeToSigma = 1.128;
/** A standard deviation from moving ranges of m values is worth about 0.62 (m - 1) independent ones (Wheeler). */
export const degreesOf = (values: number): number => 0.62 * (values - 1);

/** Two quarters of a real organisation differ by a little more than chance, also where nothing changed. */
const unmeasured = 1.25;
/** What the belief "chance alone" weighs against the few periods that tell, in degrees of freedom. */
const prior = 4;

/**
 * Over-dispersion of earlier periods, by Laney's p' and u' charts (Quality Engineering 14, 2002): the mean moving range of their
 * z values over 1.128, its variance moderated towards chance (Smyth, Statistical Applications in Genetics 3, 2004), because seven
 * quarters or thirteen weeks measure it poorly. The degrees are Satterthwaite's, for only the excess over chance is estimated.
 * Below five values it cannot be measured and is taken as `unmeasured`.
 */
export function betweenSpread(deviates: readonly number[]): BetweenSpread {
  const ranges = deviates.slice(1).map((z, i) => Math.abs(z - (deviates[i] ?? z)));
  if (ranges.length < 4) return { sigma: unmeasured, degrees: Infinity };
  const found = (ranges.reduce((sum, range) => sum + range, 0) / ranges.length / rangeToSigma) ** 2;
  const own = degreesOf(deviates.length);
  const variance = (prior + own * found) / (prior + own);
  if (variance <= 1) return { sigma: 1, degrees: Infinity };
  return { sigma: Math.sqrt(variance), degrees: (prior + own) * (variance / (variance - 1)) ** 2 };
}
