import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { dueReports, missedStarts, occurrences, scheduleNames, startTimes } from '../../shared/run/due.ts';
import type { Schedule } from '../../shared/config/schedule.ts';
import { known } from '../../shared/run/registry.ts';
import { planOf } from '../../shared/run/scheduled-plan.ts';
import { requestOf } from '../../shared/run/schedule-event.ts';
import { company, companyYaml, due, due_s } from '../support/aws/company.ts';
import { writeJson } from '../../shared/state.ts';
import { memoryState } from '../support/memory-state.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;
const berlin = { zone: 'Europe/Berlin', fiscal_year_start_month: 1 };
const iso = (at: number | undefined): string => (at === undefined ? 'never' : new Date(at * 1000).toISOString());

describe('the last time a schedule was due', () => {
  const lastDue = (schedule: Schedule, { zone, ...calendar }: typeof berlin, now_s: number): number | undefined => {
    const { organisation, reports, ...rest } = company();
    const configuration = {
      ...rest,
      organisation: { ...organisation, ...calendar, time_zone: zone },
      reports: reports.map((report) => ({ ...report, schedule })),
    };
    return occurrences(configuration, now_s - 100 * 86_400, now_s)
      .filter(({ is_second }) => is_second !== true)
      .at(-1)?.due_s;
  };
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
  it('is on its day of every month for a monthly report', () => {
    const fifth = { kind: 'monthly', day: 5, hour: 7, minute: 30 } as const;
    expect(iso(lastDue(fifth, berlin, seconds('2025-12-01T00:00:00Z')))).toBe('2025-11-05T06:30:00.000Z');
    expect(iso(lastDue(fifth, berlin, seconds('2025-11-05T06:29:59Z')))).toBe('2025-10-05T05:30:00.000Z');
  });
  it('is in the first month of a fiscal quarter', () => {
    const fifth = { kind: 'quarterly', day: 5, hour: 7, minute: 30 } as const;
    const now = seconds('2025-12-01T00:00:00Z');
    expect(iso(lastDue(fifth, berlin, now))).toBe('2025-10-05T05:30:00.000Z');
    expect(iso(lastDue(fifth, { ...berlin, fiscal_year_start_month: 2 }, now))).toBe('2025-11-05T06:30:00.000Z');
  });
});

describe('the reports of an instant', () => {
  const both = readConfiguration(
    companyYaml.replace(
      'delivery:',
      '  - { id: executive-weekly, schedule: "mon 07:00", recipients: [a@example.com] }\n  - { id: executive-quarterly, schedule: "day 6 07:00", recipients: [a@example.com] }\n  - { id: finance-weekly, schedule: "tue 04:00", recipients: [a@example.com] }\ndelivery:',
    ),
    'casebook.yaml',
    known,
  );
  it('are all whose schedule names it, whatever their cadence', () => {
    // 2025-10-06 is a Monday, and the sixth day of a quarter.
    expect(dueReports(both, due_s)).toEqual(['lead-weekly', 'executive-weekly', 'executive-quarterly']);
    expect(dueReports(both, seconds('2025-10-13T05:00:00Z'))).toEqual(['lead-weekly', 'executive-weekly']);
    expect(dueReports(both, seconds('2025-10-07T05:00:00Z'))).toEqual([]);
    expect(dueReports(both, due_s + 60)).toEqual([]);
  });
  it('come again on the day that decides a quarterly, and are made where a goal was left open', async () => {
    const second = seconds('2025-10-08T05:00:00Z');
    expect(dueReports(both, second)).toEqual(['executive-quarterly']);
    const jobs = async (decided: object) => {
      const state = memoryState();
      await writeJson(state, 'issued/executive-quarterly/all/2025-Q3.json', { revision: 1, ...decided });
      const start = requestOf({ due: true, scheduled_at: '2025-10-08T05:00:00Z' }, both);
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      return (await planOf(start!, both, { state, log })).jobs;
    };
    expect(await jobs({ decided_s: second - 3600 })).toEqual([
      { report: 'executive-quarterly', period: '2025-Q3', slice: 'all' },
    ]);
    expect(await jobs({ decided_s: second + 3600 })).toEqual([]);
    expect(await jobs({})).toEqual([]);
  });
  it('come by the clock on the wall, also after it was put back', () => {
    expect(dueReports(both, seconds('2025-10-27T06:00:00Z'))).toEqual(['lead-weekly', 'executive-weekly']);
    expect(dueReports(both, seconds('2025-10-27T05:00:00Z'))).toEqual([]);
  });
  it('are asked for by one schedule a time of day, the daily pull’s first', () => {
    expect(startTimes(both)).toEqual(['04:00', '07:00']);
    expect(scheduleNames('casebook', both)).toEqual(['casebook-daily-pull', 'casebook-at-0700']);
  });
  it('are one run, with the pull that is due at the same time', () => {
    const start = (scheduled_at: string) => requestOf({ due: true, scheduled_at }, both);
    expect(start(due)).toMatchObject({ isDailyPull: false, request: { run: '20251006T050000Z-reports' } });
    expect(start(due)!.request.reports).toHaveLength(3);
    // Tuesday, 04:00 in Berlin.
    expect(start('2025-10-07T02:00:00Z')).toMatchObject({
      isDailyPull: true,
      request: { run: '20251007T020000Z-pull', reports: ['finance-weekly'] },
    });
    expect(start('2025-10-09T05:00:00Z')).toBeUndefined();
  });
});

