import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { civilDay, dayNumber, formatDay, isoWeekOf, isoWeekStart, parseDay, weekdayOf } from '../../shared/time/day.ts';
import {
  dayOf,
  formatInstant,
  instantOf,
  isZone,
  offsetAt,
  secondOfDay,
  zonedDayStart_s,
} from '../../shared/time/zone.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;
const zones = Intl.supportedValuesOf('timeZone');
const instant = fc.integer({ min: 0, max: seconds('2040-01-01T00:00:00Z') });

describe('a day', () => {
  it('counts as the runtime counts, for four thousand years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
        const { year, month, day } = civilDay(number);
        const date = new Date(number * 86_400_000);
        expect([year, month, day, weekdayOf(number)]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCDay() || 7,
        ]);
        expect(dayNumber(year, month, day)).toBe(number);
      }),
    );
  });
  it('is read only when it exists', () => {
    expect(formatDay(parseDay('2024-02-29')!)).toBe('2024-02-29');
    const wrong = ['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '', '2026-01-01T00:00'];
    expect(wrong.filter((text) => parseDay(text) !== undefined)).toEqual([]);
  });
  it('is in the ISO week of its Thursday', () => {
    const week = (text: string) => Object.values(isoWeekOf(parseDay(text)!)).join('-W');
    expect(['2021-01-03', '2020-12-31', '2026-01-01', '2025-12-29', '2027-01-03'].map(week)).toEqual([
      '2020-W53',
      '2020-W53',
      '2026-W1',
      '2026-W1',
      '2026-W53',
    ]);
    expect(isoWeekStart(2025, 53)).toBeUndefined();
    expect(formatDay(isoWeekStart(2026, 39)!)).toBe('2026-09-21');
  });
});

describe('a zone', () => {
  const parts = (at_s: number, zone: string): string =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
      .format(at_s * 1000)
      .replace(' ', 'T');

  it('shows the wall clock that Intl shows, at any instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at_s) => {
        expect(formatInstant(at_s, zone).slice(0, 19)).toBe(parts(at_s, zone));
        expect(formatDay(dayOf(at_s, zone))).toBe(parts(at_s, zone).slice(0, 10));
        expect(instantOf(dayOf(at_s, zone), secondOfDay(at_s, zone), zone, 'first')).toBeLessThanOrEqual(at_s);
        expect([
          instantOf(dayOf(at_s, zone), secondOfDay(at_s, zone), zone),
          instantOf(dayOf(at_s, zone), secondOfDay(at_s, zone), zone, 'second'),
        ]).toContain(at_s);
      }),
      { numRuns: 300 },
    );
  });
  it('prints its offset', () => {
    expect(formatInstant(seconds('2026-07-01T00:00:00+02:00'), 'Europe/Berlin')).toBe('2026-07-01T00:00:00+02:00');
    expect(formatInstant(seconds('2026-01-01T00:00:00Z'), 'America/St_Johns')).toBe('2025-12-31T20:30:00-03:30');
    expect(formatInstant(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00');
  });
  it('takes a wall time in a repeated hour at the pass asked for, one in a gap forward by the gap', () => {
    const [spring, autumn] = [parseDay('2026-03-29')!, parseDay('2026-10-25')!];
    const half = 2.5 * 3600;
    expect(instantOf(autumn, half, 'Europe/Berlin', 'first')).toBe(seconds('2026-10-25T02:30:00+02:00'));
    expect(instantOf(autumn, half, 'Europe/Berlin', 'second')).toBe(seconds('2026-10-25T02:30:00+01:00'));
    expect(instantOf(spring, half, 'Europe/Berlin')).toBe(seconds('2026-03-29T03:30:00+02:00'));
    expect(instantOf(spring, half, 'Europe/Berlin', 'second')).toBe(seconds('2026-03-29T03:30:00+02:00'));
  });
  it('begins a day where midnight is skipped at the end of the gap', () => {
    expect(zonedDayStart_s(parseDay('2018-11-04')!, 'America/Sao_Paulo')).toBe(seconds('2018-11-04T01:00:00-02:00'));
    expect(zonedDayStart_s(parseDay('2011-12-30')!, 'Pacific/Apia')).toBe(
      zonedDayStart_s(parseDay('2011-12-31')!, 'Pacific/Apia'),
    );
  });
  it('begins each day at its first instant, in every zone, for a year', () => {
    for (const zone of zones) {
      for (let day = dayNumber(2026, 1, 1); day < dayNumber(2027, 1, 1); day++) {
        const start = zonedDayStart_s(day, zone);
        if (dayOf(start, zone) !== day || dayOf(start - 1, zone) !== day - 1)
          throw new Error(`${zone} ${formatDay(day)}`);
      }
    }
    expect(offsetAt(seconds('2026-06-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(20_700);
  });
  it('is known or not', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Europe/Atlantis')).toBe(false);
  });
});
