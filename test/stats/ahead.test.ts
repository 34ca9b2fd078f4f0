import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { agentsFor, chanceToWait } from '../../shared/stats/erlang-c.ts';
import { errorsOf, lastForecasts, nextWeek, weeksNeeded } from '../../shared/stats/week-forecast.ts';

describe('people for a queue', () => {
  const golden = { arrivals: 100, interval_s: 1800, handle_s: 180, service_level: 0.8, answer_s: 20, occupancy: 0.85 };
  it('are 14 for 100 calls in 30 minutes of 180 s, 80 % within 20 s, 85 % busy (the vignette of CRAN ErlangC)', () => {
    expect(agentsFor(golden)).toBe(14);
  });
  it('are as many as the cap on occupancy asks for where the service level would be content with fewer', () => {
    expect(agentsFor({ ...golden, service_level: 0, occupancy: 1 })).toBe(10);
    expect(agentsFor({ ...golden, service_level: 0 })).toBe(12);
    expect(agentsFor({ ...golden, arrivals: 0 })).toBe(0);
  });
  it('wait with the chance that the sums of the formula give, without recursion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.1, max: 35, noNaN: true }), (agents, load) => {
        if (agents <= load) return;
        let [term, sum] = [1, 0];
        for (let n = 0; n < agents; n++) {
          sum += term;
          term = (term * load) / (n + 1);
        }
        const top = (term * agents) / (agents - load);
        expect(chanceToWait(agents, load)).toBeCloseTo(top / (sum + top), 9);
      }),
    );
  });
});

describe('the next week', () => {
  it('is the mean of eight, moved as the last four moved from the four before', () => {
    expect(nextWeek([10, 10, 10, 10, 12, 12, 12, 12])).toEqual({ value: 11 * 1.2, momentum: 1.2 });
    expect(nextWeek([1, 1, 1, 1, 9, 9, 9, 9])).toEqual({ value: 10, momentum: 2 });
    expect(nextWeek([0, 0, 0, 0, 4, 4, 4, 4])).toEqual({ value: 2, momentum: 1 });
  });
  it('is judged by its own last 13 errors, each made from what was known before', () => {
    const weeks = Array.from({ length: weeksNeeded }, (_, i) => (i === 20 ? 30 : 10));
    const pairs = lastForecasts(weeks).map(([at, known]) => [weeks[at]!, nextWeek(known).value] as const);
    expect(pairs).toHaveLength(13);
    // twelve hits of 10, and 20 too few in the last: 20 of 150 that came
    expect(errorsOf(pairs)).toEqual({ low: 0, high: 20, wape: 20 / 150 });
  });
});
