import { UsageError } from './errors.ts';
import { civilDay, dayNumber, formatDay, isoWeekOf, isoWeekStart, parseDay, weekdayOf } from './time/day.ts';
import { dayOf, formatInstant, zonedDayStart_s } from './time/zone.ts';

/** A half-open stretch of time, cut in the organisation's zone. */
export interface Period {
  /** "2026-W39", "2026-09", "2026-Q3", "2026-09-01..2026-10-01" or "all". */
  readonly id: string;
  readonly kind: 'week' | 'month' | 'quarter' | 'range' | 'all';
  /** Epoch seconds: start_s <= t < end_s. */
  readonly start_s: number;
  readonly end_s: number;
  /** The same as local days since 1970-01-01, end exclusive. */
  readonly start_day: number;
  readonly end_day: number;
  readonly zone: string;
}

/** The kinds that repeat. */
export type PeriodKind = 'week' | 'month' | 'quarter';

/** How an organisation cuts time. */
export interface PeriodCalendar {
  /** IANA time zone. */
  readonly zone: string;
  /**
   * 1 to 12. A fiscal year is named after the calendar year in which it ends: with 10, 2026-Q1 is October to December 2025. With
   * 1 the quarters are those of the calendar.
   */
  readonly fiscal_year_start_month: number;
}

const forms = '2026-W39, 2026-09, 2026-Q3, 2026-09-01..2026-10-01 or all';

/**
 * A period from its id. "all" is everything from 1970 up to now. The end may lie in the future, the start may not.
 * @throws UsageError for any other text, a week or day that does not exist, an end before its start, a start in the future
 */
export function parsePeriod(text: string, options: PeriodCalendar & { readonly now_s: number }): Period {
  const { zone, now_s } = options;
  const period = text === 'all' ? everything(zone, now_s) : named(text, options);
  if (period === undefined) throw new UsageError(`Period: found "${text}", expected ${forms}.`);
  if (period.start_s > now_s) {
    throw new UsageError(
      `Period ${period.id} starts on ${formatPeriodStart(period)}, which is in the future; now it is ${formatInstant(now_s, zone)}. Choose a period that has begun.`,
    );
  }
  return period;
}

/** The period of a kind that a local day lies in. */
export function periodOf(kind: PeriodKind, day: number, calendar: PeriodCalendar): Period {
  if (kind === 'week') return week(day - weekdayOf(day) + 1, calendar.zone);
  const { year, month } = civilDay(day);
  if (kind === 'month') return months('month', `${year}-${two(month)}`, year, month, 1, calendar.zone);
  const past = (month - calendar.fiscal_year_start_month + 12) % 12;
  const first = month - (past % 3);
  return quarter(year, first, Math.floor(past / 3) + 1, calendar);
}

/** The latest period of a kind that is over: end_s <= now_s. */
export function lastComplete(kind: PeriodKind, now_s: number, calendar: PeriodCalendar): Period {
  const current = periodOf(kind, dayOf(now_s, calendar.zone), calendar);
  return periodOf(kind, current.start_day - 1, calendar);
}

/**
 * The period right before: the week, month or quarter before; for a range of whole months as many months, for any other range as
 * many days. undefined for "all", before which there is nothing.
 */
export function previous(period: Period): Period | undefined {
  if (period.kind === 'all') return undefined;
  if (period.kind !== 'range') return periodOf(period.kind, period.start_day - 1, calendarOf(period));
  const [start, end] = [civilDay(period.start_day), civilDay(period.end_day)];
  if (start.day === 1 && end.day === 1) {
    const length = (end.year - start.year) * 12 + end.month - start.month;
    return range(dayNumber(start.year, start.month - length, 1), period.start_day, period.zone);
  }
  return range(period.start_day * 2 - period.end_day, period.start_day, period.zone);
}

/** The n periods before this one, the oldest first; this one is not among them. Empty for "all". */
export function previousN(period: Period, n: number): readonly Period[] {
  const found: Period[] = [];
  for (let at = previous(period); at !== undefined && found.length < n; at = previous(at)) found.push(at);
  return found.reverse();
}

/**
 * The same stretch a year earlier: the ISO week of the same number (week 52 for a week 53 the other year lacks), the same month,
 * quarter, or days of the calendar (28 February for a 29th). undefined for "all".
 */
