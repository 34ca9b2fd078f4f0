/** Days, weeks and quarters of a zone by asking Intl for every wall clock; slow and plain. */

const clocks = new Map<string, Intl.DateTimeFormat>();

const ahead = new Map<string, number>();

/** Wall clock of an instant as if it were UTC, in seconds. Clocks change on full quarters of an hour: one is asked for each of them. */
function wall(zone: string, at_s: number): number {
  const quarter_s = Math.floor(at_s / 900) * 900;
  const key = `${zone} ${quarter_s}`;
  let offset_s = ahead.get(key);
  if (offset_s === undefined) ahead.set(key, (offset_s = asked(zone, quarter_s) - quarter_s));
  return at_s + offset_s;
}

function asked(zone: string, at_s: number): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(zone, clock);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(at_s * 1000)) parts[type] = Number(value);
  return Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!) / 1000;
}

export const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
export const localDay = (zone: string, at_s: number): number => Math.floor(wall(zone, at_s) / 86_400);

/** The first instant of a local day: the earliest hour whose wall clock says so. */
export function dayStart(zone: string, day: number): number {
  for (let hour = -16; hour <= 16; hour++) {
    const at_s = day * 86_400 + hour * 3600;
    if (localDay(zone, at_s) === day) return at_s;
  }
  throw new Error(`no start of day ${day} in ${zone}`);
}

export interface Stretch {
  readonly id: string;
  readonly start_day: number;
  readonly end_day: number;
  readonly start_s: number;
  readonly end_s: number;
}

/** "2026-W40", "2026-09", "2026-Q3" or "all" (from 1970 up to now). */
export function stretch(id: string, zone: string, now_s: number): Stretch {
  if (id === 'all') return { id, start_day: 0, end_day: localDay(zone, now_s - 1) + 1, start_s: 0, end_s: now_s };
  const year = Number(id.slice(0, 4));
  let start_day: number;
  let end_day: number;
  if (id[5] === 'W') {
    // the week with the year's first Thursday is week 1
    const fourth = dayNumber(`${year}-01-04`);
    const monday = fourth - ((fourth + 3) % 7);
    start_day = monday + 7 * (Number(id.slice(6)) - 1);
    end_day = start_day + 7;
  } else {
    const first = id[5] === 'Q' ? 3 * Number(id.slice(6)) - 3 : Number(id.slice(5)) - 1;
    start_day = Date.UTC(year, first, 1) / 86_400_000;
    end_day = Date.UTC(year, first + (id[5] === 'Q' ? 3 : 1), 1) / 86_400_000;
  }
  return { id, start_day, end_day, start_s: dayStart(zone, start_day), end_s: dayStart(zone, end_day) };
}

/** The stretch of the same kind right before; null for "all". */
export function before(period: Stretch, zone: string): Stretch | null {
  if (period.id === 'all') return null;
  const start = new Date(period.start_day * 86_400_000);
  const months = period.id[5] === 'W' ? 0 : period.id[5] === 'Q' ? 3 : 1;
  const start_day =
    months === 0
      ? period.start_day - 7
      : Date.UTC(start.getUTCFullYear(), start.getUTCMonth() - months, 1) / 86_400_000;
  return {
    id: `before ${period.id}`,
    start_day,
    end_day: period.start_day,
    start_s: dayStart(zone, start_day),
    end_s: period.start_s,
  };
}

/** Calendar months that share a day with the days [from, to): [first day, first day of the next]. */
export function monthsBetween(from: number, to: number): readonly (readonly [number, number])[] {
  const months: [number, number][] = [];
  for (let day = from; day < to;) {
    const at = new Date(day * 86_400_000);
    const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1) / 86_400_000;
    const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 86_400_000;
    months.push([first, next]);
    day = next;
  }
  return months;
}