describe('a missed report', () => {
  const configuration = company();
  const missedReports = (...[started, now_s]: [Record<string, number>, number]): readonly string[] =>
    missedStarts(
      configuration,
      Object.fromEntries(Object.entries(started).map(([id, at_s]) => [id, { due_s: at_s }])),
      now_s,
    ).map(({ report, period }) => `${report} ${period}`);
  const hours = 3600;
  const lastWeek = due_s - 7 * 24 * hours;
  it('is one that was started before, but not when it was due last', () => {
    expect(missedReports({ 'lead-weekly': lastWeek }, due_s + 23 * hours)).toEqual(['lead-weekly 2025-W40']);
    expect(missedReports({ 'lead-weekly': due_s }, due_s + 23 * hours)).toEqual([]);
  });
  it('is given six hours to come late', () => {
    expect(missedReports({ 'lead-weekly': lastWeek }, due_s + 5 * hours)).toEqual([]);
    expect(missedReports({ 'lead-weekly': lastWeek }, due_s + 7 * hours)).toEqual(['lead-weekly 2025-W40']);
  });
  it('is each of several after a longer outage, in order', () => {
    expect(missedReports({ 'lead-weekly': lastWeek - 14 * 24 * hours }, due_s + 23 * hours)).toEqual([
      'lead-weekly 2025-W38',
      'lead-weekly 2025-W39',
      'lead-weekly 2025-W40',
    ]);
  });
  it('is not one that has never been started: a new deployment sends nothing by itself', () => {
    expect(missedReports({}, due_s + 23 * hours)).toEqual([]);
  });
});

