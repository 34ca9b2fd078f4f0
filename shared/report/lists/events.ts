import type { List } from '../section.ts';

/** What happened in the weeks that a trend shows, latest first. */
export const happenings: List = {
  id: 'happenings',
  sql: ({ periods }, frame) =>
    frame.present.has('events')
      ? `SELECT day, text, author FROM events
WHERE day >= ${periods.history[0]?.start_day ?? periods.now.start_day} AND day < ${periods.now.end_day} ORDER BY day DESC, author, text LIMIT 26`
      : null,
};
