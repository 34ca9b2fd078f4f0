import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../shared/errors.ts';
import { businessSeconds } from '../../shared/time/business-time.ts';
import { calendarOf, calendarsOfRows, openingsOn, parseOpening, versionOn } from '../../shared/time/calendar.ts';
import { parseDay } from '../../shared/time/day.ts';
import { workingDay } from '../../shared/time/working-days.ts';

const day = (text: string): number => parseDay(text)!;
const office = calendarOf('office', {
  time_zone: 'Europe/Berlin',
  hours: { 'mon-fri': ['09:00-12:00', '13:00-17:30'] },
  holidays: [
    '2026-12-25',
    { date: '2026-12-24', hours: ['09:00-13:00'] },
    { date: '2026-11-28', hours: ['10:00-14:00'] },
  ],
  versions: [{ from: '2027-01-01', time_zone: 'Europe/London', hours: { 'mon-thu': ['08:00-18:00'] } }],
});
const provenance = { source: 'inputs', version_key: '1', ingested_s: 0, raw_key: null };

describe('a calendar of casebook.yaml', () => {
  it('has its hours, replaced on exceptional days, and its later versions', () => {
    expect(openingsOn(office, day('2026-12-23'))).toEqual([parseOpening('09:00-12:00'), parseOpening('13:00-17:30')]);
    expect(openingsOn(office, day('2026-12-24'))).toEqual([parseOpening('09:00-13:00')]);
    expect(openingsOn(office, day('2026-12-25'))).toEqual([]);
    expect(openingsOn(office, day('2027-01-01'))).toEqual([]); // a Friday of the new version
    expect(versionOn(office, day('2027-01-04')).zone).toBe('Europe/London');
  });
  it('reads weekdays over the end of the week', () => {
    const gulf = calendarOf('gulf', {
      time_zone: 'Asia/Dubai',
      hours: { 'sun-thu': ['08:00-16:00'] },
      holidays: [],
      versions: [],
    });
    const week = Array.from({ length: 7 }, (_, i) => workingDay(gulf, day('2026-09-21') + i));
    expect(week).toEqual([1, 1, 1, 1, 0, 0, 1]); // Friday and Saturday are free
  });
  it('refuses an end before the beginning, and says how to write a night shift', () => {
    const wrong = { time_zone: 'UTC', hours: { mon: ['22:00-06:00'] }, holidays: [], versions: [] };
    expect(() => calendarOf('night', wrong)).toThrow(ConfigurationError);
    expect(() => calendarOf('night', wrong)).toThrow('calendars.night.hours.mon: found "22:00-06:00"');
  });
});

describe('working days', () => {
  it('count a shorter exceptional day as half, a holiday as none', () => {
    // Monday 21 to Sunday 27 December 2026: Thursday is short, Friday closed.
    const week = Array.from({ length: 7 }, (_, i) => workingDay(office, day('2026-12-21') + i));
    expect(week).toEqual([1, 1, 1, 0.5, 0, 0, 0]);
    expect(workingDay(office, day('2026-11-28'))).toBe(0.5); // a Saturday with four hours
    expect(workingDay(office, day('2026-11-29'))).toBe(0);
  });
});

describe('calendars of tables', () => {
  const row = (
    weekday: number,
    open: number,
    close: number,
    from: string,
    to: string | null,
    zone = 'Europe/Berlin',
  ) => ({
    ...provenance,
    calendar_id: 'desk',
    zone,
    weekday,
    open_min: open * 60,
    close_min: close * 60,
    from_day: day(from),
    to_day: to === null ? null : day(to),
  });
  const rows = [
    row(1, 9, 17, '2026-01-01', '2026-10-01'),
    row(1, 8, 12, '2026-10-01', null),
    row(1, 13, 16, '2026-10-01', null),
  ];
  const holiday = (text: string, open_min: number | null, close_min: number | null) => ({
    ...provenance,
    calendar_id: 'desk',
    day: day(text),
    open_min,
    close_min,
    name: null,
  });

  it('follow the rows in force on each day, and the exceptional days', () => {
    const desk = calendarsOfRows(rows, [holiday('2026-10-12', null, null), holiday('2026-10-19', 540, 660)]).get(
      'desk',
    )!;
    const hours = (from: string) =>
      businessSeconds(desk, Date.parse(`${from}T00:00Z`) / 1000, Date.parse(`${from}T23:00Z`) / 1000) / 3600;
    expect(['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19'].map(hours)).toEqual([8, 7, 0, 2]);
    expect(hours('2025-12-29')).toBe(8); // before the first row: its hours
  });
  it('are closed between and after rows', () => {
    const desk = calendarsOfRows([row(1, 9, 17, '2026-01-01', '2026-02-01')], []).get('desk')!;
    expect(openingsOn(desk, day('2026-02-02'))).toEqual([]);
  });
  it('refuse two zones on one day, and a zone nobody knows', () => {
    expect(() => calendarsOfRows([...rows, row(2, 9, 17, '2026-01-01', null, 'Europe/Paris')], [])).toThrow(
      'found the zones Europe/Berlin, Europe/Paris on 2026-01-01',
    );
    expect(() => calendarsOfRows([row(1, 9, 17, '2026-01-01', null, 'Europe/Atlantis')], [])).toThrow(
      'Europe/Atlantis',
    );
  });
});
