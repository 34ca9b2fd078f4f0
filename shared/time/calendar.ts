import type { CalendarConfiguration } from '../config/configuration.ts';
import { weekdays } from '../config/schedule.ts';
import { ConfigurationError } from '../errors.ts';
import type { Row } from '../lake/table.ts';
import type { calendars, holidays } from '../lake/tables.ts';
import { formatDay, parseDay, weekdayOf } from './day.ts';
import { isZone } from './zone.ts';

/** One opening, in minutes after local midnight; close_min may exceed 1440 (a shift past midnight), up to 2880. */
export interface Opening {
  readonly open_min: number;
  readonly close_min: number;
}

/** The hours in force from a day on, until the next version. */
export interface CalendarVersion {
  /** -Infinity: ever since. */
  readonly from_day: number;
  readonly zone: string;
  /** By weekday, 1 = Monday to 7 = Sunday; a weekday left out is closed. */
  readonly week: ReadonlyMap<number, readonly Opening[]>;
}

/** When somebody works: a weekly rhythm with versions, and days that replace it (holidays, half days). */
export interface Calendar {
  readonly id: string;
  /** Ascending by from_day, at least one; the first holds before its from_day too. */
  readonly versions: readonly CalendarVersion[];
  /** Days that replace the rhythm; an empty list is closed. */
  readonly exceptions: ReadonlyMap<number, readonly Opening[]>;
}

/** Open round the clock: business time is calendar time. */
export const alwaysOpen: Calendar = {
  id: 'always',
  versions: [{ from_day: -Infinity, zone: 'UTC', week: everyDay([{ open_min: 0, close_min: 1440 }]) }],
  exceptions: new Map(),
};

/** The version in force on a local day. */
export function versionOn(calendar: Calendar, day: number): CalendarVersion {
  const version = calendar.versions.findLast(({ from_day }) => from_day <= day) ?? calendar.versions[0];
  if (!version) throw new ConfigurationError(`Calendar ${calendar.id} has no hours.`);
  return version;
}

/** The openings that begin on a local day. */
export const openingsOn = (calendar: Calendar, day: number): readonly Opening[] =>
  calendar.exceptions.get(day) ?? versionOn(calendar, day).week.get(weekdayOf(day)) ?? [];

/**
 * A calendar of casebook.yaml.
 * @throws ConfigurationError when an opening ends before it begins
 */
export function calendarOf(id: string, configuration: CalendarConfiguration): Calendar {
  const openings = (hours: readonly string[], where: string): readonly Opening[] =>
    hours.map((text) => openingOf(text, `calendars.${id}.${where}`));
  const week = (hours: Readonly<Record<string, readonly string[]>>, where: string): CalendarVersion['week'] => {
    const found = new Map<number, readonly Opening[]>();
    for (const [range, texts] of Object.entries(hours)) {
      for (const weekday of weekdaysOf(range)) {
        found.set(weekday, [...(found.get(weekday) ?? []), ...openings(texts, `${where}.${range}`)]);
      }
    }
    return found;
  };
  const first = { from_day: -Infinity, zone: configuration.time_zone, week: week(configuration.hours, 'hours') };
  const later = configuration.versions.map((version, i) => ({
    from_day: dayNumberOf(version.from),
    zone: version.time_zone ?? configuration.time_zone,
    week: week(version.hours, `versions[${i}].hours`),
  }));
  const exceptions = configuration.holidays.map((holiday, i) =>
    typeof holiday === 'string'
      ? ([dayNumberOf(holiday), []] as const)
      : ([dayNumberOf(holiday.date), openings(holiday.hours, `holidays[${i}]`)] as const),
  );
  return { id, versions: [first, ...later].sort((a, b) => a.from_day - b.from_day), exceptions: new Map(exceptions) };
}

/**
 * The calendars of the tables `calendars` and `holidays`, by id. Each row holds from from_day until to_day, exclusive.
 * @throws ConfigurationError when rows of one calendar and day name two zones, or a zone is unknown
 */
export function calendarsOfRows(
  rows: readonly Row<typeof calendars>[],
  exceptional: readonly Row<typeof holidays>[],
): ReadonlyMap<string, Calendar> {
  const ids = [...new Set(rows.flatMap(({ calendar_id }) => calendar_id ?? []))].sort();
  return new Map(
    ids.map((id) => {
      const own = rows.filter(({ calendar_id }) => calendar_id === id);
      const bounds = own.flatMap(({ from_day, to_day }) => [from_day ?? -Infinity, to_day ?? Infinity]);
      const starts = [...new Set(bounds)].filter((day) => day !== Infinity).sort((a, b) => a - b);
      const versions = starts.map((from_day) => versionOfRows(id, own, from_day));
      const exceptions = new Map<number, readonly Opening[]>();
      for (const { calendar_id, day, open_min, close_min } of exceptional) {
        if (calendar_id !== id || day === null) continue;
        const opening = open_min === null || close_min === null ? [] : [{ open_min, close_min }];
        exceptions.set(day, [...(exceptions.get(day) ?? []), ...opening]);
      }
      return [id, { id, versions, exceptions }] as const;
    }),
  );
}

/** "09:00-17:30" or "22:00-30:00" in minutes; undefined when it is no opening. */
export function parseOpening(text: string): Opening | undefined {
  const match = /^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(text);
  if (!match) return undefined;
  const open_min = Number(match[1]) * 60 + Number(match[2]);
  const close_min = Number(match[3]) * 60 + Number(match[4]);
  return open_min < close_min && open_min <= 1440 && close_min <= 2880 ? { open_min, close_min } : undefined;
}

function versionOfRows(id: string, rows: readonly Row<typeof calendars>[], from_day: number): CalendarVersion {
  const inForce = rows.filter((row) => (row.from_day ?? -Infinity) <= from_day && from_day < (row.to_day ?? Infinity));
  const zones = [...new Set(inForce.flatMap(({ zone }) => zone ?? []))];
  if (zones.length > 1) {
    throw new ConfigurationError(
      `Calendar ${id}: found the zones ${zones.join(', ')} on ${formatDay(from_day)}, expected one. Correct the calendars file and import it again.`,
    );
  }
  const zone = zones[0] ?? rows[0]?.zone ?? 'UTC';
  if (!isZone(zone)) {
    throw new ConfigurationError(
      `Calendar ${id}: found zone "${zone}", expected an IANA time zone such as Europe/Berlin.`,
    );
  }
  const week = new Map<number, readonly Opening[]>();
  for (const { weekday, open_min, close_min } of inForce) {
    if (weekday === null || open_min === null || close_min === null) continue;
    week.set(weekday, [...(week.get(weekday) ?? []), { open_min, close_min }]);
  }
  return { from_day, zone, week };
}

/** "mon-fri", "sat", "sun-thu" (over the end of the week) as numbers. */
function weekdaysOf(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map((name) => weekdays.findIndex((weekday) => weekday === name));
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => ((first + i) % 7) + 1);
}

function openingOf(text: string, path: string): Opening {
  const opening = parseOpening(text);
  if (opening) return opening;
  throw new ConfigurationError(
    `${path}: found "${text}", expected an end after the beginning; a shift past midnight is written "22:00-30:00".`,
  );
}

/** Days of the configuration were checked when it was read. */
function dayNumberOf(text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw new ConfigurationError(`found "${text}", expected a day such as 2026-12-25`);
  return day;
}

function everyDay(openings: readonly Opening[]): ReadonlyMap<number, readonly Opening[]> {
  return new Map([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, openings]));
}
