import { weeksNeeded } from '../../stats/week-forecast.ts';
import { formatDay } from '../../time/day.ts';
import { dayOf, zonedDayStart_s } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import type { Ask, MetricQueries } from '../model.ts';

/** The stretches of seven days that are over at the end of a period: the same weekday begins each, so that weekends weigh alike. */
export interface FullWeeks {
  /** The ask over all of them. */
  readonly ask: Ask;
  /** First local day after the last of them. */
  readonly end_day: number;
  /** Which of them an instant lies in, from 0. */
  at(at_s: number): number;
}

/** null: fewer than a forecast needs are over since the first case, or since a source is read whole. */
export async function fullWeeks(queries: MetricQueries, ask: Ask): Promise<FullWeeks | null> {
  const { as_of_s, organisation } = queries.context;
  const zone = organisation.time_zone;
  const end_day = Math.min(ask.period.end_day, dayOf(as_of_s + 1, zone));
  const start_day = end_day - 7 * weeksNeeded;
  const start_s = zonedDayStart_s(start_day, zone);
  if (!(await isToldSince(start_day, queries, ask))) return null;
  return {
    end_day,
    at: (at_s) => Math.floor((dayOf(at_s, zone) - start_day) / 7),
    ask: {
      ...ask,
      period: {
        id: `${formatDay(start_day)}..${formatDay(end_day)}`,
        kind: 'range',
        start_s,
        end_s: zonedDayStart_s(end_day, zone),
        start_day,
        end_day,
        zone,
      },
    },
  };
}

/**
 * Whether what came is told since a day of every source that is asked about: a week before the data of one begin had more cases than
 * those of the others.
 */
export async function isToldSince(
  start_day: number,
  queries: Pick<MetricQueries, 'context' | 'rows'>,
  { where }: Pick<Ask, 'where'>,
): Promise<boolean> {
  const { organisation, reach = [] } = queries.context;
  const latest_s = zonedDayStart_s(start_day + 1, organisation.time_zone);
  const inUse = reach.filter(({ source }) => where?.source === undefined || where.source === source);
  if (inUse.some(({ whole_from_s }) => whole_from_s !== undefined && whole_from_s > latest_s)) return false;
  const [first] = await queries.rows('first case', 'SELECT min(created_s) AS first_s FROM tickets WHERE is_counted');
  const first_s = numberOf(first?.first_s);
  return first_s !== null && first_s <= latest_s;
}
