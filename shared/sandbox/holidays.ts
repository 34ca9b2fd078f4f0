import { dayOf } from './civil.ts';

/** Closed days of each team's calendar; half days have hours. */
export const holidays: Readonly<
  Record<string, readonly (readonly [day: string, name: string, hours: string | null])[]>
> = {
  emea: [
    ['2025-10-03', 'German Unity Day', null],
    ['2025-12-24', 'Christmas Eve', '09:00-13:00'],
    ['2025-12-25', 'Christmas Day', null],
    ['2025-12-26', 'Second Day of Christmas', null],
    ['2025-12-31', 'New Year’s Eve', '09:00-13:00'],
    ['2026-01-01', 'New Year', null],
    ['2026-04-03', 'Good Friday', null],
    ['2026-04-06', 'Easter Monday', null],
    ['2026-05-01', 'Labour Day', null],
    ['2026-05-14', 'Ascension Day', null],
    ['2026-05-25', 'Whit Monday', null],
    ['2026-12-25', 'Christmas Day', null],
  ],
  americas: [
    ['2025-07-04', 'Independence Day', null],
    ['2025-09-01', 'Labor Day', null],
    ['2025-11-27', 'Thanksgiving', null],
    ['2025-11-28', 'Day after Thanksgiving', '09:00-13:00'],
    ['2025-12-25', 'Christmas Day', null],
    ['2026-01-01', 'New Year', null],
    ['2026-01-19', 'Martin Luther King Day', null],
    ['2026-05-25', 'Memorial Day', null],
    ['2026-07-03', 'Independence Day, observed', null],
    ['2026-09-07', 'Labor Day', null],
    ['2026-11-26', 'Thanksgiving', null],
    ['2026-12-25', 'Christmas Day', null],
  ],
  apac: [
    ['2025-10-20', 'Deepavali', null],
    ['2025-12-25', 'Christmas Day', null],
    ['2026-01-01', 'New Year', null],
    ['2026-02-16', 'Lunar New Year’s Eve', '09:00-13:00'],
    ['2026-02-17', 'Lunar New Year', null],
    ['2026-02-18', 'Second Day of Lunar New Year', null],
    ['2026-05-01', 'Labour Day', null],
    ['2026-08-10', 'National Day, observed', null],
    ['2026-12-25', 'Christmas Day', null],
  ],
};

/** Days on which nobody of a calendar works; half days are worked. */
export const holidaysOf = (calendar: string): ReadonlySet<number> =>
  new Set((holidays[calendar] ?? []).filter(([, , hours]) => hours === null).map(([day]) => dayOf(day)));
