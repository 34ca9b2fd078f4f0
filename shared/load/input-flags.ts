import { aiAgentsOf } from '../config/ai-agents.ts';
import type { Configuration } from '../config/configuration.ts';
import type { InputFlag } from '../connectors/input-files/input-table.ts';
import { type Lists, type Reference, references, unlistedStored } from '../connectors/input-files/named-elsewhere.ts';
import { referenceFlags } from '../connectors/input-files/references.ts';
import type { AnyRow } from '../lake/table.ts';
import type { Ports } from '../ports.ts';
import { flagOf } from '../connectors/input-files/checks.ts';
import { contradictions } from './input-contradictions.ts';
import { listsFor } from './lists.ts';
import { everySource } from './memberships.ts';

/**
 * What the stored inputs refer to without it being there: levels without a coefficient, activities without a weight, currencies
 * without a rate, ... Reads only the columns it compares, each combination once.
 */
export async function inputFlags(
  { warehouse }: Pick<Ports, 'warehouse'>,
  configuration: Pick<Configuration, 'organisation' | 'teams' | 'calendars' | 'sources'>,
): Promise<readonly InputFlag[]> {
  const { organisation } = configuration;
  const lists = await listsFor(references, { warehouse }, configuration);
  const distinct = (table: string, ...columns: readonly string[]) => distinctRows(warehouse, table, columns);
  const unlisted: InputFlag[] = [];
  for (const reference of references) unlisted.push(...(await storedUnlisted(reference, lists, { warehouse })));
  const absent = referenceFlags({
    roster: await distinct('roster', 'person_id', 'start_day', 'end_day', 'role', 'level'),
    level_coefficients: await distinct('level_coefficients', 'level', 'from_day', 'to_day'),
    activity_weights: await distinct('activity_weights', 'activity', 'from_day', 'to_day'),
    time_log: await distinct('time_log', 'activity', 'work_day'),
    costs: await distinct('costs', 'line_id', 'cost_centre', 'currency', 'period_start_day', 'period_end_day'),
    revenue: await distinct('revenue', 'currency', 'recognised_day'),
    fx_rates: await distinct('fx_rates', 'currency', 'base', 'from_day', 'to_day'),
    currency: organisation.currency,
    cost_centres: organisation.cost_centres ?? null,
    unlisted_accounts: await unlistedAccounts(warehouse),
    newest_day: await newestDay(warehouse),
  });
  return [
    ...unlisted,
    ...absent,
    ...(await contradictions({ warehouse })),
    ...(await robotsInRoster(warehouse, configuration)),
  ];
}

/** An AI agent is no member of a team: its work would be somebody's, and its post would be capacity. */
async function robotsInRoster(
  warehouse: Ports['warehouse'],
  { sources }: Pick<Configuration, 'sources'>,
): Promise<readonly InputFlag[]> {
  const { rows } = await warehouse.query(
    'accounts of the roster',
    'SELECT DISTINCT helpdesk_source, helpdesk_person_id, person_id FROM memberships ORDER BY person_id, helpdesk_person_id',
  );
  const robots = sources.flatMap((source) => [...aiAgentsOf(source)].map((account) => [source.id, account] as const));
  const both = rows.flatMap(([listed, account, person]) =>
    robots.some(([source, robot]) => robot === account && (listed === source || listed === everySource))
      ? [`${person}: account ${account} is named in bots`]
      : [],
  );
  const advice = 'Take the account out of the roster, or out of bots of its source in casebook.yaml.';
  return flagOf('ai_agent_in_roster', [...new Set(both)]).map((flag) => ({ ...flag, advice }));
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

/** What stored rows of a reference's table name in vain. */
export async function storedUnlisted(
  reference: Reference,
  lists: Lists,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly InputFlag[]> {
  if ((lists[reference.list] ?? null) === null) return [];
  const columns = [...(reference.row === undefined ? [] : [reference.row[0]]), reference.column];
  return unlistedStored(reference, await distinctRows(warehouse, reference.table, columns), lists);
}

async function distinctRows(
  warehouse: Ports['warehouse'],
  table: string,
  columns: readonly string[],
): Promise<readonly AnyRow[]> {
  const names = columns.join(', ');
  const { rows } = await warehouse.query(
    `references of ${table}`,
    `SELECT DISTINCT ${names} FROM ${table} ORDER BY ${names}`,
  );
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
}
