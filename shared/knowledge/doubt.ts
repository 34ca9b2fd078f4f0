/** Reasons not to trust a number that is exact, each in half a sentence. What finds them: metrics/doubt-rules.ts. */
export const doubts = {
  resolved_at_once: 'most cases that are resolved were so within a minute of their creation',
  answered_at_once: 'most first replies come within 20 seconds, before a person could have read the case',
  mostly_p1: 'more than half of the cases whose priority is known have the highest',
  mostly_other_status: 'the status of most cases has no meaning in the configuration',
  team_without_cases: 'no case was ever found for the team',
  few_rated: 'fewer than one case in twenty was rated',
  one_author: 'one account gives more than four of five first replies',
  answers_like_a_robot: 'an account answers most of its cases within 20 seconds at any hour, as no person can',
  volume_halved: 'fewer than half as many cases came in as in any of the four periods before',
  robots_unknown: 'nobody knows whether robots alone handled some of the cases: they count as those of people',
  counted_in_all:
    'of some cases only counts are told, so that replies after the resolution and late reopenings count as well',
  days_only: 'times are days without a time of day: how long cases took is known to the day only',
  impossible_time:
    'cases have an end that cannot be, before their beginning or still to come: they are in no part of the number',
} as const satisfies Readonly<Record<string, string>>;

export type DoubtId = keyof typeof doubts;
export const doubtIds = Object.keys(doubts) as [DoubtId, ...DoubtId[]];
/** The words of one; an id that nobody knows, as of a later version, says itself. */
export const meaningOf = (id: string): string => (doubts as Readonly<Record<string, string>>)[id] ?? id;