export function sameLastYear(period: Period): Period | undefined {
  if (period.kind === 'all') return undefined;
  if (period.kind === 'week') {
    const { year, week: number } = isoWeekOf(period.start_day);
    const monday = isoWeekStart(year - 1, number) ?? isoWeekStart(year - 1, 52);
    return monday === undefined ? undefined : week(monday, period.zone);
  }
  if (period.kind === 'range') return range(yearBefore(period.start_day), yearBefore(period.end_day), period.zone);
  return periodOf(period.kind, yearBefore(period.start_day), calendarOf(period));
}

/** The calendar months that share a day with the period, in order. */
export function monthsOf(period: Period): readonly Period[] {
  const calendar = { zone: period.zone, fiscal_year_start_month: 1 };
  const found: Period[] = [];
  for (let day = period.start_day; day < period.end_day; day = found.at(-1)?.end_day ?? period.end_day) {
    found.push(periodOf('month', day, calendar));
  }
  return found;
}

/** "2026-07-01T00:00:00+02:00". */
export const formatPeriodStart = (period: Period): string => formatInstant(period.start_s, period.zone);
/** The end, which is out: "2026-10-01T00:00:00+02:00". */
export const formatPeriodEnd = (period: Period): string => formatInstant(period.end_s, period.zone);

const two = (n: number): string => String(n).padStart(2, '0');

function named(text: string, calendar: PeriodCalendar): Period | undefined {
  const match = /^(\d{4})-(?:W(\d{2})|Q([1-4])|(\d{2}))$/i.exec(text);
  if (match) {
    const year = Number(match[1]);
    if (match[2] !== undefined) {
      const monday = isoWeekStart(year, Number(match[2]));
      return monday === undefined ? undefined : week(monday, calendar.zone);
    }
    if (match[3] !== undefined) {
      const number = Number(match[3]);
      const start = calendar.fiscal_year_start_month;
      return quarter(start === 1 ? year : year - 1, start + (number - 1) * 3, number, calendar);
    }
    const month = Number(match[4]);
    return month >= 1 && month <= 12 ? months('month', text, year, month, 1, calendar.zone) : undefined;
  }
  const [from, to, rest] = text.split('..').map(parseDay);
  if (from === undefined || to === undefined || rest !== undefined) return undefined;
  if (to <= from) throw new UsageError(`Period ${text}: the end, which is out, must be after the start.`);
  return range(from, to, calendar.zone);
}

function days(id: string, kind: Period['kind'], start_day: number, end_day: number, zone: string): Period {
  const [start_s, end_s] = [zonedDayStart_s(start_day, zone), zonedDayStart_s(end_day, zone)];
  return { id, kind, start_s, end_s, start_day, end_day, zone };
}
function week(monday: number, zone: string): Period {
  const { year, week: number } = isoWeekOf(monday);
  return days(`${year}-W${two(number)}`, 'week', monday, monday + 7, zone);
}
const range = (start_day: number, end_day: number, zone: string): Period =>
  days(`${formatDay(start_day)}..${formatDay(end_day)}`, 'range', start_day, end_day, zone);
const months = (kind: PeriodKind, id: string, year: number, month: number, length: number, zone: string): Period =>
  days(id, kind, dayNumber(year, month, 1), dayNumber(year, month + length, 1), zone);

/** The quarter whose first month is `month` of `year`; `month` may carry into other years. */
function quarter(year: number, month: number, number: number, calendar: PeriodCalendar): Period {
  const last = civilDay(dayNumber(year, month + (4 - number) * 3 + 2, 1));
  return months('quarter', `${last.year}-Q${number}`, year, month, 3, calendar.zone);
}

function everything(zone: string, now_s: number): Period {
  const end_day = dayOf(Math.max(0, now_s - 1), zone) + 1;
  return { id: 'all', kind: 'all', start_s: 0, end_s: now_s, start_day: dayOf(0, zone), end_day, zone };
}

/** The calendar a named period was cut by: a quarter's number and first month tell the fiscal year. */
function calendarOf(period: Period): PeriodCalendar {
  const number = period.kind === 'quarter' ? Number(period.id.slice(-1)) : 1;
  const { month } = civilDay(period.start_day);
  const first = period.kind === 'quarter' ? ((month - 1 - (number - 1) * 3 + 24) % 12) + 1 : 1;
  return { zone: period.zone, fiscal_year_start_month: first };
}

function yearBefore(day: number): number {
  const civil = civilDay(day);
  const lastOfMonth = civilDay(dayNumber(civil.year - 1, civil.month + 1, 1) - 1).day;
  return dayNumber(civil.year - 1, civil.month, Math.min(civil.day, lastOfMonth));
}
