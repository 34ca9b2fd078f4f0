import { describe, expect, it } from 'vitest';
import { lastDue, missedReports } from '../../shared/run/due.ts';
import { planOf } from '../../shared/run/scheduled-plan.ts';
import { requestOf } from '../../shared/run/schedule-event.ts';
import { company, due, due_s } from '../support/aws/company.ts';
import { memoryState } from '../support/memory-state.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;
const berlin = { zone: 'Europe/Berlin', fiscal_year_start_month: 1 };
const iso = (at: number | undefined): string => (at === undefined ? 'never' : new Date(at * 1000).toISOString());

describe('the last time a schedule was due', () => {
  const monday = { kind: 'weekly', weekday: 'mon', hour: 7, minute: 0 } as const;
  it('is this morning from the minute on, last week before it', () => {
    expect(iso(lastDue(monday, berlin, seconds('2025-10-06T05:00:00Z')))).toBe('2025-10-06T05:00:00.000Z');
    expect(iso(lastDue(monday, berlin, seconds('2025-10-06T04:59:59Z')))).toBe('2025-09-29T05:00:00.000Z');
  });
  it('keeps the hour of the wall when clocks change', () => {
    // Clocks go back on 2025-10-26: seven in the morning is 05:00 UTC before and 06:00 UTC after.
    expect(iso(lastDue(monday, berlin, seconds('2025-10-27T12:00:00Z')))).toBe('2025-10-27T06:00:00.000Z');
    expect(iso(lastDue(monday, berlin, seconds('2025-10-26T12:00:00Z')))).toBe('2025-10-20T05:00:00.000Z');
  });
  it('is in the first month of a fiscal quarter', () => {
    const fifth = { kind: 'quarterly', day: 5, hour: 7, minute: 30 } as const;
    const now = seconds('2025-12-01T00:00:00Z');
    expect(iso(lastDue(fifth, berlin, now))).toBe('2025-10-05T05:30:00.000Z');
    expect(iso(lastDue(fifth, { ...berlin, fiscal_year_start_month: 2 }, now))).toBe('2025-11-05T06:30:00.000Z');
  });
});

describe('a missed report', () => {
  const configuration = company();
  const hours = 3600;
  const before = '20250929T050000Z-lead-weekly';
  const mine = '20251006T050000Z-lead-weekly';
  it('is one whose run of the last due time is not on record', () => {
    expect(missedReports(configuration, [before], due_s + 23 * hours)).toEqual(['lead-weekly']);
    expect(missedReports(configuration, [before, mine], due_s + 23 * hours)).toEqual([]);
  });
  it('is given six hours to come late', () => {
    expect(missedReports(configuration, [before], due_s + 5 * hours)).toEqual([]);
    expect(missedReports(configuration, [before], due_s + 7 * hours)).toEqual(['lead-weekly']);
  });
  it('is not one that has never been started: a new deployment sends nothing by itself', () => {
    expect(missedReports(configuration, [], due_s + 23 * hours)).toEqual([]);
    expect(missedReports(configuration, ['20251006T020000Z-pull'], due_s + 23 * hours)).toEqual([]);
  });
});

describe('the plan of a scheduled run', () => {
  const planned = async (event: { report: string | null; scheduled_at: string }, state = memoryState()) => {
    const { request, makesReports } = requestOf(event);
    return (await planOf(request, makesReports, company(), state)).jobs.map(
      ({ report, slice, period }) => `${report} ${slice} ${period}`,
    );
  };
  const nextMorning = { report: null, scheduled_at: '2025-10-07T02:00:00Z' };

  it('is the report of the schedule, of the period before it was due', async () => {
    expect(await planned({ report: 'lead-weekly', scheduled_at: due })).toEqual([
      'lead-weekly emea 2025-W40',
      'lead-weekly apac 2025-W40',
    ]);
  });
  it('is nothing for the daily pull, unless a report was missed; then that, until it is issued', async () => {
    const state = memoryState();
    expect(await planned(nextMorning, state)).toEqual([]);
    await state.write('runs/20250929T050000Z-lead-weekly.json', '{}', null);
    expect(await planned(nextMorning, state)).toEqual(['lead-weekly emea 2025-W40', 'lead-weekly apac 2025-W40']);
    await state.write('issued/lead-weekly/emea/2025-W40.json', '{}', null);
    expect(await planned(nextMorning, state)).toEqual(['lead-weekly apac 2025-W40']);
    await state.write('runs/20251006T050000Z-lead-weekly.json', '{}', null);
    expect(await planned(nextMorning, state)).toEqual([]);
  });
});
