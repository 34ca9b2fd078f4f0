import { historyLength, type Cadence } from '../config/cadence.ts';
import type { Configuration } from '../config/configuration.ts';
import { monthsOf, parsePeriod, periodOf, previousN, sameLastYear, type Period } from '../period.ts';
import type { ReportPeriods } from '../report/facts.ts';
import { formatDay } from '../time/day.ts';

/** Every period that a report looks at, cut in the organisation's zone. */
export function reportPeriods(
  id: string,
  cadence: Cadence,
  compare: 'previous' | 'year' | undefined,
  organisation: Configuration['organisation'],
  now_s: number,
): ReportPeriods {
  const calendar = { zone: organisation.time_zone, fiscal_year_start_month: organisation.fiscal_year_start_month };
  const now = parsePeriod(id, { ...calendar, now_s });
  const history = [...previousN(now, historyLength[cadence] - 1), now];
  const rangeOf = (from: Period, to: Period): Period =>
    parsePeriod(`${formatDay(from.start_day)}..${formatDay(to.end_day)}`, { ...calendar, now_s });
  if (cadence !== 'weekly') {
    const before = compare === 'year' ? sameLastYear(now) : history.at(-2);
    return { now, history, baseline: before ?? now, months: monthsOf(now), quarter: null };
  }
  const four = history.slice(-5, -1);
  const [first, last] = [four[0] ?? now, four.at(-1) ?? now];
  const quarter = periodOf('quarter', now.end_day - 1, calendar);
  return {
    now,
    history,
    baseline: rangeOf(first, last),
    months: [periodOf('month', now.end_day - 1, calendar)],
    quarter: parsePeriod(`${formatDay(quarter.start_day)}..${formatDay(now.end_day)}`, { ...calendar, now_s }),
  };
}
