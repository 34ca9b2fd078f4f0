import type { Configuration } from '../config/configuration.ts';
import type { InputFlag } from '../connectors/input-files/input-table.ts';
import { referenceFlags } from '../connectors/input-files/references.ts';
import type { AnyRow } from '../lake/table.ts';
import type { Ports } from '../ports.ts';

/**
 * What the stored inputs refer to without it being there: levels without a coefficient, activities without a weight, currencies
 * without a rate, ... Reads only the columns it compares, each combination once.
 */
export async function inputFlags(
  { warehouse }: Pick<Ports, 'warehouse'>,
  { organisation, teams, calendars }: Pick<Configuration, 'organisation' | 'teams' | 'calendars'>,
): Promise<readonly InputFlag[]> {
  const distinct = async (table: string, ...columns: readonly string[]): Promise<readonly AnyRow[]> => {
    const names = columns.join(', ');
    const { rows } = await warehouse.query(
      `references of ${table}`,
      `SELECT DISTINCT ${names} FROM ${table} ORDER BY ${names}`,
    );
    return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
  };
  const stored = await distinct('calendars', 'calendar_id');
  return referenceFlags({
    roster: await distinct('roster', 'person_id', 'start_day', 'end_day', 'role', 'team', 'level', 'calendar_id'),
    level_coefficients: await distinct('level_coefficients', 'level', 'from_day', 'to_day'),
    activity_weights: await distinct('activity_weights', 'activity', 'from_day', 'to_day'),
    time_log: await distinct('time_log', 'activity', 'work_day', 'person_id'),
    costs: await distinct('costs', 'line_id', 'cost_centre', 'team', 'currency', 'period_start_day', 'period_end_day'),
    revenue: await distinct('revenue', 'currency', 'recognised_day'),
    fx_rates: await distinct('fx_rates', 'currency', 'base', 'from_day', 'to_day'),
    calendar_ids: [...Object.keys(calendars), ...stored.map(({ calendar_id }) => String(calendar_id))],
    team_ids: teams.map(({ id }) => id),
    currency: organisation.currency,
    cost_centres: organisation.cost_centres ?? null,
    unlisted_accounts: await unlistedAccounts(warehouse),
    newest_day: await newestDay(warehouse),
  });
}

const unlistedAccounts = async (warehouse: Ports['warehouse']): Promise<readonly string[]> => {
  const { rows } = await warehouse.query(
    'accounts of tickets without a row',
    `SELECT named.account_id FROM (SELECT DISTINCT account_id FROM tickets WHERE account_id IS NOT NULL) AS named
     LEFT JOIN (SELECT DISTINCT account_id FROM accounts) AS listed ON listed.account_id = named.account_id
     WHERE listed.account_id IS NULL AND (SELECT count(*) FROM accounts) > 0 ORDER BY named.account_id`,
  );
  return rows.map(([account_id]) => String(account_id));
};
const newestDay = async (warehouse: Ports['warehouse']): Promise<number | null> => {
  const { rows } = await warehouse.query('newest ticket', 'SELECT max(created_s) AS newest_s FROM tickets');
  const newest_s = rows[0]?.[0];
  return newest_s === null || newest_s === undefined ? null : Math.floor(Number(newest_s) / 86_400);
};
