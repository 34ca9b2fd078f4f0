/** Calendar days as days since 1970-01-01, and the working hours of a made-up team. */

export const day_s = 86_400;
export const hour_s = 3600;

/** Days since 1970-01-01 of a day such as "2026-12-25". */
export const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
export const textOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
/** 1 = Monday to 7 = Sunday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const isoOf = (at_s: number): string => new Date(at_s * 1000).toISOString().replace('.000Z', 'Z');
/** "2026-09" of a day. */
export const monthOf = (day: number): string => textOf(day).slice(0, 7);

/** First days of the months that touch [from, to). */
export function monthsBetween(from: number, to: number): readonly number[] {
  const months: number[] = [];
  const start = new Date(from * 86_400_000);
  for (let i = 0; ; i++) {
    const day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1) / 86_400_000;
    if (day >= to) return months;
    months.push(day);
  }
}
export const nextMonth = (day: number): number => {
  const at = new Date(day * 86_400_000);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 86_400_000;
};

const offsets = new Map<string, Map<number, number>>();

/** Seconds that local clocks are ahead of UTC at an instant. They change on full quarters of an hour: Intl is asked once for each. */
export function offsetOf(zone: string, at_s: number): number {
  const quarter = Math.floor(at_s / 900);
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const offset_s = known.get(quarter) ?? askedOffset(zone, quarter * 900);
  known.set(quarter, offset_s);
  return offset_s;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function askedOffset(zone: string, at_s: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at_s * 1000)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at_s;
}

/** The instant of a local wall time; never asked for one inside a clock change. */
export const instantOf = (zone: string, day: number, minutes: number): number => {
  const local = day * day_s + minutes * 60;
  return local - offsetOf(zone, local - offsetOf(zone, local));
};
export const localDayOf = (zone: string, at_s: number): number => Math.floor((at_s + offsetOf(zone, at_s)) / day_s);

/** Opening intervals in order, as instants. */
export interface Shifts {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
}

/** The shifts of a zone between two days: open on weekdays that are no holidays. */
export function shiftsOf(
  zone: string,
  from: number,
  to: number,
  holidays: ReadonlySet<number>,
  open_min: number,
  close_min: number,
): Shifts {
  const opens: number[] = [];
  const closes: number[] = [];
  for (let day = from; day < to; day++) {
    if (weekdayOf(day) > 5 || holidays.has(day)) continue;
    opens.push(instantOf(zone, day, open_min));
    closes.push(instantOf(zone, day, close_min));
  }
  return { opens: Float64Array.from(opens), closes: Float64Array.from(closes) };
}

const firstClosingAfter = ({ closes }: Shifts, at_s: number): number => {
  let low = 0;
  let high = closes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((closes[middle] ?? 0) > at_s) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The instant at which so many seconds of open time have passed. Past the last shift time runs on without pause. */
export function afterWork(shifts: Shifts, at_s: number, seconds: number): number {
  let left = seconds;
  let now = at_s;
  for (let i = firstClosingAfter(shifts, at_s); i < shifts.closes.length; i++) {
    const begin = Math.max(now, shifts.opens[i] ?? 0);
    const room = (shifts.closes[i] ?? 0) - begin;
    if (left < room) return Math.round(begin + left);
    left -= room;
    now = shifts.closes[i] ?? now;
  }
  return Math.round(now + left);
}

export const isOpen = (shifts: Shifts, at_s: number): boolean => {
  const i = firstClosingAfter(shifts, at_s);
  return i < shifts.closes.length && (shifts.opens[i] ?? 0) <= at_s;
};
