import { describe, expect, it } from 'vitest';
import { dtsP50, fcr, nps, ticketVolume } from '../../shared/metrics/catalogue/all.ts';
import type { MetricValue } from '../../shared/metrics/value.ts';
import { meanOf, pooled, readingOf, streakOf, streakOffTarget, verdictOf } from '../../shared/report/reading.ts';
import type { Goal } from '../../shared/report/facts.ts';
import { periodName } from '../../shared/report/phrases.ts';
import { viewOf } from '../../shared/report/view.ts';
import { known, leadWeekFacts, rate, young } from '../support/report-facts.ts';

const goal = (kind: 'at_most' | 'at_least', value: number, watch: number | null = null): Goal => ({
  metric: 'fcr',
  segment: {},
  at_most: null,
  at_least: null,
  [kind]: value,
  watch,
});
const none: MetricValue = { status: 'no_data', reason: 'empty_population' };

describe('a verdict', () => {
  it('is on target at exactly the goal', () => {
    expect(verdictOf(dtsP50, known(36_000, 400), goal('at_most', 36_000))).toBe('on_target');
    expect(verdictOf(fcr, rate(72, 100), goal('at_least', 0.72))).toBe('on_target');
  });
  it('is watch when the goal lies inside the 95 % interval: 68 of 100 spans 58 % to 76 %', () => {
    expect(verdictOf(fcr, rate(68, 100), goal('at_least', 0.72))).toBe('watch');
  });
  it('is off target when chance does not explain it: 6,800 of 10,000', () => {
    expect(verdictOf(fcr, rate(6800, 10_000), goal('at_least', 0.72))).toBe('off_target');
  });
  it('is watch up to the threshold that the organisation set, off target beyond', () => {
    expect(verdictOf(dtsP50, known(38_000, 400), goal('at_most', 36_000, 39_600))).toBe('watch');
    expect(verdictOf(dtsP50, known(39_601, 400), goal('at_most', 36_000, 39_600))).toBe('off_target');
  });
  it('is given to a young cohort whose ends lie on one side: 80 of 100 and 5 open are 76 % to 81 %', () => {
    expect(verdictOf(fcr, young(80, 100, 5, 0), goal('at_least', 0.72))).toBe('on_target');
    expect(verdictOf(fcr, young(60, 100, 5, 0), goal('at_least', 0.72))).toBe('off_target');
    expect(verdictOf(fcr, young(74, 100, 5, 0), goal('at_least', 0.72))).toBe('no_verdict');
    expect(verdictOf(fcr, young(60, 100, 5, 0), goal('at_least', 0.72, 0.55))).toBe('watch');
  });
  it('is none without a goal, without data, for a cohort that can still go either way and below change_from_n', () => {
    expect(verdictOf(fcr, rate(80, 100), null)).toBe('no_verdict');
    expect(verdictOf(fcr, none, goal('at_least', 0.72))).toBe('no_verdict');
    expect(verdictOf(fcr, young(0, 40, 60, 0), goal('at_least', 0.5))).toBe('no_verdict');
    expect(verdictOf(fcr, rate(9, 29), goal('at_least', 0.72))).toBe('no_verdict');
  });
});

const quarterly = (metric: typeof fcr, before: MetricValue, now: MetricValue) =>
  readingOf({ metric, segment: {}, now, before, history: [before, now], goal: null, cadence: 'quarterly' }).news;

describe('news of a quarter', () => {
  it('is noise when the interval of the difference spans 0: 70 % of 200 against 72 % of 200', () => {
    expect(quarterly(fcr, rate(144, 200), rate(140, 200))).toBe('within_noise');
  });
  it('is worse when it does not: 65 % of 2,000 against 72 % of 2,000', () => {
    expect(quarterly(fcr, rate(1440, 2000), rate(1300, 2000))).toBe('worse');
  });
  it('knows that shorter is better: 40,000 s within 36,000 to 44,000 and 30,000 s within 28,000 to 32,000', () => {
    expect(
      quarterly(
        dtsP50,
        { ...known(40_000, 300), interval: [36_000, 44_000] },
        { ...known(30_000, 300), interval: [28_000, 32_000] },
      ),
    ).toBe('better');
  });
  it('does not judge a percentile without its interval or counts, nor a count whose usual wobble is not known', () => {
    expect(quarterly(dtsP50, known(40_000, 300), known(30_000, 300))).toBe('unknown');
    expect(quarterly(ticketVolume, known(400), known(500))).toBe('unknown');
  });
  it('is neither better nor worse where neither is good', () => {
    const history = [400, 410, 395, 405, 400, 404, 500].map((n) => known(n, n));
    const input = { metric: ticketVolume, segment: {}, history, goal: null, cadence: 'quarterly' } as const;
    expect(readingOf({ ...input, now: known(500, 500), before: known(404, 404) }).news).toBe('moved');
  });
  it('is unknown below 50 trials on either side, whatever the size of the change', () => {
    expect(quarterly(fcr, rate(10, 49), rate(900, 1000))).toBe('unknown');
    expect(quarterly(fcr, rate(900, 1000), rate(10, 49))).toBe('unknown');
  });
  it('takes both margins of two scores: +38 ± 7 against +36 ± 8 is noise, +60 ± 4 against +36 ± 8 is not', () => {
    const score = (value: number, half: number): MetricValue => ({
      ...known(value, 400),
      interval: [value - half, value + half],
    });
    expect(quarterly(nps, score(36, 8), score(38, 7))).toBe('within_noise');
    expect(quarterly(nps, score(36, 8), score(60, 4))).toBe('better');
  });
});

