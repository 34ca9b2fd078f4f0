import type { DoubtId } from '../knowledge/doubt.ts';
import { previous } from '../period.ts';
import type { Ask, MetricQueries } from './model.ts';
import { bySegmentOf, doubt, few, isMost, mostOf, type DoubtRule } from './doubt.ts';
import { countOf, over } from './measure.ts';
import { counted, reopeningsInAll, repliesInAll } from './measures/tickets.ts';
import { ticketsRated } from './relations/surveys.ts';
import { t, tickets } from './relations/tickets.ts';
import { sql } from './sql.ts';

/** What a person needs at least to read a case and to write a line. */
const reading_s = 20;
const minute_s = 60;
const many = 50;

/** Not only the day; rows derived before it was looked at have their hours. */
const hasHours = sql`coalesce(${t.tells_time_of_day}, TRUE)`;
const timed = countOf(tickets('nobody'), 'resolved_s', sql`${counted} AND ${t.resolve_s} IS NOT NULL`);
const ofDays = countOf(
  tickets('nobody'),
  'resolved_s',
  sql`${counted} AND ${t.resolve_s} IS NOT NULL AND NOT ${hasHours}`,
);
const created = countOf(tickets('nobody'), 'created_s', counted);
const reads = (ask: Ask, ...columns: readonly string[]): boolean =>
  ask.metric.inputs.some((input) => columns.includes(input));
const isCutBy = ({ by, where = {} }: Ask, dimension: 'priority' | 'team' | 'person'): boolean =>
  by.includes(dimension) || where[dimension] !== undefined;

/**
 * Reasons not to trust a number that is exact: each says which numbers it touches and counts how many cases are odd. A new rule is one
 * more element here, and its sentence in the words of the mails.
 */
export const doubtRules = {
  resolved_at_once: doubt({
    advice: 'Look whether the time of resolution is a copy of the time of creation, and which status means resolved.',
    touches: (ask) => reads(ask, 'tickets.resolve_s', 'tickets.cycle_s', 'tickets.replies_to_resolution'),
    find: mostOf({
      all: timed,
      odd: countOf(tickets('nobody'), 'resolved_s', sql`${counted} AND ${t.resolve_s} < ${minute_s} AND ${hasHours}`),
    }),
  }),
  days_only: doubt({
    advice: 'Export the times with their time of day.',
    touches: (ask) => reads(ask, 'tickets.resolve_s', 'tickets.cycle_s'),
    find: async (queries, ask) =>
      queries.gaps.untold.has('time_of_day')
        ? bySegmentOf(queries, ask, { all: timed, odd: ofDays }, ({ all, odd }) => odd.n * 20 > all.n)
        : [],
  }),
  answered_at_once: doubt({
    advice: 'Look whether an automatic answer counts as a person: name its account in bots.',
    touches: (ask) => reads(ask, 'tickets.reply_s', 'tickets.first_reply_s', 'tickets.replies_to_resolution'),
    find: mostOf({
      all: countOf(tickets('nobody'), 'first_reply_s', sql`${counted} AND ${t.reply_s} IS NOT NULL`),
      odd: countOf(tickets('nobody'), 'first_reply_s', sql`${counted} AND ${t.reply_s} < ${reading_s}`),
    }),
  }),
  mostly_p1: doubt({
    advice: 'Look whether the scale of priorities is mapped the wrong way round.',
    touches: (ask) => isCutBy(ask, 'priority') || reads(ask, 'tickets.priority'),
    // of a number that is cut by priority the whole is looked at: in the segment p1 all are p1
    find: (queries, ask) =>
      bySegmentOf(queries, { ...ask, by: [], where: {} }, { all: prioritised, odd: urgent }, ({ all, odd }) =>
        isMost(odd.n, all.n),
      ),
  }),
  mostly_other_status: doubt({
    advice: 'Map the statuses: casebook doctor --suggest proposes how.',
    touches: (ask) =>
      reads(ask, 'tickets.resolved_s', 'tickets.first_resolved_s', 'tickets.resolve_s', 'ticket_flow.kind'),
    find: mostOf({
      all: created,
      odd: countOf(tickets('nobody'), 'created_s', sql`${counted} AND ${t.status} = 'other'`),
    }),
  }),
  team_without_cases: doubt({
    advice: 'Correct the match of the team: it has to name groups, queues or products as the source writes them.',
    touches: ({ where = {} }) => where.team !== undefined,
    find: async (queries, ask) => {
      const isMatched = queries.context.teams.some(({ id, match }) => id === ask.where?.team && match !== undefined);
      if (!isMatched || !queries.present.has('tickets')) return [];
      const any = over(countOf(tickets('nobody'), 'created_s'), 'any');
      return bySegmentOf(queries, { ...ask, by: [] }, { any }, (found) => found.any.n === 0);
    },
  }),
  few_rated: doubt({
    advice:
      'Look whether all ratings are read: a survey tool of its own is imported as surveys, with the id of the case.',
    touches: (ask) => reads(ask, 'surveys.label', 'surveys.score') && ask.metric.axis === 'answered',
    find: (queries, ask) =>
      bySegmentOf(
        queries,
        ask,
        {
          all: countOf(ticketsRated, 'created_s', counted),
          rated: countOf(
            ticketsRated,
            'created_s',
            sql`${counted} AND ${t.created_s} IS NOT NULL AND ${ticketsRated.t.is_rated} = 1`,
          ),
        },
        ({ all, rated }) => all.n >= many && rated.n * 20 < all.n,
      ),
  }),
  one_author: doubt({
    advice: 'Look whether it is a robot, or a mailbox that many people share: name a robot in bots.',
    touches: (ask) => reads(ask, 'tickets.first_reply_s', 'tickets.reply_s') && !isCutBy(ask, 'person'),
    find: async (queries, ask) => {
      const repliers = await repliersOf(queries, ask);
      const all = repliers.reduce((sum, { n }) => sum + n, 0);
      const most = repliers.find(({ account, n }) => account !== null && n * 5 > all * 4);
      return most === undefined || all < many ? [] : [{ segment: {}, about: most.account ?? '' }];
    },
  }),
  answers_like_a_robot: doubt({
    advice: 'Name it in bots if it is a robot, or in people if it is none.',
    touches: (ask) => reads(ask, 'tickets.first_reply_s', 'tickets.reply_s', 'tickets.replies_to_resolution'),
    find: async (queries, ask) => {
      const isKnown = (account: string): boolean => queries.context.people?.has(account) === true;
      const found = (await repliersOf(queries, ask))
        .filter(isLikeRobot)
        .flatMap(({ account }) => (account === null || isKnown(account) ? [] : [account]));
      return found.length === 0 ? [] : [{ segment: {}, about: found.join(', ') }];
    },
  }),
  volume_halved: doubt({
    advice: 'Look whether the whole source is still read: its files, its filters, its permissions.',
    touches: ({ metric, period }) =>
      metric.unit === 'count' && metric.axis === 'created' && ['week', 'month', 'quarter'].includes(period.kind),
    find: async (queries, ask) => {
      if (ask.period.end_s > queries.context.as_of_s) return [];
      const count = async (period: Ask['period']): Promise<number> => {
        const [found] = await queries.measure({ ...ask, by: [], period }, { created });
        return found?.measured.created.n ?? 0;
      };
      const before: Ask['period'][] = [];
      for (let at = previous(ask.period); at !== undefined && before.length < 4; at = previous(at)) before.push(at);
      const [n = 0, ...earlier] = await Promise.all([ask.period, ...before].map(count));
      const least = Math.min(...earlier);
      return earlier.length === 4 && least >= few && n * 2 < least ? [{ segment: {} }] : [];
    },
  }),
  robots_unknown: doubt({
    advice: 'Look at casebook knows: who wrote, who owned and who did what have to be told.',
    touches: ({ metric }) => metric.requires.includes('tickets'),
    find: async (queries, ask) => {
      const { gaps, context } = queries;
      if (context.policies.bot_only === 'include' || !byWhom.some((kind) => gaps.untold.has(kind))) return [];
      return bySegmentOf(queries, ask, { robots }, (found) => found.robots.n > 0);
    },
  }),
  counted_in_all: doubt({
    advice: 'Read it as a bound: a history of the cases, as the helpdesk itself tells it, has when each was.',
    touches: (ask) => reads(ask, 'tickets.reopen_count'),
    find: async (queries, ask) => {
      const { untold } = queries.gaps;
      if (!untold.has('reopenings') && !untold.has('person_replies')) return [];
      const some = reads(ask, 'tickets.reply_count') ? sql`(${reopeningsInAll} OR ${repliesInAll})` : reopeningsInAll;
      const cases = countOf(tickets('nobody'), 'first_resolved_s', sql`${counted} AND ${some}`);
      return bySegmentOf(queries, ask, { cases }, (found) => found.cases.n > 0);
    },
  }),
} as const satisfies Readonly<Record<Exclude<DoubtId, 'impossible_time'>, DoubtRule>>;

