import { describe, expect, it } from 'vitest';
import { paceTeller } from '../../../functions/cli/pace.ts';

const day_s = 86_400;
const of = (rows: number, watermark_s: number | null = null) => ({ source: 'z', stream: 'tickets', rows, watermark_s });

describe('the pace of a pull', () => {
  it('is told once it has gone on for five seconds', () => {
    const pace = paceTeller();
    expect(pace(of(100), 0, 0)).toBe('');
    expect(pace(of(500), 4_900, 0)).toBe('');
    expect(pace(of(1_100), 10_000, 0)).toBe(', 100 a second');
  });

  it('says how long the rest takes if its days take as long', () => {
    const pace = paceTeller();
    const now_s = 100 * day_s;
    pace(of(0, 0), 0, now_s);
    // 10 of 100 days in 60 s: 90 days in 540 s
    expect(pace(of(600, 10 * day_s), 60_000, now_s)).toBe(', 10 a second, about 9 minutes left');
    // one day in 60 s: 99 days in 99 min
    expect(pace(of(600, day_s), 60_000, now_s)).toBe(', 10 a second, about 2 hours left');
    expect(pace(of(6_000, 99.5 * day_s), 600_000, now_s)).toContain('less than a minute left');
    expect(pace(of(6_000, now_s + 30), 600_000, now_s)).toContain('less than a minute left');
  });

  it('says no time left where the stream does not follow time, or has not moved', () => {
    const pace = paceTeller();
    pace(of(0, day_s), 0, 9 * day_s);
    expect(pace(of(60, day_s), 6_000, 9 * day_s)).toBe(', 10 a second');
    expect(pace(of(60), 6_000, 9 * day_s)).toBe(', 10 a second');
  });

  it('begins with the first page whose day is known', () => {
    const pace = paceTeller();
    pace(of(0), 0, 4 * day_s);
    expect(pace(of(60, day_s), 30_000, 4 * day_s)).toBe('');
    expect(pace(of(160, 2 * day_s), 40_000, 4 * day_s)).toContain('less than a minute left');
  });
});
