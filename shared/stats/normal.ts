/**
 * The chance that a standard normal value exceeds z: W. J. Cody's and Numerical Recipes' rational form of erfc, relative error
 * below 1.2e-7 everywhere, also far out in the tail.
 */
export function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const polynomial = coefficients.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  const tail = (t * Math.exp(-x * x + polynomial)) / 2;
  return z >= 0 ? tail : 1 - tail;
}
const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** The z whose upper tail is p: bisection on `upperTail`, exact to 1e-9; p is held within 1e-300 and 1 - 1e-16. */
export function upperPoint(p: number): number {
  let [low, high] = [-9, 38];
  const wanted = Math.min(1 - 1e-16, Math.max(1e-300, p));
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The two-sided p of a deviation of `z` standard errors that were themselves estimated with `degrees` of freedom: Wallace's normal
 * approximation of Student's t (Annals of Mathematical Statistics 30, 1959). Infinity is the normal distribution.
 */
export function twoSided(z: number, degrees: number): number {
  const size = Math.abs(z);
  if (!Number.isFinite(degrees)) return 2 * upperTail(size);
  const shrunk = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((size * size) / degrees));
  return Math.min(1, 2 * upperTail(shrunk));
}