const weekly = (values: readonly number[], before: number) =>
  readingOf({
    metric: dtsP50,
    segment: {},
    now: known(values.at(-1) ?? 0, 400),
    before: known(before, 1600),
    history: values.map((value) => known(value, 400)),
    goal: null,
    cadence: 'weekly',
  }).news;

describe('news of a week', () => {
  it('is noise inside what earlier weeks did: mean 10.5, mean moving range 1, nine weeks', () => {
    expect(weekly([10, 11, 10, 11, 10, 11, 10, 11, 10, 9.5], 10.5)).toBe('within_noise');
  });
  it('is worse far outside it', () => {
    expect(weekly([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 30], 10.5)).toBe('worse');
  });
  it('is no news in the eighth week at a new level: it was when the level changed', () => {
    const values = [12, 12.1, 12, 12.1, 12, 12.1, 12, 12.1, 11, 11.1, 11, 11.1, 11, 11.1, 11, 11];
    expect(weekly(values, 11.05)).toBe('within_noise');
  });
  it('counts the cases above the median of the weeks before: 12 of 60 are far from half, whatever the times are', () => {
    const history = Array.from({ length: 14 }, () => known(36_000, 60));
    const above = [...Array.from({ length: 13 }, (_, i) => 28 + (i % 5)), 12];
    const input = { metric: dtsP50, segment: {}, history, goal: null, cadence: 'weekly' } as const;
    const now = known(20_000, 60);
    expect(readingOf({ ...input, now, before: known(36_000, 240), above }).news).toBe('better');
    expect(readingOf({ ...input, now, before: known(36_000, 240), above: above.with(13, 26) }).news).toBe(
      'within_noise',
    );
  });
  it('is told in the direction that the mail shows, or not at all', () => {
    const history = Array.from({ length: 14 }, () => known(36_000, 60));
    const above = [...Array.from({ length: 13 }, (_, i) => 28 + (i % 5)), 12];
    const input = { metric: dtsP50, segment: {}, history, goal: null, cadence: 'weekly' } as const;
    expect(readingOf({ ...input, now: known(20_000, 60), before: known(19_000, 240), above }).news).toBe(
      'within_noise',
    );
  });
  it('is unknown with fewer than eight weeks', () => {
    expect(weekly([10, 11, 10, 11, 10, 30], 10.5)).toBe('unknown');
  });
});

describe('weeks together', () => {
  it('pool by their counts: 1 of 2 and 90 of 98 are 91 of 100, not the mean of 50 % and 92 %', () => {
    expect(pooled([rate(1, 2), rate(90, 98)])).toMatchObject({ value: 0.91, numerator: 91, denominator: 100, n: 100 });
  });
  it('have no pooled rate when one of them has no counts, and none without cases', () => {
    expect(pooled([known(0.5), rate(1, 2)])).toBeNull();
    expect(pooled([none])).toBeNull();
  });
  it('have a mean only when all are known', () => {
    expect(meanOf([known(10), known(20), known(30), known(40)])).toMatchObject({ value: 25 });
    expect(meanOf([known(10), none])).toBeNull();
  });
});

describe('a streak', () => {
  it('counts steps in one direction up to now: 5, 7, 6, 4, 3 fell three times', () => {
    expect(streakOf([5, 7, 6, 4, 3].map((n) => known(n)))).toEqual({ length: 3, direction: 'down' });
  });
  it('ends at a missing week and at two equal ones', () => {
    expect(streakOf([known(9), none, known(4), known(3)])).toEqual({ length: 1, direction: 'down' });
    expect(streakOf([known(4), known(3), known(3)])).toEqual({ length: 0, direction: null });
  });
  it('of missed goals counts back from now', () => {
    const history = [0.73, 0.71, 0.74, 0.7, 0.69].map((share) => rate(Math.round(share * 1000), 1000));
    expect(streakOffTarget({ history, goal: goal('at_least', 0.72) })).toBe(2);
    expect(streakOffTarget({ history, goal: null })).toBe(0);
  });
});

it('a stretch of weeks is called by its dates, its last day included', () => {
  const facts = leadWeekFacts();
  const name = periodName(facts.periods.baseline, viewOf(facts, 'weekly'));
  expect(name).toContain('20 Sep');
  expect(name).not.toContain('2026-09-21');
});
