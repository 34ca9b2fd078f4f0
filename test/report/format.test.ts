import { describe, expect, it } from 'vitest';
import { formatOf } from '../../shared/report/format.ts';
import { said } from '../../shared/report/escape.ts';
import { period } from '../support/report-facts.ts';

const dublin = formatOf('en', 'Europe/Dublin', 'USD');
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('have separators, true minus signs and no more decimals than they need', () => {
    expect(dublin.count(28_510)).toBe('28,510');
    expect(dublin.count(-19)).toBe('\u221219');
    expect(dublin.count(0.314)).toBe('0.31');
    expect(dublin.percent(0.6891)).toBe('68.9%');
    expect(plain(formatOf('ru', 'Europe/Moscow', 'RUB').count(28_510))).toBe('28 510');
  });
  it('never show a negative zero', () => {
    expect(dublin.count(-0)).toBe('0');
  });
  it('of money come from minor units, exactly at any size', () => {
    expect(dublin.money(128_460_000)).toBe('$1,284,600');
    expect(dublin.moneyExact(4506)).toBe('$45.06');
    expect(dublin.moneyExact('-90071992547409931')).toBe('\u2212$900,719,925,474,099.31');
    expect(dublin.moneyExact(90_071_992_547_409_931n)).toBe('$900,719,925,474,099.31');
    expect(dublin.moneyExact(-5)).toBe('\u2212$0.05');
  });
  it('of money have the digits of their currency', () => {
    expect(formatOf('en', 'Asia/Tokyo', 'JPY').moneyExact(4506)).toBe('¥4,506');
    expect(plain(formatOf('en', 'Asia/Kuwait', 'KWD').moneyExact(4506))).toBe('KWD 4.506');
    // spoken of in whole units, kept with the two digits that ISO 4217 has: 4506.00 Ft are 450,600 of them
    expect(plain(formatOf('en', 'Europe/Budapest', 'HUF').moneyExact(450_600))).toBe('HUF 4,506.00');
    expect(plain(formatOf('en', 'Europe/Budapest', 'HUF').money(450_600))).toBe('HUF 4,506');
  });
});

describe('durations', () => {
  it('are minutes below an hour, hours below two days, then days', () => {
    expect(dublin.duration(38 * 60)).toBe('38 min');
    expect(dublin.duration(3600)).toBe('1.0 hours');
    expect(dublin.duration(8.6 * 3600)).toBe('8.6 hours');
    expect(dublin.duration(48 * 3600)).toBe('2.0 days');
  });
  it('differ in the unit of the value they belong to', () => {
    expect(dublin.durationLike(48 * 60, 8.6 * 3600)).toBe('0.8 hours');
  });
  it('as ages show the two largest units', () => {
    expect(plain(dublin.age((3 * 24 + 6) * 3600 + 59))).toBe('3d 6h');
    expect(plain(dublin.age(6 * 3600 + 600))).toBe('6h 10m');
    expect(plain(dublin.age(59))).toBe('0m');
  });
});

describe('periods', () => {
  it('are dates with the last day that belongs to them', () => {
    expect(dublin.range(period('2026-Q3'))).toBe('1 July – 30 September 2026');
    expect(dublin.range(period('2026-W39'))).toBe('Monday 21 September – Sunday 27 September 2026');
  });
});

describe('text of data', () => {
  it('loses what steers direction or a terminal, and nothing else', () => {
    expect(said('a\u202eb\u0007c\u2066d  e\n f 😀')).toBe('abcd e f 😀');
  });
  it('is cut by characters as people count them', () => {
    expect(said('👩‍👩‍👧‍👦'.repeat(5), 3).endsWith('…')).toBe(true);
    expect(said('x'.repeat(5000), 40)).toHaveLength(40);
  });
});
