import type { Row } from '../../lake/table.ts';
import type { calendars, holidays } from '../../lake/tables.ts';
import { calendarOf, calendarsOfRows, type Calendar } from '../../time/calendar.ts';
import { dayOf } from '../../time/zone.ts';
import { workingDay } from '../../time/working-days.ts';
import { numberOf, textOf } from '../answers.ts';
import type { Ask, MetricQueries } from '../model.ts';
import type { Segment } from '../value.ts';
import { datedNumbers } from './in-force.ts';
import { isOn, postOn, postsOf, segmentOfPost, type Post } from './posts.ts';

/** One working day of one person. Person-days are whole numbers of units, so that sums are exact. */
export interface PersonDay {
  readonly person: string;
  readonly day: number;
  readonly segment: Segment;
  /** fte of the working day less leave, in units; `units_per_day` of them are one person-day. */
  readonly units: bigint;
  /** Thousandths; null: the level has no coefficient on that day. */
  readonly coef_milli: number | null;
}
/** Time one person logged on one activity and day. */
export interface Logged {
  readonly person: string;
  readonly day: number;
  readonly segment: Segment;
  readonly activity: string;
  readonly worked_s: number;
  /** null: the activity has no weight on that day. */
  readonly is_support: boolean | null;
  readonly validity_milli: number | null;
  readonly coef_milli: number | null;
  readonly is_in_roster: boolean;
}
export interface Workforce {
  readonly start_day: number;
  readonly end_day: number;
  readonly posts: ReadonlyMap<string, readonly Post[]>;
  /** Of people with role support. */
  readonly days: readonly PersonDay[];
  readonly log: readonly Logged[];
  readonly units_per_day: bigint;
  /** Seconds of a standard person-day. */
  readonly day_s: number;
}

const kept = new WeakMap<MetricQueries, Map<string, Promise<Workforce>>>();

/** The people and their time in the known part of a period. */
export function workforceOf(queries: MetricQueries, ask: Ask): Promise<Workforce> {
  const known = kept.get(queries) ?? new Map<string, Promise<Workforce>>();
  kept.set(queries, known);
  const key = `${ask.period.start_day} ${ask.period.end_day}`;
  const found = known.get(key) ?? load(queries, ask);
  known.set(key, found);
  return found;
}

async function load(queries: MetricQueries, { period }: Ask): Promise<Workforce> {
  const { as_of_s, organisation } = queries.context;
  const end_day = Math.min(period.end_day, dayOf(as_of_s, organisation.time_zone) + 1);
  const [roster, coefficients, weights, log] = await Promise.all([
    queries.rows(
      'roster',
      `SELECT person_id, role, team, level, skill_stack, location, calendar_id, fte_milli, start_day, end_day, end_reason FROM roster ORDER BY person_id, start_day`,
    ),
    queries.rows('level coefficients', 'SELECT level, coef_milli, from_day, to_day FROM level_coefficients'),
    queries.rows(
      'activity weights',
      'SELECT activity, validity_milli, CASE WHEN counts_as_support THEN 1 ELSE 0 END AS is_support, from_day, to_day FROM activity_weights',
    ),
    queries.rows(
      'time log',
      `SELECT person_id, work_day, activity, CAST(sum(worked_s) AS BIGINT) AS worked_s FROM time_log
WHERE work_day >= ${period.start_day} AND work_day < ${end_day} GROUP BY person_id, work_day, activity ORDER BY person_id, work_day, activity`,
    ),
  ]);
  const posts = postsOf(roster);
  const starts = [...posts.values()].flatMap((own) => own.map(({ start_day }) => start_day)).filter(Number.isFinite);
  const firstDay = Math.min(...starts, ...log.map((row) => numberOf(row.work_day) ?? Infinity));
  const start_day =
    period.kind === 'all' && firstDay < Infinity ? Math.max(period.start_day, firstDay) : period.start_day;
  const coefficient = datedNumbers(coefficients, 'level', 'coef_milli');
  const validity = datedNumbers(weights, 'activity', 'validity_milli');
  const support = datedNumbers(weights, 'activity', 'is_support');
  const coefOf = (post: Post | undefined, day: number): number | null =>
    post?.level == null ? null : (coefficient(post.level, day) ?? null);

  const day_s = Math.round(organisation.hours_per_day * 3600);
  const leave = new Map<string, number>();
  const logged = log.map((row): Logged => {
    const [person, activity] = [textOf(row.person_id), textOf(row.activity)];
    const [day, worked_s] = [numberOf(row.work_day) ?? 0, numberOf(row.worked_s) ?? 0];
    const post = postOn(posts.get(person) ?? [], day);
    const counts = support(activity, day);
    const never = activity === 'leave' || activity === 'non_support';
    if (activity === 'leave') leave.set(`${person} ${day}`, (leave.get(`${person} ${day}`) ?? 0) + worked_s);
    return {
      person,
      day,
      activity,
      worked_s,
      segment: segmentOfPost(post, person),
      is_support: activity === 'leave' ? false : counts === undefined ? (never ? false : null) : counts === 1,
      validity_milli: validity(activity, day) ?? null,
      coef_milli: coefOf(post, day),
      is_in_roster: post !== undefined,
    };
  });
  const calendars = await calendarsOf(queries);
  const days: PersonDay[] = [];
  for (const [person, own] of posts) {
    for (const post of own.filter(({ role }) => role === 'support')) {
      const calendar = calendars(post);
      for (let day = Math.max(start_day, post.start_day); day < Math.min(end_day, post.end_day); day++) {
        if (!isOn(post, day)) continue;
        const planned = BigInt(post.fte_milli * 2 * workingDay(calendar, day)) * BigInt(day_s);
        const units = planned - BigInt(leave.get(`${person} ${day}`) ?? 0) * 2000n;
        if (units > 0n)
          days.push({ person, day, units, segment: segmentOfPost(post, person), coef_milli: coefOf(post, day) });
      }
    }
  }
  return { start_day, end_day, posts, days, log: logged, units_per_day: 2000n * BigInt(day_s), day_s };
}

/**
 * The calendar of a post: by id from the calendars file or the configuration, else that of its team, else `default`, else Monday
 * to Friday.
 */
async function calendarsOf(queries: MetricQueries): Promise<(post: Post) => Calendar> {
  const { calendars: configured, teams } = queries.context;
  const [rows, exceptional] = await Promise.all([
    queries.rows(
      'calendars',
      'SELECT calendar_id, zone, weekday, open_min, close_min, from_day, to_day FROM calendars',
    ),
    queries.rows('holidays', 'SELECT calendar_id, day, open_min, close_min FROM holidays'),
  ]);
  const ofRows = calendarsOfRows(
    rows as unknown as readonly Row<typeof calendars>[],
    exceptional as unknown as readonly Row<typeof holidays>[],
  );
  const known = new Map<string, Calendar>();
  for (const [id, one] of Object.entries(configured)) known.set(id, calendarOf(id, one));
  for (const [id, one] of ofRows) known.set(id, one);
  return (post) => {
    const team = teams.find(({ id }) => id === post.team)?.calendar;
    return (
      (post.calendar === null ? undefined : known.get(post.calendar)) ??
      (team === undefined ? undefined : known.get(team)) ??
      known.get('default') ??
      mondayToFriday
    );
  };
}
const mondayToFriday = calendarOf('monday to friday', {
  time_zone: 'UTC',
  hours: { 'mon-fri': ['09:00-17:00'] },
  holidays: [],
  versions: [],
});
