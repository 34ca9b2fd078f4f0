import { factsOf } from '../../metrics/compile.ts';
import { tickets } from '../../metrics/relations/tickets.ts';
import { seen } from '../asks.ts';
import type { List } from '../section.ts';

/** Cases solved in the period as the helpdesks have them, and how many of them the policy leaves out. */
export const closedCases: List = {
  id: 'closed_cases',
  sql: (context, frame) => {
    if (!frame.present.has('tickets')) return null;
    const { start_s, end_s } = context.periods.now;
    const { sql } = factsOf({ relation: tickets('resolved'), frame, where: seen(context), sets: [], wanted: [] });
    return `SELECT count(*) AS solved, sum(CASE WHEN solved_rows.is_counted THEN 0 ELSE 1 END) AS removed
  FROM (${sql}) AS solved_rows WHERE solved_rows.resolved_s >= ${start_s} AND solved_rows.resolved_s < ${end_s}`;
  },
};
