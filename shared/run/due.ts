import type { Configuration } from '../config/configuration.ts';
import { weekdays, type Schedule } from '../config/schedule.ts';
import { civilDay, weekdayOf } from '../time/day.ts';
import { dayOf, instantOf } from '../time/zone.ts';
import { requestOf } from './schedule-event.ts';

/** Starts that come late within this time are not missed: the scheduler and the workflow try again by themselves. */
const grace_s = 6 * 3600;
/** A quarter and some days. */
const farthest_days = 100;

/** The last instant, at or before `now_s`, at which a schedule was due; undefined when it never was in a quarter. */
export function lastDue(
  schedule: Schedule,
  calendar: { readonly zone: string; readonly fiscal_year_start_month: number },
  now_s: number,
): number | undefined {
  const today = dayOf(now_s, calendar.zone);
  for (let day = today; day > today - farthest_days; day--) {
    if (!isDueOn(schedule, calendar.fiscal_year_start_month, day)) continue;
    const at_s = instantOf(day, schedule.hour * 3600 + schedule.minute * 60, calendar.zone);
    if (at_s <= now_s) return at_s;
  }
  return undefined;
}

/** Weekly: its weekday. Quarterly: its day in the first month of a fiscal quarter. */
function isDueOn(schedule: Schedule, fiscalStart: number, day: number): boolean {
  if (schedule.kind === 'weekly') return weekdays[weekdayOf(day) - 1] === schedule.weekday;
  const date = civilDay(day);
  return date.day === schedule.day && (date.month - fiscalStart + 12) % 3 === 0;
}

/**
 * Reports whose last start never came: a run has a name that follows from its schedule, so a missing record is a missed run. A report
 * that has never been started by its schedule is new, not missed. `runs`: names of all runs on record.
 */
export function missedReports(configuration: Configuration, runs: readonly string[], now_s: number): readonly string[] {
  const { time_zone: zone, fiscal_year_start_month } = configuration.organisation;
  return configuration.reports.flatMap(({ id, schedule }) => {
    if (schedule === undefined || !runs.some((run) => run.endsWith(`Z-${id}`))) return [];
    const due_s = lastDue(schedule, { zone, fiscal_year_start_month }, now_s - grace_s);
    if (due_s === undefined) return [];
    const { request } = requestOf({ report: id, scheduled_at: new Date(due_s * 1000).toISOString() });
    return runs.includes(request.run) ? [] : [id];
  });
}
