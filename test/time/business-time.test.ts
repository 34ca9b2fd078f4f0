import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { businessSeconds } from '../../shared/time/business-time.ts';
import { alwaysOpen, type Calendar, type Opening, parseOpening } from '../../shared/time/calendar.ts';
import { dayNumber, parseDay, weekdayOf } from '../../shared/time/day.ts';
import { type Golden, goldenVectors } from '../support/golden.ts';
import { businessMinutes } from '../support/minute-oracle.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const opening = (text: string): Opening => parseOpening(text)!;
const week = (text: string, days = [1, 2, 3, 4, 5, 6, 7]) => new Map(days.map((weekday) => [weekday, [opening(text)]]));
const seconds = (text: string): number => Date.parse(text) / 1000;

describe('business time', () => {
  type Input = {
    zone: string;
    week: Record<string, [string, string][]>;
    exceptions: Record<string, [string, string][]>;
    from: string;
    to: string;
  };
  for (const vector of goldenVectors('business_time') as readonly Golden<
    Input,
    { business_s: number; calendar_s: number }
  >[]) {
    it(`gives the golden value of ${vector.case}`, () => {
      const { zone, week, exceptions, from, to } = vector.input;
      const openings = (pairs: [string, string][]): Opening[] => pairs.map((pair) => opening(pair.join('-')));
      const calendar: Calendar = {
        id: 'golden',
        versions: [
          {
            from_day: -Infinity,
            zone,
            week: new Map(Object.entries(week).map(([day, pairs]) => [weekdays.indexOf(day) + 1, openings(pairs)])),
          },
        ],
        exceptions: new Map(Object.entries(exceptions).map(([day, pairs]) => [parseDay(day)!, openings(pairs)])),
      };
      expect(businessSeconds(calendar, seconds(from), seconds(to))).toBe(vector.expect.business_s);
      expect(businessSeconds(alwaysOpen, seconds(from), seconds(to))).toBe(vector.expect.calendar_s);
    });
  }

  /** Zones whose clocks change at midnight, by 30 minutes, in Ramadan, by a whole day, at 1 past midnight, and all the others. */
  const special = [
    'Africa/Cairo',
    'Africa/Casablanca',
    'America/Havana',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Europe/Berlin',
    'Europe/Dublin',
    'Pacific/Apia',
    'America/New_York',
    'UTC',
  ];
  const zone = fc.oneof(fc.constantFrom(...special), fc.constantFrom(...Intl.supportedValuesOf('timeZone')));
  const shift = fc
    .record({ open: fc.integer({ min: 0, max: 1440 }), length: fc.integer({ min: 1, max: 1440 }) })
    .map(({ open, length }) => ({ open_min: open, close_min: open + length }));
  const rhythm = fc
    .array(fc.array(shift, { maxLength: 2 }), { minLength: 7, maxLength: 7 })
    .map((days) => new Map(days.map((openings, i) => [i + 1, openings])));
  const start = dayNumber(2005, 1, 1);
  const end = dayNumber(2026, 12, 31);

  /** The last day of each month, Sundays at the ends and middles of months: where the clocks change, in most zones. */
  const changeDay = fc
    .record({ year: fc.integer({ min: 2005, max: 2026 }), month: fc.constantFrom(3, 4, 9, 10, 11), half: fc.nat(30) })
    .map(({ year, month, half }) => {
      const day = dayNumber(year, month, 1) + half;
      return day + ((7 - weekdayOf(day)) % 7);
    });
  const dayAround = fc.oneof(fc.integer({ min: start, max: end }), changeDay, fc.constant(dayNumber(2011, 12, 30)));

  it('equals counting minute by minute, in any zone, with versions, holidays, half days, shifts past midnight', () => {
    fc.assert(
      fc.property(
        zone,
        zone,
        rhythm,
        rhythm,
        dayAround,
        fc.integer({ min: -3, max: 3 }),
        fc.array(fc.tuple(fc.integer({ min: -3, max: 4 }), fc.array(shift, { maxLength: 1 })), { maxLength: 2 }),
        fc.integer({ min: -2880, max: 1440 }),
        fc.integer({ min: 0, max: 5760 }),
        (first, second, usual, later, day, change, exceptional, from, length) => {
          const calendar: Calendar = {
            id: 'any',
            versions: [
              { from_day: -Infinity, zone: first, week: usual },
              { from_day: day + change, zone: second, week: later },
            ],
            exceptions: new Map(exceptional.map(([offset, openings]) => [day + offset, openings])),
          };
          const from_s = day * 86_400 + from * 60;
          const to_s = from_s + length * 60;
          expect(businessSeconds(calendar, from_s, to_s)).toBe(businessMinutes(calendar, from_s, to_s) * 60);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is additive and never more than calendar time', () => {
    const calendar: Calendar = {
      id: 'nights',
      versions: [{ from_day: -Infinity, zone: 'America/New_York', week: week('22:00-30:00') }],
      exceptions: new Map(),
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000_000_000 }), { minLength: 3, maxLength: 3 }), (instants) => {
        const [a, b, c] = instants.sort((x, y) => x - y) as [number, number, number];
        const whole = businessSeconds(calendar, a, c);
        expect(businessSeconds(calendar, a, b) + businessSeconds(calendar, b, c)).toBe(whole);
        expect(whole).toBeLessThanOrEqual(c - a);
      }),
    );
  });

  it('equals calendar time round the clock, over fifty years and both changes of each', () => {
    for (const name of special) {
      const calendar: Calendar = {
        id: name,
        versions: [{ from_day: -Infinity, zone: name, week: week('00:00-24:00') }],
        exceptions: new Map(),
      };
      const [from_s, to_s] = [seconds('1980-01-01T00:00:00Z'), seconds('2030-01-01T00:00:00Z')];
      expect(businessSeconds(calendar, from_s, to_s)).toBe(to_s - from_s);
    }
  });

  it('has no hours on a day that the zone skipped', () => {
    const calendar: Calendar = {
      id: 'samoa',
      versions: [{ from_day: -Infinity, zone: 'Pacific/Apia', week: week('09:00-17:00', [1, 2, 3, 4, 5]) }],
      exceptions: new Map(),
    };
    // Friday 30 December 2011 did not exist: Thursday's 8 hours are all between Thursday and Sunday.
    expect(businessSeconds(calendar, seconds('2011-12-29T00:00:00-10:00'), seconds('2012-01-01T23:00:00+14:00'))).toBe(
      28_800,
    );
  });

  it('counts overlapping openings once, and nothing backwards', () => {
    const calendar: Calendar = {
      id: 'overlap',
      versions: [
        { from_day: -Infinity, zone: 'UTC', week: new Map([[1, [opening('09:00-12:00'), opening('11:00-13:00')]]]) },
      ],
      exceptions: new Map(),
    };
    expect(businessSeconds(calendar, seconds('2026-09-21T00:00:00Z'), seconds('2026-09-22T00:00:00Z'))).toBe(4 * 3600);
    expect(businessSeconds(calendar, seconds('2026-09-22T00:00:00Z'), seconds('2026-09-21T00:00:00Z'))).toBe(0);
  });
});
