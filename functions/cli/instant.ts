import { UsageError } from '../../shared/errors.ts';
import { parseDay } from '../../shared/time/day.ts';
import { formatInstant, zonedDayStart_s } from '../../shared/time/zone.ts';

/**
 * An instant of --as-of: ISO 8601 with an offset, or a day, which is its first instant in the organisation's zone.
 * @throws UsageError for anything else
 */
export function parseInstant(text: string, zone: string): number {
  const day = parseDay(text);
  if (day !== undefined) return zonedDayStart_s(day, zone);
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(
      `--as-of: found "${text}", expected an instant such as 2026-09-28T06:00:00Z or a day such as 2026-09-28.`,
    );
  return Math.floor(at / 1000);
}

/** An instant as a clock on the wall of the organisation shows it: 2026-12-07 07:00. */
export const localTime = (at_s: number, zone: string): string =>
  formatInstant(at_s, zone).slice(0, 16).replace('T', ' ');
