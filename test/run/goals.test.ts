import { describe, expect, it } from 'vitest';
import type { Metric } from '../../shared/metrics/model.ts';
import { goalsFor, goalsOn, goalValue } from '../../shared/run/goals.ts';
import { joined } from '../../shared/run/restate.ts';
import type { Restatement } from '../../shared/report/facts.ts';

const metrics = new Map([
  ['dts_p50', { id: 'dts_p50', unit: 'seconds', direction: 'down' } as Metric],
  ['fcr', { id: 'fcr', unit: 'rate', direction: 'up' } as Metric],
  ['cost_per_case', { id: 'cost_per_case', unit: 'currency', direction: 'down' } as Metric],
]);

describe('a goal', () => {
  it('is read in the unit of its metric', () => {
    expect(goalValue('10 h', 'seconds', 'EUR')).toBe(36_000);
    expect(goalValue('72 %', 'rate', 'EUR')).toBe(0.72);
    expect(goalValue(0.72, 'rate', 'EUR')).toBe(0.72);
    expect(goalValue('47.00', 'currency', 'EUR')).toBe(4700);
    expect(goalValue('47', 'currency', 'JPY')).toBe(47);
    expect(goalValue('47', 'currency', 'HUF')).toBe(4700);
    expect(goalValue('72 %', 'seconds', 'EUR')).toBeUndefined();
    expect(goalValue('soon', 'seconds', 'EUR')).toBeUndefined();
  });

  it('holds from its first day until the day it ends, which is out; the table wins over the file', () => {
    const targets = [{ metric: 'dts_p50', at_most: '10 h', from: '2026-01-01', to: '2026-07-01' }];
    const row = {
      metric: 'dts_p50',
      dimension: null,
      value: null,
      goal_milli: 7_200_000,
      warn_milli: 9_000_000,
      from_day: 20_635,
      to_day: null,
    };
    const on = (day: number, rows: readonly (typeof row)[]) =>
      goalsOn(day, { targets, rows }, metrics, 'EUR').map(({ at_most, watch }) => [at_most, watch]);
    expect(on(20_453, [])).toEqual([]); // 2025-12-31
    expect(on(20_454, [])).toEqual([[36_000, null]]);
    expect(on(20_634, [row])).toEqual([[36_000, null]]); // 2026-06-30
    expect(on(20_635, [row])).toEqual([[7200, 9000]]);
  });

  it('of a slice wins over the general one for its readers, and others never learn of it', () => {
    const goal = (team: string | null, at_most: number) => ({
      metric: 'dts_p50',
      segment: team === null ? {} : { team },
      at_most,
      at_least: null,
      watch: null,
    });
    const goals = [goal(null, 10), goal('emea', 8), goal('apac', 12)];
    expect(goalsFor({ dimension: 'team', id: 'emea' }, goals)).toEqual([goal(null, 8)]);
    expect(goalsFor({ dimension: 'team', id: 'americas' }, goals)).toEqual([goal(null, 10)]);
    expect(goalsFor(null, goals)).toEqual(goals);
  });
});

describe('restatements', () => {
  it('told in several mails are one: from what was first mailed to what is known last', () => {
    const known = (value: number) => ({
      status: 'known' as const,
      value,
      n: 10,
      numerator: null,
      denominator: null,
      interval: null,
    });
    const told = (period: string, before: number, after: number, n: number): Restatement => ({
      metric: 'fcr',
      period,
      segment: {},
      before: known(before),
      after: known(after),
      tickets_changed: n,
    });
    expect(
      joined([told('2026-W31', 0.81, 0.82, 3), told('2026-W30', 0.7, 0.71, 1), told('2026-W31', 0.82, 0.83, 5)]),
    ).toEqual([told('2026-W30', 0.7, 0.71, 1), told('2026-W31', 0.81, 0.83, 5)]);
  });
});
