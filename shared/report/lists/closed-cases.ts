import { factsOf } from '../../metrics/compile.ts';
import { handledByAnyone } from '../../metrics/measures/tickets.ts';
import { tickets } from '../../metrics/relations/tickets.ts';
import { seen } from '../asks.ts';
import type { List } from '../section.ts';

/** Cases solved in the period as the helpdesks have them, and how many of them are not among those that costs pay for. */
export const closedCases: List = {
  id: 'closed_cases',
  sql: (context, frame) => {
    if (!frame.present.has('tickets')) return null;
    const { start_s, end_s } = context.periods.now;
    const { sql } = factsOf({ relation: tickets('resolved'), frame, where: seen(context), sets: [], wanted: [] });
    return `SELECT count(*) AS solved, sum(CASE WHEN ${handledByAnyone.text} THEN 0 ELSE 1 END) AS removed
  FROM (${sql}) AS t WHERE t.resolved_s >= ${start_s} AND t.resolved_s < ${end_s}`;
  },
};
