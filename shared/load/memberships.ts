import type { memberships, roster } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import { zonedDayStart_s } from '../time/zone.ts';

/** Stands for every source in memberships.helpdesk_source. */
export const everySource = '*';

/**
 * Who was in which team under which account of a helpdesk, from when to when: the roster with its days turned into instants of
 * the company's zone, one row an account. Without helpdesk ids the person's own id is valid in every source, as are ids given as a
 * plain list. `tiers`: by team.
 */
export function membershipsOf(
  people: readonly Row<typeof roster>[],
  zone: string,
  tiers: ReadonlyMap<string, string>,
): readonly Row<typeof memberships>[] {
  return people.flatMap((person) => {
    const { person_id, start_day, end_day, team, level, skill_stack, location } = person;
    const { source, version_key, ingested_s, raw_key } = person;
    if (person_id === null || start_day === null) return [];
    return accountsOf(person_id, person.helpdesk_ids).map(([helpdesk_source, helpdesk_person_id]) => ({
      helpdesk_source,
      helpdesk_person_id,
      person_id,
      team,
      level,
      skill_stack,
      location,
      tier: team === null ? null : (tiers.get(team) ?? null),
      from_s: zonedDayStart_s(start_day, zone),
      to_s: end_day === null ? null : zonedDayStart_s(end_day, zone),
      source,
      version_key,
      ingested_s,
      raw_key,
    }));
  });
}

function accountsOf(
  person_id: string,
  helpdesk_ids: string | null,
): readonly (readonly [source: string, id: string])[] {
  const ids = JSON.parse(helpdesk_ids ?? '[]') as readonly string[] | Readonly<Record<string, string>>;
  if (!Array.isArray(ids)) return Object.entries(ids);
  return ids.length === 0 ? [[everySource, person_id]] : ids.map((id: string) => [everySource, id] as const);
}
