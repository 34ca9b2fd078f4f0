/** Local days since 1970-01-01, the end exclusive. */
export interface DayRange {
  readonly start_day: number;
  readonly end_day: number;
}

/**
 * The part of a ledger line that falls into a range of days. The line is spread evenly over its own days by largest remainder:
 * every day gets the floor, the earliest days one minor unit more. The parts of ranges that tile the line add up to it exactly,
 * whatever the tiling: days, weeks, months. A negative line is spread by its absolute value.
 */
export function spreadByDays(amount_minor: bigint, line: DayRange, within: DayRange): bigint {
  const length = line.end_day - line.start_day;
  const from = Math.min(Math.max(within.start_day - line.start_day, 0), length);
  const to = Math.min(Math.max(within.end_day - line.start_day, 0), length);
  if (length <= 0 || to <= from) return 0n;
  const sign = amount_minor < 0n ? -1n : 1n;
  const size = amount_minor * sign;
  const [each, rest] = [size / BigInt(length), Number(size % BigInt(length))];
  const upTo = (days: number): bigint => each * BigInt(days) + BigInt(Math.min(days, rest));
  return sign * (upTo(to) - upTo(from));
}
