import { dayText, flagOf } from '../connectors/input-files/checks.ts';
import type { InputFlag } from '../connectors/input-files/input-table.ts';
import type { Ports, QueryResult } from '../ports.ts';

/**
 * Stored rows that cannot all be right, whichever files or helpdesks they came from. An import refuses what contradicts delivered
 * files; this also sees what was stored before the rule, and what helpdesks say.
 */
export async function contradictions({ warehouse }: Pick<Ports, 'warehouse'>): Promise<readonly InputFlag[]> {
  const found: InputFlag[] = [];
  for (const { flag, sql, shown } of statements) {
    const { rows } = await warehouse.query(flag, sql);
    found.push(...flagOf(flag, rows.map(shown)));
  }
  return found;
}

interface Statement {
  readonly flag: string;
  readonly sql: string;
  readonly shown: (row: QueryResult['rows'][number]) => string;
}

const statements: readonly Statement[] = [
  {
    flag: 'more_than_24_hours_a_day',
    sql: `SELECT person_id, work_day, sum(worked_s) AS worked_s FROM time_log GROUP BY person_id, work_day
HAVING sum(worked_s) > 86400 ORDER BY person_id, work_day`,
    shown: ([person, day, worked_s]) => `${person} on ${dayText(Number(day))}: ${Number(worked_s) / 3600} hours`,
  },
  {
    flag: 'survey_scale_in_two_directions',
    sql: `SELECT kind, scale_min, scale_max FROM surveys WHERE scale_reversed IS NOT NULL
GROUP BY kind, scale_min, scale_max HAVING count(DISTINCT scale_reversed) > 1 ORDER BY kind, scale_min, scale_max`,
    shown: ([kind, min, max]) => `${kind} from ${min} to ${max}`,
  },
  {
    // Churn and retention count accounts.ended_day; an event alone moves neither.
    flag: 'churned_account_without_end',
    sql: `SELECT e.event_id, e.account_id FROM account_events AS e
JOIN (SELECT account_id, max(from_day) AS from_day FROM accounts GROUP BY account_id) AS l ON l.account_id = e.account_id
JOIN accounts AS a ON a.account_id = l.account_id AND a.from_day = l.from_day
WHERE e.kind = 'churned' AND a.ended_day IS NULL ORDER BY e.event_id`,
    shown: ([event, account]) => `event ${event}: ${account} has no ended_day in accounts`,
  },
];