describe('the plan of a scheduled run', () => {
  const planned = async (
    event: { report: string | null; scheduled_at: string } | { due: true; scheduled_at: string },
    state = memoryState(),
    lines: string[] = [],
  ) => {
    const note = (name: string) => void lines.push(name);
    const start = requestOf(event, company())!;
    const { jobs } = await planOf(start, company(), { state, log: { info: note, warn: note } });
    return jobs.map(({ report, slice, period }) => `${report} ${slice} ${period}`);
  };
  const nextMorning = { due: true, scheduled_at: '2025-10-07T02:00:00Z' } as const;
  const mine = ['lead-weekly emea 2025-W40', 'lead-weekly apac 2025-W40'];

  it('is what is due, of the period before it was due; by hand the report that is named', async () => {
    expect(await planned({ due: true, scheduled_at: due })).toEqual(mine);
    expect(await planned({ report: 'lead-weekly', scheduled_at: due })).toEqual(mine);
  });
  it('is nothing for the daily pull, unless a report was missed; then that, and a line that alarms, until it is issued', async () => {
    const state = memoryState();
    expect(await planned(nextMorning, state)).toEqual([]);
    await planned({ due: true, scheduled_at: '2025-09-29T05:00:00Z' }, state);
    const lines: string[] = [];
    expect(await planned(nextMorning, state, lines)).toEqual(mine);
    expect(lines).toEqual(['report_missed']);
    await state.write('issued/lead-weekly/emea/2025-W40.json', '{}', null);
    expect(await planned(nextMorning, state)).toEqual(['lead-weekly apac 2025-W40']);
    await planned({ due: true, scheduled_at: due }, state);
    expect(await planned(nextMorning, state)).toEqual([]);
  });
  it('makes up for every week of an outage, in order, also where the next start came before the daily pull', async () => {
    const state = memoryState();
    await planned({ due: true, scheduled_at: '2025-09-15T05:00:00Z' }, state);
    // Neither 22 nor 29 September came; 6 October does.
    expect(await planned({ due: true, scheduled_at: due }, state)).toEqual(mine);
    const lines: string[] = [];
    const late = ['2025-W38', '2025-W39'].flatMap((week) => [`lead-weekly emea ${week}`, `lead-weekly apac ${week}`]);
    expect(await planned(nextMorning, state, lines)).toEqual(late);
    expect(lines).toEqual(['report_missed', 'report_missed']);
    for (const slice of ['emea', 'apac']) await state.write(`issued/lead-weekly/${slice}/2025-W38.json`, '{}', null);
    expect(await planned({ due: true, scheduled_at: '2025-10-08T02:00:00Z' }, state)).toEqual(late.slice(2));
    // What cannot be made for a week is given up, and said to be, once.
    await planned({ due: true, scheduled_at: '2025-10-13T05:00:00Z' }, state);
    for (const lines of [['report_missed'], []]) {
      const found: string[] = [];
      expect(await planned({ due: true, scheduled_at: '2025-10-15T02:00:00Z' }, state, found)).toEqual([]);
      expect(found).toEqual(lines);
    }
  });
  it('makes up for late verdicts whose start never came, once, and for a first start before them', async () => {
    const both = readConfiguration(
      companyYaml.replace(
        'delivery:',
        '  - { id: executive-quarterly, schedule: "day 6 07:00", recipients: [a@example.com] }\ndelivery:',
      ),
      'casebook.yaml',
      known,
    );
    const state = memoryState();
    const lines: string[] = [];
    const planned = async (scheduled_at: string): Promise<readonly string[]> => {
      const note = (name: string) => void lines.push(name);
      const { jobs } = await planOf(requestOf({ due: true, scheduled_at }, both)!, both, {
        state,
        log: { info: note, warn: note },
      });
      return jobs.filter(({ report }) => report === 'executive-quarterly').map(({ period }) => period);
    };
    const issue = (decided: object) => writeJson(state, 'issued/executive-quarterly/all/2025-Q3.json', decided);
    await planned('2025-07-06T05:00:00Z');
    // Neither the sixth nor the eighth came: the first is made up for, and asks what it left open.
    expect(await planned('2025-10-07T02:00:00Z')).toEqual(['2025-Q3']);
    await issue({ revision: 1, decided_s: seconds('2025-10-08T00:00:00Z') });
    expect(await planned('2025-10-08T02:00:00Z')).toEqual([]);
    lines.length = 0;
    expect(await planned('2025-10-09T02:00:00Z')).toEqual(['2025-Q3']);
    expect(lines).toContain('report_missed');
    await issue({ revision: 2 });
    expect(await planned('2025-10-10T02:00:00Z')).toEqual([]);
    // The next quarter is not made before its day.
    expect(await planned('2026-01-03T03:00:00Z')).toEqual([]);
  });
  it('notes no start by hand: that it was made once says nothing of its schedule', async () => {
    const state = memoryState();
    await planned({ report: 'lead-weekly', scheduled_at: due }, state);
    expect(await state.list('due/')).toEqual([]);
  });
});
