import { divideHalfEven } from './divide-half-even.ts';

/**
 * Money in another currency: amount_minor * rate_e8 / 10^8, rounded half to even to the minor unit of the target; convert each
 * line, then add. `digits`: decimals of the minor units of the two currencies, when they differ (yen 0, euro 2, dinar 3).
 */
export function convert(
  amount_minor: bigint,
  rate_e8: bigint,
  digits: { readonly from: number; readonly to: number } = { from: 2, to: 2 },
): bigint {
  const more = 10n ** BigInt(Math.max(0, digits.to - digits.from));
  const fewer = 10n ** BigInt(Math.max(0, digits.from - digits.to));
  return divideHalfEven(amount_minor * rate_e8 * more, 100_000_000n * fewer);
}
