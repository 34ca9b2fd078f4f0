import type { Configuration } from '../config/configuration.ts';
import type { ListName, Lists, Reference } from '../connectors/input-files/named-elsewhere.ts';
import { identifier } from '../lake/literal.ts';
import type { Ports } from '../ports.ts';

/**
 * The lists that some references are compared with, each read once. A list that nobody keeps is null: without any account, roster or
 * team there is nothing that a name could be missing from, and the metrics say no_input.
 */
export async function listsFor(
  wanted: readonly Reference[],
  { warehouse }: Pick<Ports, 'warehouse'>,
  { organisation, teams, calendars, sources }: Pick<Configuration, 'organisation' | 'teams' | 'calendars' | 'sources'>,
): Promise<Lists> {
  const stored = async (table: string, column: string): Promise<readonly string[]> => {
    const name = identifier(column);
    const { rows } = await warehouse.query(
      `names of ${table}`,
      `SELECT DISTINCT ${name} FROM ${identifier(table)} WHERE ${name} IS NOT NULL ORDER BY ${name}`,
    );
    return rows.map(([value]) => String(value));
  };
  const kept = (names: readonly string[]): readonly string[] | null => (names.length === 0 ? null : names);
  const teamIds = teams.map(({ id }) => id);
  const read: Readonly<Record<ListName, () => Promise<readonly string[] | null>>> = {
    accounts: async () => kept(await stored('accounts', 'account_id')),
    calendars: async () => [...Object.keys(calendars), ...(await stored('calendars', 'calendar_id'))],
    cost_centres: () => Promise.resolve(organisation.cost_centres ?? null),
    cost_teams: async () => [...teamIds, ...(await stored('roster', 'team'))],
    people: async () => kept(await stored('roster', 'person_id')),
    sources: () => Promise.resolve(sources.map(({ id }) => id)),
    teams: () => Promise.resolve(kept(teamIds)),
  };
  const lists: Partial<Record<ListName, readonly string[] | null>> = {};
  for (const name of new Set(wanted.map(({ list }) => list))) lists[name] = await read[name]();
  return lists;
}