/** What shows that a person had a part in a case. */
const byWhom = ['authors', 'person_replies', 'assignments'] as const;
const robots = over(
  countOf(
    tickets('nobody'),
    'created_s',
    sql`${counted} AND ${t.is_bot_only} IS NULL AND NOT (coalesce(${t.tells_authors}, TRUE) AND coalesce(${t.tells_person_replies}, TRUE) AND coalesce(${t.tells_assignments}, TRUE))`,
  ),
  'before_end',
);

const prioritised = countOf(tickets('nobody'), 'created_s', sql`${counted} AND ${t.priority} IS NOT NULL`);
const urgent = countOf(tickets('nobody'), 'created_s', sql`${counted} AND ${t.priority} = 'p1'`);

/** Somebody who gave first replies: how many, how many of them at once, and how many in each quarter of the day. */
interface Replier {
  readonly account: string | null;
  readonly n: number;
  readonly at_once: number;
  readonly by_quarter: readonly number[];
}
const quarter_s = 21_600;
const inQuarter = (i: number) =>
  sql`CASE WHEN mod(${t.first_reply_s}, ${4 * quarter_s}) - mod(${t.first_reply_s}, ${quarter_s}) = ${i * quarter_s} THEN 1 ELSE 0 END`;

async function repliersOf(queries: MetricQueries, ask: Ask): Promise<readonly Replier[]> {
  const rows = await queries.tally(
    { ...ask, by: [] },
    {
      relation: tickets('nobody'),
      at: 'first_reply_s',
      span: 'period',
      where: counted,
      columns: ['first_reply_by'],
      sums: {
        at_once: sql`CASE WHEN ${t.reply_s} < ${reading_s} THEN 1 ELSE 0 END`,
        night: inQuarter(0),
        morning: inQuarter(1),
        noon: inQuarter(2),
        evening: inQuarter(3),
      },
    },
  );
  return rows.map(({ n, row }) => ({
    account: row.first_reply_by === null ? null : String(row.first_reply_by),
    n,
    at_once: Number(row.at_once),
    by_quarter: [row.night, row.morning, row.noon, row.evening].map(Number),
  }));
}

/** Whoever works in shifts leaves a quarter of the day empty, and whoever reads what they answer needs more time. */
const isLikeRobot = ({ n, at_once, by_quarter }: Replier): boolean =>
  isMost(at_once, n) && by_quarter.every((each) => each * 20 >= n);
