import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';
import {
  cycleTime,
  dtsMean,
  dtsP50,
  dtsP80,
  frtP80,
  incidentResponseTime,
} from '../../shared/metrics/catalogue/all.ts';
import { evaluate, explain, toJson } from '../../shared/metrics/evaluate.ts';
import { at, ticket } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const home = testLake();
/** Resolved after 1, 2, .. n hours, so that the value at rank r (counted from 1) is r hours. */
const hours = (n: number, more: Readonly<Record<string, string>> = {}) =>
  home.tickets(
    Array.from({ length: n }, (_, i) => ({
      ...ticket({ created: 'Sun 20:00', resolved: 'Sun 21:00', ...more }),
      resolve_s: (i + 1) * 3600,
    })),
  );
const h = 3600;

describe('the interval of a percentile', () => {
  // Ranks and chances were computed in fractions by a script of its own: sums of C(n, i) p^i (1 - p)^(n - i).
  it('is bounded by two of the values', async () => {
    await hours(10);
    // 2nd to 9th: 97.9 %; one rank less on either side: 93.5 %
    expect(await home.value(dtsP50)).toMatchObject({ value: 5.5 * h, n: 10, interval: [2 * h, 9 * h] });
    // smallest to largest: 89.3 %
    expect(await home.value(dtsP80)).toMatchObject({ value: 29_520, n: 10, interval: null });
  });
  it.each([
    [dtsP50, 6],
    [dtsP80, 14],
  ])('exists from the least number of values on', async (metric, least) => {
    await hours(least - 1);
    expect(await home.value(metric)).toMatchObject({ n: least - 1, interval: null });
    await hours(1, { created: 'Sun 19:00' });
    expect(await home.value(metric)).toMatchObject({ n: least, interval: [expect.any(Number), expect.any(Number)] });
  });
  it('stands beside every percentile that stands beside a number', async () => {
    await hours(14);
    expect(await home.extras(dtsMean)).toMatchObject({
      p50_low_s: 3 * h, // 3rd to 11th and 4th to 12th: 96.5 %, the lower is taken; 4th to 11th: 94.3 %
      p50_high_s: 11 * h,
      p80_low_s: 7 * h, // 7th to 14th: 95.4 %; 8th to 14th: 94.4 %
      p80_high_s: 14 * h,
      business_p50_low_s: null,
    });
    expect(await home.extras(dtsP50)).toMatchObject({ p80_low_s: 7 * h, p80_high_s: 14 * h });
  });
  it('is found for each segment by itself', async () => {
    await hours(6, { channel: 'email' });
    await hours(5, { channel: 'chat' });
    const [chat, email] = await home.all(dtsP50, { by: ['channel'] });
    expect(chat!.value).toMatchObject({ n: 5, interval: null });
    expect(email!.value).toMatchObject({ n: 6, interval: [h, 6 * h] });
  });
  it('comes with replies, cycle times and incidents too', async () => {
    await home.tickets(
      Array.from({ length: 14 }, (_, i) => ({
        ...ticket({ created: 'Mon 09:00', started: 'Mon 09:00', first_reply: 'Mon 10:00', resolved: 'Tue 09:00' }),
        reply_s: (i + 1) * 60,
        cycle_s: (i + 1) * h,
      })),
    );
    expect(await home.value(frtP80)).toMatchObject({ interval: [7 * 60, 14 * 60] });
    expect(await home.value(cycleTime)).toMatchObject({ interval: [3 * h, 11 * h] });
    await home.put(
      lake.incidents,
      Array.from({ length: 6 }, (_, i) => ({
        incident_id: `i${i}`,
        raised_s: at('Mon 09:00'),
        acknowledged_s: at('Mon 09:00') + (i + 1) * 60,
      })),
    );
    expect(await home.value(incidentResponseTime)).toMatchObject({ n: 6, interval: [60, 360] });
  });
  it('is the same with percentiles refined in two passes', async () => {
    await hours(300);
    const asks = [dtsP50, dtsP80].map((metric) => home.ask(metric));
    const refined = await evaluate(asks, home.context({ more: { refine_above: 0 } }));
    expect(refined.map(({ value }) => value)).toMatchObject([
      { n: 300, interval: [133 * h, 167 * h] }, // 95.02 %
      { n: 300, interval: [226 * h, 254 * h] }, // 95.7 %
    ]);
    expect(refined).toEqual(await evaluate(asks, home.context()));
  });
  it('is not fetched for a history, and is left out there, not null', async () => {
    await hours(20);
    const [one] = await evaluate([{ ...home.ask(dtsP50), companions: false }], home.context());
    expect(one!.value).toMatchObject({ value: 10.5 * h, interval: null });
    expect(Object.keys(one!.extras)).not.toContain('p80_low_s');
  });
  it('stands in the JSON like that of a rate', async () => {
    await hours(20);
    const [one] = await home.all(dtsP50);
    expect(one!.value).toMatchObject({ interval: [6 * h, 15 * h] });
    expect(toJson(one!)).toMatchObject({ value: 10.5 * h, interval: [6 * h, 15 * h] });
  });
  it('is told by explain, and so is that there is none', async () => {
    await hours(6);
    const told = await explain(home.ask(dtsP50), home.context());
    const steps = Object.fromEntries(told.steps);
    expect(steps['ranks: ranks of tickets (by resolved_s, t.is_counted)']).toBe(
      '6 values, p50 between 10800 and 14400, p80 between 18000 and 18000, 95 % interval of p50 from 3600 to 21600, no 95 % interval of p80 below 14 values',
    );
    expect(Object.fromEntries(told.definition)).toMatchObject({
      Interval: 'order statistics, 95 %, from n = 6',
    });
  });
});
