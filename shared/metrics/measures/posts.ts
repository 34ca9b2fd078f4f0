import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Segment } from '../value.ts';

/** What a person was from a day on: one row of the roster. */
export interface Post {
  readonly person: string;
  readonly role: string;
  readonly team: string | null;
  readonly level: string | null;
  readonly skill_stack: string | null;
  readonly location: string | null;
  readonly calendar: string | null;
  readonly fte_milli: number;
  readonly start_day: number;
  /** Exclusive; Infinity while it lasts. */
  readonly end_day: number;
  readonly end_reason: string | null;
}

/** The roster as posts by person, ascending. A later post ends an earlier one, so that nobody is counted twice on a day. */
export function postsOf(rows: readonly FactRow[]): ReadonlyMap<string, readonly Post[]> {
  const text = (row: FactRow, name: string): string | null => (row[name] === null ? null : String(row[name]));
  const all = rows
    .map((row) => ({
      person: String(row.person_id),
      role: text(row, 'role') ?? 'other',
      team: text(row, 'team'),
      level: text(row, 'level'),
      skill_stack: text(row, 'skill_stack'),
      location: text(row, 'location'),
      calendar: text(row, 'calendar_id'),
      fte_milli: numberOf(row.fte_milli) ?? 1000,
      start_day: numberOf(row.start_day) ?? -Infinity,
      end_day: numberOf(row.end_day) ?? Infinity,
      end_reason: text(row, 'end_reason'),
    }))
    .sort((a, b) => (a.person < b.person ? -1 : a.person > b.person ? 1 : a.start_day - b.start_day));
  return new Map(
    [...Map.groupBy(all, ({ person }) => person)].map(([person, posts]) => [
      person,
      posts.map((post, i) => ({ ...post, end_day: Math.min(post.end_day, posts[i + 1]?.start_day ?? Infinity) })),
    ]),
  );
}

/** The post on a day; in a gap the one before it, before the first the first. */
export const postOn = (posts: readonly Post[], day: number): Post | undefined =>
  posts.findLast(({ start_day }) => start_day <= day) ?? posts[0];
export const isOn = (post: Post, day: number): boolean => post.start_day <= day && day < post.end_day;

export const segmentOfPost = (post: Post | undefined, person: string): Segment => ({
  team: post?.team ?? 'unknown',
  level: post?.level ?? 'unknown',
  skill_stack: post?.skill_stack ?? 'unknown',
  location: post?.location ?? 'unknown',
  person,
});
