import { monthsOf, type Period } from '../../period.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { known, noData, quotient } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';
import type { MetricValue } from '../value.ts';
import { segmentOfPost, type Post } from './posts.ts';
import { workforceOf, type Workforce } from './workforce.ts';

/** Sum over the days of [start_day, end_day) of the fte in force, thousandths of a person times days. */
export const fteDays = (posts: readonly Post[], start_day: number, end_day: number): number =>
  posts.reduce(
    (sum, post) =>
      sum + post.fte_milli * Math.max(0, Math.min(post.end_day, end_day) - Math.max(post.start_day, start_day)),
    0,
  );

/** All posts inside the asked segment, by segment. */
function postsBySegment(force: Workforce, ask: Ask) {
  const posts = [...force.posts.values()].flat().filter((post) => isIn(ask.where, segmentOfPost(post, post.person)));
  return bySegment(ask, posts, (post) => segmentOfPost(post, post.person));
}

export async function averageHeadcount(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const force = await workforceOf(queries, ask);
  const days = force.end_day - force.start_day;
  return postsBySegment(force, ask)
    .map(({ segment, rows }) => {
      const there = rows.filter((post) => post.start_day < force.end_day && post.end_day > force.start_day);
      const people = new Set(there.map(({ person }) => person)).size;
      const milli = fteDays(there, force.start_day, force.end_day);
      return {
        segment,
        value: known(days <= 0 ? 0 : quotient(BigInt(milli), BigInt(days) * 1000n), people),
        extras: { people, days: Math.max(0, days) },
      };
    })
    .filter(({ extras }) => ask.by.length === 0 || extras.people > 0);
}

/**
 * A monthly rate: people counted by `count` in each month over the month's average head count; for a longer period the mean of
 * its months (or the parts of months in the period), each beside it. Months in which nobody was there are left out.
 */
export async function monthlyRate(
  queries: MetricQueries,
  ask: Ask,
  count: (posts: readonly Post[], month: Period, force: Workforce) => number,
  beside: (posts: readonly Post[], force: Workforce) => Readonly<Record<string, number>> = () => ({}),
): Promise<readonly Part[]> {
  const force = await workforceOf(queries, ask);
  const first = { ...ask.period, start_day: Math.max(ask.period.start_day, force.start_day) };
  const known = { ...first, end_day: Math.min(ask.period.end_day, force.end_day) };
  const months = monthsOf(known).map((month) => ({
    ...month,
    start_day: Math.max(month.start_day, known.start_day),
    end_day: Math.min(month.end_day, known.end_day),
  }));
  return postsBySegment(force, ask).map(({ segment, rows }) => {
    const each = months.flatMap((month) => {
      const days = month.end_day - month.start_day;
      const milli = fteDays(rows, month.start_day, month.end_day);
      const people = count(rows, month, force);
      return milli === 0 ? [] : [{ id: month.id, people, rate: (people * 1000 * days) / milli }];
    });
    const people = each.reduce((sum, month) => sum + month.people, 0);
    const value: MetricValue =
      each.length === 0
        ? noData('zero_denominator')
        : {
            status: 'known',
            value: each.reduce((sum, { rate }) => sum + rate, 0) / each.length,
            n: people,
            numerator: people,
            denominator: null,
            interval: null,
          };
    return {
      segment,
      value,
      extras: {
        people,
        ...Object.fromEntries(each.map(({ id, rate }) => [`rate_${id}`, rate])),
        ...beside(rows, force),
      },
    };
  });
}
