/** Local calendar days as whole numbers: days since 1970-01-01, in the proleptic Gregorian calendar. No zone is involved. */

export interface CivilDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Days since 1970-01-01; `month` may lie outside 1 to 12 and carries into the year. Algorithm: Hinnant, days_from_civil. */
export function dayNumber(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = inYear <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of dayNumber. Algorithm: Hinnant, civil_from_days. */
export function civilDay(dayNumber: number): CivilDay {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** "2026-12-25" as days since 1970-01-01; undefined when the text is no such day (also for 2026-02-30). */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const number = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDay(number) === text ? number : undefined;
}

/** Days since 1970-01-01 as "2026-12-25". */
export function formatDay(dayNumber: number): string {
  const { year, month, day } = civilDay(dayNumber);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 1 = Monday to 7 = Sunday. */
export const weekdayOf = (dayNumber: number): number => ((((dayNumber + 3) % 7) + 7) % 7) + 1;

/** The ISO 8601 week of a day: the week belongs to the year of its Thursday. */
export function isoWeekOf(dayNumber_: number): { readonly year: number; readonly week: number } {
  const thursday = dayNumber_ - weekdayOf(dayNumber_) + 4;
  const { year } = civilDay(thursday);
  return { year, week: Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1 };
}

/** The Monday of an ISO week; undefined when the year has no such week. */
export function isoWeekStart(year: number, week: number): number | undefined {
  const january4 = dayNumber(year, 1, 4);
  const monday = january4 - weekdayOf(january4) + 1 + (week - 1) * 7;
  const found = isoWeekOf(monday);
  return found.year === year && found.week === week ? monday : undefined;
}
