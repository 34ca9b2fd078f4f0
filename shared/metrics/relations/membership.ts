import type { Frame } from '../relation.ts';

/**
 * Joins the post that a helpdesk person held at an instant. Of two posts at once the one that began later counts, so that no row
 * is doubled. An account named for one source wins over one named for every source ('*').
 * `withRosterIds`: the person may also be named by the roster's own id. Answers the joins and how to read a column of the post; null when there is no roster.
 */
export function membershipAt(
  person: string,
  source: string,
  at: string,
  frame: Frame,
  withRosterIds = false,
): { readonly joins: readonly string[]; readonly post: (column: PostColumn) => string } | null {
  if (!frame.present.has('memberships')) return null;
  const join = (name: string, sourceIs: string): string =>
    `LEFT JOIN ${posts(withRosterIds)} AS ${name} ON ${name}.helpdesk_source = ${sourceIs} AND ${name}.helpdesk_person_id = ${person}` +
    ` AND ${name}.from_s <= ${at} AND ${name}.until_s > ${at}`;
  return {
    joins: [join('own_post', source), join('any_post', `'*'`)],
    post: (column) => `coalesce(own_post.${column}, any_post.${column})`,
  };
}
export type PostColumn = 'person_id' | 'team' | 'level' | 'skill_stack' | 'location' | 'tier';

const forever_s = 9_000_000_000_000;
const columns =
  'helpdesk_source, helpdesk_person_id, person_id, team, level, skill_stack, location, tier, from_s, to_s';
/** Imported files may name people by their roster id instead of a helpdesk account. */
const rosterIds = `(SELECT ${columns} FROM memberships
    UNION SELECT '*', person_id, person_id, team, level, skill_stack, location, tier, from_s, to_s FROM memberships)`;
const posts = (withRosterIds: boolean): string =>
  `(SELECT helpdesk_source, helpdesk_person_id, person_id, team, level, skill_stack, location, tier, from_s,
    least(coalesce(to_s, ${forever_s}), coalesce(lead(from_s) OVER (PARTITION BY helpdesk_source, helpdesk_person_id
      ORDER BY from_s, person_id), ${forever_s})) AS until_s
  FROM ${withRosterIds ? `${rosterIds} AS listed` : 'memberships'})`;
