import type { Calendar } from '../../shared/time/calendar.ts';

/**
 * Business minutes between two instants, counted one by one: every minute is asked from Intl which wall time it shows, and the
 * openings are looked up in that list. Shares no arithmetic with the product; slow, and meant to be.
 */
export function businessMinutes(calendar: Calendar, from_s: number, to_s: number): number {
  const first = Math.floor(from_s / 60) - 5 * 1440;
  const last = Math.floor(to_s / 60) + 5 * 1440;
  const open = new Set<number>();
  const labels = new Map<string, readonly number[]>();
  for (let day = Math.floor(first / 1440); day <= Math.floor(last / 1440); day++) {
    const version = calendar.versions.findLast((each) => each.from_day <= day)!;
    const weekday = new Date(day * 86_400_000).getUTCDay() || 7;
    const openings = calendar.exceptions.get(day) ?? version.week.get(weekday) ?? [];
    if (openings.length === 0) continue;
    const zone = version.zone;
    if (!labels.has(zone)) labels.set(zone, labelsOf(zone, first - 3 * 1440, last + 3 * 1440));
    const shown = labels.get(zone)!;
    const base = first - 3 * 1440;
    if (!shown.some((label) => Math.floor(label / 1440) === day)) continue;
    for (const { open_min, close_min } of openings) {
      const from = passOf(shown, day * 1440 + open_min, 'first');
      const to = passOf(shown, day * 1440 + close_min, 'last');
      for (let minute = from; minute < to; minute++) open.add(base + minute);
    }
  }
  let sum = 0;
  for (let minute = from_s / 60; minute < to_s / 60; minute++) if (open.has(minute)) sum++;
  return sum;
}

/** The wall time of each minute, in minutes since 1970-01-01 on the zone's own clock. */
function labelsOf(zone: string, first: number, last: number): readonly number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const found: number[] = [];
  // Clocks change at full minutes in the years tested, and Intl is slow: a quarter of an hour without a change is filled in.
  const at = (minute: number): number => Date.parse(`${format.format(minute * 60_000).replace(' ', 'T')}Z`) / 60_000;
  for (let minute = first; minute <= last; minute += 15) {
    const [one, two] = [at(minute), at(minute + 15)];
    for (let i = 0; i < 15; i++) found.push(two - one === 15 ? one + i : at(minute + i));
  }
  return found;
}

/** Where a wall time is shown for the first or last time; where it never is, as long after the gap began as it lies in the gap. */
function passOf(labels: readonly number[], wall: number, pass: 'first' | 'last'): number {
  const index = pass === 'first' ? labels.indexOf(wall) : labels.lastIndexOf(wall);
  if (index >= 0) return index;
  const gap = labels.findIndex((label, i) => label < wall && (labels[i + 1] ?? wall) > wall);
  return gap + (wall - labels[gap]!);
}
