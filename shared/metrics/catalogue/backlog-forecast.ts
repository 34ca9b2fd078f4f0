import { errorsOf, lastForecasts, nextWeek, weeksNeeded } from '../../stats/week-forecast.ts';
import { bigintOf, numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { over, sumOf } from '../measure.ts';
import { fullWeeks } from '../measures/full-weeks.ts';
import { known, noData } from '../outcome.ts';
import { backlog } from './backlog.ts';
import { steps } from '../relations/by-slot.ts';
import { bySegment, segmentKey } from '../segments.ts';
import { sql } from '../sql.ts';

const { t } = steps;

export const backlogForecast = computed({
  id: 'backlog_forecast',
  title: 'Open cases expected in seven days',
  question: 'How many cases will be open in seven days, and when would the backlog be clear?',
  group: 'Ahead',
  formula:
    'open at the end + what will come - what will go, each forecast as volume_forecast; clear_day: the end + open / (what went - what came a day, over eight weeks)',
  unit: 'count',
  direction: 'down',
  audience: ['executive', 'lead'],
  cadence: ['weekly'],
  inputs: ['ticket_flow.kind', 'ticket_flow.at_s', 'tickets.is_counted'],
  population: 'as backlog, over the 21 stretches of seven days before the end of the period',
  axis: 'instant',
  credit: 'owner at the end',
  dimensions: ticketAndPerson,
  requires: ['ticket_flow', 'tickets'],
  no_data: ['below_minimum_n'],
  pitfalls:
    'As volume_forecast. clear_day is arithmetic, no promise: the day on which nothing would be open if every week were like the mean of the last eight; there is none while more comes than goes.',
  basis: 'described',
  source: ['Zendesk 6443365725210: eight-weeks average with momentum'],

  evaluate: async (queries, ask) => {
    const weeks = await fullWeeks(queries, ask);
    if (weeks === null) return [{ segment: {}, value: noData('below_minimum_n') }];
    const [told, rows, open] = await Promise.all([
      queries.metric({ ...weeks.ask, metric: backlog, companions: false }),
      queries.tally(weeks.ask, {
        relation: steps,
        at: 'at_s',
        span: 'period',
        where: sql`${t.is_place_told}`,
        columns: ['slot_s'],
        sums: {
          came: sql`CASE WHEN ${t.change} > 0 THEN ${t.change} ELSE 0 END`,
          went: sql`CASE WHEN ${t.change} < 0 THEN 0 - ${t.change} ELSE 0 END`,
        },
      }),
      queries.measure(weeks.ask, { open: over(sumOf(steps, 'at_s', t.change, sql`${t.is_place_told}`), 'before_end') }),
    ]);
    const opens = new Map(open.map(({ segment, measured }) => [segmentKey(segment), Number(measured.open.total)]));
    // where nothing is open now, something may have been
    const all = [...open.map(({ segment }) => ({ segment, row: null })), ...rows];
    return bySegment(ask, all, ({ segment }) => segment).map(({ segment, rows: own }) => {
      const came = Array.from({ length: weeksNeeded }, () => 0);
      const went = Array.from({ length: weeksNeeded }, () => 0);
      for (const { row } of own) {
        if (row === null) continue;
        const week = weeks.at(numberOf(row.slot_s) ?? 0);
        came[week] = (came[week] ?? 0) + Number(bigintOf(row.came));
        went[week] = (went[week] ?? 0) + Number(bigintOf(row.went));
      }
      const now = opens.get(segmentKey(segment)) ?? 0;
      // what nobody knows of the backlog, nobody knows of the one to come
      const { value: standing, not_told = 0 } =
        told.find((one) => segmentKey(one.segment) === segmentKey(segment)) ?? {};
      const lost = not_told === 0 ? {} : { not_told };
      if (standing?.status === 'no_data') return { segment, value: standing, ...lost };
      /** Open at the end of each week, walked back from the last. */
      const closing = came.map((_, week) => now - sumAfter(came, week) + sumAfter(went, week));
      const ahead = (before: number, since: readonly number[], gone: readonly number[]): number =>
        Math.max(0, before + nextWeek(since).value - nextWeek(gone).value);
      const value = ahead(now, came, went);
      const goneBefore = new Map(lastForecasts(went));
      const { low, high, wape } = errorsOf(
        lastForecasts(came).map(
          ([at, before]) => [closing[at] ?? 0, ahead(closing[at - 1] ?? 0, before, goneBefore.get(at) ?? [])] as const,
        ),
      );
      const shrinks = (sumAfter(went, weeksNeeded - 9) - sumAfter(came, weeksNeeded - 9)) / 56;
      return {
        segment,
        value: known(value, now),
        ...lost,
        extras: {
          open: now,
          low: Math.max(0, value + low),
          high: value + high,
          wape,
          clear_day: now === 0 ? weeks.end_day : shrinks > 0 ? weeks.end_day + Math.ceil(now / shrinks) : null,
          falls_a_day: shrinks,
        },
      };
    });
  },
});

const sumAfter = (weeks: readonly number[], week: number): number =>
  weeks.slice(week + 1).reduce((sum, value) => sum + value, 0);
