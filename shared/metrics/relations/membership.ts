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
/**
 * Joins the last post that a helpdesk person held before an instant, else the first after it: who somebody is does not end with the
 * post. For the name alone; a person without a post on that day belongs to no team. null when there is no roster.
 */
export function lastKnownAs(
  person: string,
  source: string,
  at: string,
  frame: Frame,
  withRosterIds: boolean,
): { readonly joins: readonly string[]; readonly person_id: string } | null {
  if (!frame.present.has('memberships')) return null;
  const join = (name: string, sourceIs: string): string =>
    `LEFT JOIN ${posts(withRosterIds)} AS ${name} ON ${name}.helpdesk_source = ${sourceIs} AND ${name}.helpdesk_person_id = ${person}` +
    ` AND ${name}.known_from_s <= ${at} AND ${name}.known_until_s > ${at}`;
  return {
    joins: [join('own_name', source), join('any_name', `'*'`)],
    person_id: 'coalesce(own_name.person_id, any_name.person_id)',
  };
}
export type PostColumn = 'person_id' | 'team' | 'level' | 'skill_stack' | 'location' | 'tier';

const forever_s = 9_000_000_000_000;
const columns =
  'helpdesk_source, helpdesk_person_id, person_id, team, level, skill_stack, location, tier, from_s, to_s';
/** Imported files may name people by their roster id instead of a helpdesk account. */
const rosterIds = `(SELECT ${columns} FROM memberships
    UNION SELECT '*', person_id, person_id, team, level, skill_stack, location, tier, from_s, to_s FROM memberships)`;
const account = 'PARTITION BY helpdesk_source, helpdesk_person_id ORDER BY from_s, person_id';
const posts = (withRosterIds: boolean): string =>
  `(SELECT helpdesk_source, helpdesk_person_id, person_id, team, level, skill_stack, location, tier, from_s,
    least(coalesce(to_s, ${forever_s}), coalesce(lead(from_s) OVER (${account}), ${forever_s})) AS until_s,
    CASE WHEN row_number() OVER (${account}) = 1 THEN 0 ELSE from_s END AS known_from_s,
    coalesce(lead(from_s) OVER (${account}), ${forever_s}) AS known_until_s
  FROM ${withRosterIds ? `${rosterIds} AS listed` : 'memberships'})`;
