import { civilDay, dayNumber } from './day.ts';

/**
 * Instants and wall clocks of IANA zones, from Intl alone. A zone's offset changes are looked up once for each stretch of 366
 * days and kept, so that a question costs some ten nanoseconds. Between two midnights UTC a zone changes at most once.
 */

const day_s = 86_400;
const stretch_s = 366 * day_s;

/** Offsets of one stretch: offsets[i] holds from changes[i] (inclusive) on; offsets[0] from the beginning. */
interface Stretch {
  readonly changes: readonly number[];
  readonly offsets: readonly number[];
}
interface Zone {
  readonly ask: (at_s: number) => number;
  readonly stretches: Map<number, Stretch>;
}
const zones = new Map<string, Zone>();

/** Seconds that the zone's wall clock is ahead of UTC at an instant. */
export function offsetAt(at_s: number, zone: string): number {
  const index = Math.floor(at_s / stretch_s);
  const known = zoneOf(zone);
  const { changes, offsets } = known.stretches.get(index) ?? learn(known, index);
  let i = changes.length - 1;
  while (i > 0 && (changes[i] ?? 0) > at_s) i--;
  return offsets[i] ?? 0;
}

/** The local calendar day of an instant, as days since 1970-01-01. */
export const dayOf = (at_s: number, zone: string): number => Math.floor((at_s + offsetAt(at_s, zone)) / day_s);

/** Seconds the local wall clock shows since its midnight. */
export const secondOfDay = (at_s: number, zone: string): number => {
  const local = at_s + offsetAt(at_s, zone);
  return local - Math.floor(local / day_s) * day_s;
};

/**
 * The instant at which the wall clock shows `second` seconds after midnight of a local day; `second` may exceed a day. A wall
 * time that occurs twice is taken at its `first` or `second` pass; one that a gap skips moves forward by the gap.
 */
export function instantOf(day: number, second: number, zone: string, pass: 'first' | 'second' = 'first'): number {
  const local = day * day_s + second;
  const before = local - offsetAt(local - day_s, zone);
  const after = local - offsetAt(local + day_s, zone);
  if (before === after) return before;
  const isBefore = before + offsetAt(before, zone) === local;
  const isAfter = after + offsetAt(after, zone) === local;
  if (isBefore && isAfter) return pass === 'first' ? Math.min(before, after) : Math.max(before, after);
  return isAfter ? after : before;
}

/** The first instant of a local day: midnight, or the end of the gap that skips midnight. */
export function zonedDayStart_s(day: number, zone: string): number {
  const start = instantOf(day, 0, zone);
  const skipped = start + offsetAt(start, zone) - day * day_s;
  if (skipped <= 0) return start;
  // Midnight lies in a gap: the change itself is the first instant whose wall clock is past it.
  return changeIn(start - day_s, start, zone);
}

/** ISO 8601 with the zone's offset: "2026-07-01T00:00:00+02:00". */
export function formatInstant(at_s: number, zone: string): string {
  const offset = offsetAt(at_s, zone);
  const local = at_s + offset;
  const { year, month, day } = civilDay(Math.floor(local / day_s));
  const date = [String(year).padStart(4, '0'), two(month), two(day)].join('-');
  return `${date}T${clock(local - Math.floor(local / day_s) * day_s)}${offset < 0 ? '-' : '+'}${clock(Math.abs(offset)).replace(/:00$/, '')}`;
}

/** Whether the runtime knows the zone. */
export function isZone(zone: string): boolean {
  try {
    zoneOf(zone);
    return true;
  } catch {
    return false;
  }
}

const two = (n: number): string => String(n).padStart(2, '0');
const clock = (s: number): string => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const ask = (at_s: number): number => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
      format.format(at_s * 1000).match(/\d+/g) ?? []
    ).map(Number);
    return dayNumber(year, month, day) * day_s + hour * 3600 + minute * 60 + second - at_s;
  };
  const zone: Zone = { ask, stretches: new Map() };
  zones.set(name, zone);
  return zone;
}

function learn(zone: Zone, index: number): Stretch {
  const start = index * stretch_s;
  const changes = [start];
  const offsets = [zone.ask(start)];
  let offset = offsets[0] ?? 0;
  for (let at = start; at < start + stretch_s; at += day_s) {
    const next = zone.ask(at + day_s);
    if (next === offset) continue;
    let low = at;
    let high = at + day_s;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.ask(middle) === offset) low = middle;
      else high = middle;
    }
    changes.push(high);
    offsets.push(next);
    offset = next;
  }
  const stretch = { changes, offsets };
  zone.stretches.set(index, stretch);
  return stretch;
}

/** The instant at which the offset changes; low is before, high is at or after it. */
function changeIn(low: number, high: number, zone: string): number {
  const offset = offsetAt(low, zone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === offset) low = middle;
    else high = middle;
  }
  return high;
}
