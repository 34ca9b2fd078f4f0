import { openingsOn, versionOn, type Calendar, type Opening } from './calendar.ts';
import { weekdayOf } from './day.ts';

/**
 * How much of a working day a local day is: 1 with opening hours, 0 without; an exceptional day with shorter hours than its
 * weekday usually has (than the longest weekday, where it is usually closed) is half a day, however long.
 */
export function workingDay(calendar: Calendar, day: number): 0 | 0.5 | 1 {
  const open = minutesOf(openingsOn(calendar, day));
  if (open === 0) return 0;
  if (!calendar.exceptions.has(day)) return 1;
  const { week } = versionOn(calendar, day);
  const usual = minutesOf(week.get(weekdayOf(day)) ?? []) || Math.max(...[...week.values()].map(minutesOf), 0);
  return open < usual ? 0.5 : 1;
}

const minutesOf = (openings: readonly Opening[]): number =>
  openings.reduce((sum, { open_min, close_min }) => sum + close_min - open_min, 0);
