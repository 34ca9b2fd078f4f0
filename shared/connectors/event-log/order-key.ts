/** Zeros that a text of so many characters lacks of 20. */
const zeros = Array.from({ length: 20 }, (_, length) => '0'.repeat(20 - length));

/** A number as text that sorts like it, 20 digits; negative ones sort before. */
export function padded(n: number): string {
  if (n < 0) return `-${String(9_999_999_999_999 + n).padStart(19, '0')}`;
  const text = String(n);
  return (zeros[text.length] ?? '') + text;
}

const whole = /^([+-]?)(\d{1,20})(?:[.,](\d+))?$/;

/** Sortable text of a value of an order column: nothing, then numbers by size, then other text. */
export function orderKey(value: string | null): string {
  if (value === null) return '';
  const match = whole.exec(value);
  if (match === null) return `~${value}`;
  const [, sign, digits = '', fraction = ''] = match;
  if (sign === '-') return `-${String(10n ** 20n - BigInt(digits)).padStart(20, '0')}`;
  return `${digits.padStart(20, '0')}${fraction === '' ? '' : `.${fraction}`}`;
}

const most = 2 ** 31 - 1;

/** The same as a whole number of 32 bits, for the order of events; text and nothing are 0. */
export function orderNumber(value: string | null): number {
  const n = value === null || !whole.test(value) ? 0 : Math.floor(Number(value.replace(',', '.')));
  return Math.max(-most, Math.min(most, n));
}
