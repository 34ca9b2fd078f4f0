import { describe, expect, it } from 'vitest';
import { isUnusual, rhythmOf, rhythms, silenceHolds, type HourOfSource } from '../../shared/run/rhythm.ts';
import { tickets } from '../../shared/lake/tables.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

const day_s = 86_400;
/** A Monday, 2026-09-28T00:00:00Z; the period is the week from there. */
const monday_s = Date.parse('2026-09-28T00:00:00Z') / 1000;
const week = { id: '2026-W40', start_s: monday_s, end_s: monday_s + 7 * day_s };

/** Five cases an hour from 09:00 to 17:00 on working days, from `from` days to `to` days after the Monday of the period. */
const officeHours = (from: number, to: number, n = 5): HourOfSource[] =>
  Array.from({ length: to - from }, (_, i) => from + i)
    .filter((day) => ((day % 7) + 7) % 7 < 5)
    .flatMap((day) =>
      Array.from({ length: 8 }, (_, hour) => ({
        source: 'desk',
        hour_s: monday_s + day * day_s + (9 + hour) * 3600,
        n,
      })),
    );
const held = (hours: readonly HourOfSource[]) => silenceHolds([rhythmOf('desk', hours, week)], week);

describe('a source that always told something', () => {
  it('and did so to the end is alive: the weekend after Friday 17:00 has no case in any week', () => {
    expect(held(officeHours(-56, 7))).toEqual([]);
    expect(rhythmOf('desk', officeHours(-56, 7), week).expected).toBe(0);
  });

  it('fell silent on Wednesday evening: two working days of 40 cases are missing, and the report is held', () => {
    expect(rhythmOf('desk', officeHours(-56, 3), week).expected).toBe(80);
    expect(held(officeHours(-56, 3))).toEqual([
      expect.stringMatching(/desk fell silent: .* 2026-09-30 16:00 UTC.* 80 more/),
    ]);
  });

  it('fell silent before all that is compared: held all the same', async () => {
    const warehouse = await emptyWarehouse();
    await insert(
      warehouse,
      tickets,
      officeHours(-200, -150, 1).map(({ hour_s }, i) => ({ source: 'desk', ticket_id: String(i), created_s: hour_s })),
    );
    const [desk] = await rhythms({ warehouse }, week);
    expect(desk?.expected).toBeGreaterThan(500);
    await warehouse.close();
  });

  it('is not judged before it has told for a week', () => {
    expect(held(officeHours(0, 3))).toEqual([]);
  });
});

describe('a week of a steady source', () => {
  it.each([
    [5, false],
    [3, false],
    [2, true],
    [10, false],
    [11, true],
  ])('with %d cases an hour instead of five is unusual: %s', (n, told) => {
    const found = rhythmOf('desk', [...officeHours(-56, 0), ...officeHours(0, 7, n)], week);
    expect([found.usual, isUnusual(found)]).toEqual([[200, 200], told]);
  });

  it('is not compared where a week has fewer than twenty cases', () => {
    expect(rhythmOf('desk', officeHours(-56, 7, 0), week).usual).toBeNull();
  });
});
