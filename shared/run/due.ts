import { periodKind } from '../config/cadence.ts';
import type { Configuration } from '../config/configuration.ts';
import { weekdays, type Schedule } from '../config/schedule.ts';
import { lastComplete } from '../period.ts';
import { civilDay, weekdayOf } from '../time/day.ts';
import { dayOf, instantOf, secondOfDay } from '../time/zone.ts';
import { reportDefinition } from './jobs.ts';

/** Starts that come late within this time are not missed: the scheduler and the workflow try again by themselves. */
const grace_s = 6 * 3600;
/** A quarter and some days: what was due longer ago is made by hand, or not at all. */
export const farthest_s = 100 * 86_400;

/** Weekly: its weekday. Monthly: its day. Quarterly: its day in the first month of a fiscal quarter. */
function isDueOn(schedule: Schedule, fiscalStart: number, day: number): boolean {
  if (schedule.kind === 'weekly') return weekdays[weekdayOf(day) - 1] === schedule.weekday;
  const date = civilDay(day);
  return date.day === schedule.day && (schedule.kind === 'monthly' || (date.month - fiscalStart + 12) % 3 === 0);
}

/**
 * The day on which the last cases of a quarter are old enough for every window of the policies, where its report goes out before: the
 * goals that were provisional in it are decided then (late-verdicts.ts).
 */
function isSecondOn(schedule: Schedule, { organisation, policies }: Configuration, day: number): boolean {
  if (schedule.kind !== 'quarterly') return false;
  const window_days = Math.max(policies.reopen_window_days, policies.first_contact_window_days);
  const first = { ...schedule, day: 1 };
  return schedule.day <= window_days && isDueOn(first, organisation.fiscal_year_start_month, day - window_days);
}

/** Is this instant the second one of a report, of its late verdicts? */
export function isSecond(configuration: Configuration, report: string, at_s: number): boolean {
  const schedule = configuration.reports.find(({ id }) => id === report)?.schedule;
  const day = dayOf(at_s, configuration.organisation.time_zone);
  return schedule !== undefined && isSecondOn(schedule, configuration, day);
}

const clockTime = ({ hour, minute }: { readonly hour: number; readonly minute: number }): string =>
  [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
const timeAt = (configuration: Configuration, at_s: number): string => {
  const second = secondOfDay(at_s, configuration.organisation.time_zone);
  return second % 60 === 0 ? clockTime({ hour: Math.trunc(second / 3600), minute: Math.trunc(second / 60) % 60 }) : '';
};

/** The times of day, in the organisation's zone, at which something may be due; the daily pull's first. */
export function startTimes({ reports, aws }: Configuration): readonly string[] {
  const times = reports.flatMap(({ schedule }) => (schedule === undefined ? [] : [clockTime(schedule)]));
  return [aws.pull_at, ...[...new Set(times)].sort().filter((time) => time !== aws.pull_at)];
}

/** Names of the schedules of a stack, in the order of `startTimes`. */
export const scheduleNames = (stack: string, configuration: Configuration): readonly string[] =>
  startTimes(configuration).map((time, i) => `${stack}-${i === 0 ? 'daily-pull' : `at-${time.replace(':', '')}`}`);

export const isPullTime = (configuration: Configuration, at_s: number): boolean =>
  timeAt(configuration, at_s) === configuration.aws.pull_at;

/** Reports whose schedule names the minute of this instant, or whose late verdicts are due then. */
export function dueReports(configuration: Configuration, at_s: number): readonly string[] {
  const { time_zone, fiscal_year_start_month } = configuration.organisation;
  const day = dayOf(at_s, time_zone);
  return configuration.reports.flatMap(({ id, schedule }) =>
    schedule !== undefined &&
    clockTime(schedule) === timeAt(configuration, at_s) &&
    (isDueOn(schedule, fiscal_year_start_month, day) || isSecondOn(schedule, configuration, day))
      ? [id]
      : [],
  );
}

/** What the schedule started of a report; state `due/<report>.json`. */
export const dueKey = (report: string): string => `due/${report}.json`;
export interface Started {
  /** When it was started last. */
  readonly due_s: number;
  /** When it was started first: what was due before is not missed. Absent in state from before it was kept, as are the others. */
  readonly since_s?: number;
  /** What was started, or given up (`occurrenceKey`). */
  readonly done?: readonly string[];
  /** When each that is missed was first seen to be. */
  readonly seen_s?: Readonly<Record<string, number>>;
}
/** Late verdicts of a period are due apart from its report. */
export const occurrenceKey = ({ period, is_second }: Pick<Occurrence, 'period' | 'is_second'>): string =>
  is_second === true ? `${period} verdicts` : period;

/** One time at which a report is due, and the period that it is then about. */
export interface Occurrence {
  readonly report: string;
  readonly period: string;
  readonly due_s: number;
  /** Only what was provisional in the report is due. */
  readonly is_second?: true;
}

/** Every time at which a report is due after `since_s`, up to and with `until_s`, in order. */
export function occurrences(configuration: Configuration, since_s: number, until_s: number): readonly Occurrence[] {
  const { time_zone: zone, fiscal_year_start_month } = configuration.organisation;
  const found: Occurrence[] = [];
  for (let day = dayOf(since_s, zone); day <= dayOf(until_s, zone); day++) {
    for (const { id, schedule } of configuration.reports) {
      if (schedule === undefined) continue;
      const is_second = isSecondOn(schedule, configuration, day);
      if (!is_second && !isDueOn(schedule, fiscal_year_start_month, day)) continue;
      const due_s = instantOf(day, schedule.hour * 3600 + schedule.minute * 60, zone);
      if (due_s <= since_s || due_s > until_s) continue;
      const kind = periodKind[reportDefinition(id, configuration).cadence];
      const period = lastComplete(kind, due_s, { zone, fiscal_year_start_month }).id;
      found.push({ report: id, period, due_s, ...(is_second ? { is_second } : {}) });
    }
  }
  return found.sort((a, b) => a.due_s - b.due_s || (a.report < b.report ? -1 : 1));
}

/**
 * Every start that never came, in order: after a longer outage several of one report. A report that has never been started by its
 * schedule is new, not missed.
 */
export function missedStarts(
  configuration: Configuration,
  started: Readonly<Record<string, Started | undefined>>,
  now_s: number,
): readonly Occurrence[] {
  const until_s = now_s - grace_s;
  return occurrences(configuration, until_s - farthest_s, until_s).filter((one) => {
    const of = started[one.report];
    return of !== undefined && (of.since_s ?? of.due_s) < one.due_s && of.done?.includes(occurrenceKey(one)) !== true;
  });
}

/** The next time at which a report is surely due; undefined without schedules. */
export const nextOccurrence = (configuration: Configuration, now_s: number): Occurrence | undefined =>
  occurrences(configuration, now_s, now_s + farthest_s).find(({ is_second }) => is_second !== true);
