import { dayText, flagOf } from '../connectors/input-files/checks.ts';
import type { InputFlag } from '../connectors/input-files/input-table.ts';
import type { Ports, QueryResult } from '../ports.ts';

/**
 * Stored rows that cannot all be right, whichever files or helpdesks they came from. An import refuses what contradicts delivered
 * files; this also sees what was stored before the rule, and what helpdesks say.
 */
export async function contradictions({ warehouse }: Pick<Ports, 'warehouse'>): Promise<readonly InputFlag[]> {
  const found: InputFlag[] = [];
  for (const { flag, sql, shown, advice } of statements) {
    const { rows } = await warehouse.query(flag, sql);
    const flags = flagOf(flag, rows.map(shown));
    found.push(...(advice === undefined ? flags : flags.map((one) => ({ ...one, advice }))));
  }
  return found;
}

interface Statement {
  readonly flag: string;
  readonly sql: string;
  readonly shown: (row: QueryResult['rows'][number]) => string;
  /** What to do about it, where that is not to correct a file. */
  readonly advice?: string;
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
  {
    // The vendor bills what no helpdesk has: ai_claim_gap counts it as not provable.
    flag: 'ai_usage_without_case',
    sql: `SELECT u.line_id, u.ticket_id FROM ai_usage AS u
LEFT JOIN (SELECT source AS case_source, ticket_id AS case_id FROM tickets) AS c
  ON c.case_source = coalesce(u.ticket_source, u.source) AND c.case_id = u.ticket_id
WHERE u.ticket_id IS NOT NULL AND c.case_id IS NULL ORDER BY u.line_id`,
    shown: ([line, ticket]) => `line ${line}: no case ${ticket}`,
    advice: 'Ask the vendor what it billed; ai_claim_gap counts these as not provable.',
  },
];
