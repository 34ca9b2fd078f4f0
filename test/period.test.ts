import { describe, expect, it } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import {
  formatPeriodEnd,
  formatPeriodStart,
  lastComplete,
  monthsOf,
  parsePeriod,
  periodOf,
  previous,
  previousN,
  sameLastYear,
  type Period,
  type PeriodKind,
} from '../shared/period.ts';
import { dayNumber } from '../shared/time/day.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;
const now_s = seconds('2026-11-22T21:00:00Z');
const berlin = { zone: 'Europe/Berlin', fiscal_year_start_month: 1, now_s };
const dates = (period: Period | undefined): string =>
  period
    ? `${period.id}: ${formatPeriodStart(period).slice(0, 10)} to ${formatPeriodEnd(period).slice(0, 10)}`
    : 'none';
const parsed = (text: string, fiscal_year_start_month = 1): Period =>
  parsePeriod(text, { ...berlin, fiscal_year_start_month });

describe('a period', () => {
  it('is cut at local midnights, with the offset of each', () => {
    expect([formatPeriodStart(parsed('2026-Q3')), formatPeriodEnd(parsed('2026-Q3'))]).toEqual([
      '2026-07-01T00:00:00+02:00',
      '2026-10-01T00:00:00+02:00',
    ]);
    expect([formatPeriodStart(parsed('2026-W13')), formatPeriodEnd(parsed('2026-W13'))]).toEqual([
      '2026-03-23T00:00:00+01:00',
      '2026-03-30T00:00:00+02:00',
    ]);
    expect(parsed('2026-W13').end_s - parsed('2026-W13').start_s).toBe(167 * 3600);
    expect(parsed('2026-W43').end_s - parsed('2026-W43').start_s).toBe(169 * 3600);
  });
  it('is read from each form', () => {
    expect(
      ['2026-W39', '2020-W53', '2026-09', '2026-Q3', '2026-09-01..2026-10-01'].map((text) => dates(parsed(text))),
    ).toEqual([
      '2026-W39: 2026-09-21 to 2026-09-28',
      '2020-W53: 2020-12-28 to 2021-01-04',
      '2026-09: 2026-09-01 to 2026-10-01',
      '2026-Q3: 2026-07-01 to 2026-10-01',
      '2026-09-01..2026-10-01: 2026-09-01 to 2026-10-01',
    ]);
    expect(parsed('all')).toMatchObject({
      id: 'all',
      kind: 'all',
      start_s: 0,
      end_s: now_s,
      start_day: 0,
      end_day: 20_780,
    });
  });
  it('names a fiscal quarter after the year in which its fiscal year ends', () => {
    expect(['2026-Q1', '2026-Q4'].map((text) => dates(parsed(text, 10)))).toEqual([
      '2026-Q1: 2025-10-01 to 2026-01-01',
      '2026-Q4: 2026-07-01 to 2026-10-01',
    ]);
    expect(dates(parsed('2027-Q1', 4))).toBe('2027-Q1: 2026-04-01 to 2026-07-01');
    expect(dates(parsed('2026-Q4', 2))).toBe('2026-Q4: 2025-11-01 to 2026-02-01');
  });
  it.each([
    '',
    '2026',
    '2026-W54',
    '2025-W53',
    '2026-W00',
    '2026-13',
    '2026-Q5',
    '2026-02-30..2026-03-01',
    '2026-09-01',
    '2026-10-01..2026-09-01',
    '2026-09-01..2026-09-01',
    'yesterday',
    '2026-09-01..2026-09-02..2026-09-03',
  ])('refuses "%s"', (text) => expect(() => parsed(text)).toThrow(UsageError));
  it('may end in the future, but not start there', () => {
    expect(dates(parsed('2026-Q4'))).toContain('to 2027-01-01');
    expect(() => parsed('2026-12')).toThrow(
      'Period 2026-12 starts on 2026-12-01T00:00:00+01:00, which is in the future',
    );
  });

  const kinds: PeriodKind[] = ['week', 'month', 'quarter'];
  it('tiles time without gap or overlap, in every zone and fiscal year', () => {
    for (const [i, zone] of Intl.supportedValuesOf('timeZone').entries()) {
      const calendar = { zone, fiscal_year_start_month: (i % 12) + 1 };
      for (const kind of kinds) {
        let period = periodOf(kind, dayNumber(2025, 11, 1), calendar);
        while (period.start_day < dayNumber(2027, 1, 1)) {
          const next = periodOf(kind, period.end_day, calendar);
          if (next.start_s !== period.end_s || next.start_day !== period.end_day)
            throw new Error(`${zone} ${period.id}`);
          if (previous(next)?.id !== period.id) throw new Error(`${zone} before ${next.id}`);
          const again = parsePeriod(period.id, { ...calendar, now_s: period.end_s });
          expect(again).toEqual(period);
          period = next;
        }
      }
    }
  });

  it('knows the last complete one', () => {
    const at = (text: string) => kinds.map((kind) => lastComplete(kind, seconds(text), berlin).id);
    expect(at('2026-09-30T23:59:59+02:00')).toEqual(['2026-W39', '2026-08', '2026-Q2']);
    expect(at('2026-10-01T00:00:00+02:00')).toEqual(['2026-W39', '2026-09', '2026-Q3']);
    expect(at('2026-09-28T00:00:00+02:00')[0]).toBe('2026-W39');
    expect(at('2026-09-27T23:59:59+02:00')[0]).toBe('2026-W38');
    expect(at('2026-10-25T12:00:00+01:00')[0]).toBe('2026-W42'); // on the day that has 25 hours
  });
  it('knows what came before', () => {
    expect(
      ['2026-W01', '2026-01', '2026-Q1', '2026-02-01..2026-04-01', '2026-09-21..2026-09-28', 'all'].map((text) =>
        dates(previous(parsed(text))),
      ),
    ).toEqual([
      '2025-W52: 2025-12-22 to 2025-12-29',
      '2025-12: 2025-12-01 to 2026-01-01',
      '2025-Q4: 2025-10-01 to 2026-01-01',
      '2025-12-01..2026-02-01: 2025-12-01 to 2026-02-01',
      '2026-09-14..2026-09-21: 2026-09-14 to 2026-09-21',
      'none',
    ]);
    expect(previous(parsed('2026-Q1', 10))?.id).toBe('2025-Q4');
    expect(previousN(parsed('2026-Q3'), 4).map(({ id }) => id)).toEqual(['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']);
    expect(previousN(parsed('all'), 4)).toEqual([]);
  });
  it('knows the same a year earlier', () => {
    expect(
      ['2026-W39', '2020-W53', '2026-09', '2024-02-29..2024-03-01', 'all'].map((text) =>
        dates(sameLastYear(parsed(text))),
      ),
    ).toEqual([
      '2025-W39: 2025-09-22 to 2025-09-29',
      '2019-W52: 2019-12-23 to 2019-12-30',
      '2025-09: 2025-09-01 to 2025-10-01',
      '2023-02-28..2023-03-01: 2023-02-28 to 2023-03-01',
      'none',
    ]);
    expect(sameLastYear(parsed('2026-Q3', 10))?.id).toBe('2025-Q3');
  });
  it('knows the months it touches', () => {
    expect(monthsOf(parsed('2026-Q3')).map(({ id }) => id)).toEqual(['2026-07', '2026-08', '2026-09']);
    expect(monthsOf(parsed('2026-W40')).map(({ id }) => id)).toEqual(['2026-09', '2026-10']);
  });
});
