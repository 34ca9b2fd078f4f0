/** "12.5" with `places` decimals as 12500n for 3; undefined when it is no decimal or has more places that are not 0. */
export function parseDecimal(text: string, places: number): bigint | undefined {
  const match = /^([+-]?)(\d{1,18})(?:\.(\d*))?$/.exec(text);
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return undefined;
  const size = BigInt((match[2] ?? '0') + fraction.padEnd(places, '0'));
  return match[1] === '-' ? -size : size;
}

/** The inverse: 12500n with 3 places is "12.5", with 2 places "125". */
export function formatDecimal(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
