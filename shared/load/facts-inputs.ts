import { hash } from 'node:crypto';
import { z } from 'zod';
import { nameFields, type NameField } from '../connectors/names.ts';
import { statusCategoryField } from '../connectors/status-category.ts';
import type { TicketStatus } from '../events/event.ts';
import { isOneOf, ticketStatuses } from '../events/words.ts';
import { identifier, literal, literals } from '../lake/literal.ts';
import { groups, people } from '../lake/tables.ts';
import type { Row, Table } from '../lake/table.ts';
import type { Ports } from '../ports.ts';
import { updateText } from '../state.ts';
import { settleMerges } from './contact-merges.ts';
import type { Tickets } from './pending.ts';
import { presumedStaff } from './presumed-staff.ts';

/** What is known of the people and groups of a helpdesk: facts depend on it. */
export interface FactsInputs {
  readonly people: readonly Row<typeof people>[];
  readonly groups: readonly Row<typeof groups>[];
  /** Who is in no list of people, and what they are all the same. */
  readonly presumed: ReadonlyMap<string, Presumed>;
  /** What the helpdesk itself says of its statuses, by their names in lower case; else `other`, where a mapping means it. */
  readonly statuses: ReadonlyMap<string, TicketStatus>;
  /** What the helpdesk calls its statuses and brands, by their ids. */
  readonly names: Readonly<Record<NameField, ReadonlyMap<string, string>>>;
}
/** Customers by a merge of contacts; staff by what they did. */
export type Presumed = 'customer' | 'staff';

/** A list of people without anybody who works there was read in part: that it calls somebody a customer then means nothing. */
export const knowsStaff = ({ people }: Pick<FactsInputs, 'people'>): boolean =>
  people.some(({ role, is_bot }) => is_bot !== true && role !== null && role !== 'customer');

/** Reads people and groups of a source as they are stored, and who else is known. */
export async function factsInputs(source: string, { warehouse }: Pick<Ports, 'warehouse'>): Promise<FactsInputs> {
  const read = async <T extends Table>(table: T): Promise<Row<T>[]> => {
    const rows: Row<T>[] = [];
    const columns = Object.keys(table.columns).map(identifier).join(', ');
    const sql = `SELECT ${columns} FROM ${identifier(table.name)} WHERE source = ${literal(source)}`;
    for await (const batch of warehouse.stream(table.name, sql, table.key))
      for (const row of batch) rows.push(row as Row<T>);
    return rows;
  };
  const listed = await read(people);
  const known = new Set(listed.map(({ person_id }) => person_id));
  const merged = await settleMerges(source, { warehouse });
  const staff = knowsStaff({ people: listed }) ? await presumedStaff(source, { warehouse }) : [];
  const presumed = [
    ...[...merged].map((id) => [id, 'customer'] as const),
    ...staff.map((id) => [id, 'staff'] as const),
  ].filter(([id]) => !known.has(id));
  const told = await toldValues(source, { warehouse });
  return { people: listed, groups: await read(groups), presumed: new Map(presumed), ...told };
}

/** What the helpdesk itself says of its own values. */
async function toldValues(
  source: string,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<Pick<FactsInputs, 'statuses' | 'names'>> {
  const { rows } = await warehouse.query(
    'what the helpdesk says of its values',
    `SELECT field, raw_value, value FROM field_mappings WHERE source = ${literal(source)}
  AND (field IN (${literals([statusCategoryField, ...nameFields])}) OR (field = 'status' AND value = 'other' AND is_mapped)) ORDER BY field, raw_value`,
  );
  const of = (field: string): readonly (readonly [raw: string, value: unknown])[] =>
    rows.flatMap(([own, raw, value]) => (own === field ? [[String(raw), value] as const] : []));
  const namesOf = (field: NameField): ReadonlyMap<string, string> =>
    new Map(of(field).flatMap(([id, name]) => (typeof name === 'string' ? [[id, name] as const] : [])));
  return {
    // what the helpdesk says of a status wins over a mapping to `other`
    statuses: new Map(
      [...of('status'), ...of(statusCategoryField)].flatMap(([raw, value]) =>
        isOneOf(ticketStatuses, value) ? [[raw.toLowerCase(), value] as const] : [],
      ),
    ),
    names: { status_name: namesOf('status_name'), brand_name: namesOf('brand_name') },
  };
}

const Stored = z.object({ v: z.literal(1), fingerprint: z.string(), members: z.record(z.string(), z.string()) });
type Stored = z.output<typeof Stored>;

/** More changed people than this, and every ticket is derived again. */
const limit = 500;

/**
 * What else has to be derived because the rules of the facts, or people and groups, are not those of the last derivation; and
 * how to note down the new ones once it is done. `fingerprint` names the rules: policies, teams, calendars.
 */
export async function changedFacts(
  source: string,
  fingerprint: string,
  inputs: FactsInputs,
  { state, warehouse }: Pick<Ports, 'state' | 'warehouse'>,
): Promise<{
  readonly tickets: Tickets;
  readonly identity: string;
  /** Facts were derived before, by other rules. */
  readonly areRulesNew: boolean;
  done(): Promise<void>;
}> {
  const name = `load/${source}/facts`;
  const found = await state.read(name);
  const now: Stored = { v: 1, fingerprint, members: membersOf(inputs) };
  const text = JSON.stringify(now);
  const identity = hash('sha256', text, 'hex').slice(0, 16);
  const done = async (): Promise<void> => {
    // Two loads at once cannot both be here with different rules; whoever is second derived the same.
    await updateText(state, name, () => text);
  };
  const same = { identity, areRulesNew: false, done };
  if (found?.value === text) return { tickets: [], ...same };
  const before = found === undefined ? undefined : Stored.safeParse(JSON.parse(found.value)).data;
  if (before === undefined || before.fingerprint !== fingerprint)
    return { tickets: 'all', identity, areRulesNew: found !== undefined, done };
  const changed = changedMembers(before.members, now.members);
  if (changed.length === 0) return { tickets: [], ...same };
  if (changed.length > limit) return { tickets: 'all', ...same };
  return { tickets: await ticketsOf(source, changed, { warehouse }), ...same };
}

/** With more people than this, customers are left out: a list of them all would be too long to keep. */
const manyPeople = 20_000;

/** People and groups by id, each with a short hash of what facts read of it. */
function membersOf({ people, groups, presumed }: FactsInputs): Record<string, string> {
  const all = people.length <= manyPeople;
  const members = new Map<string, unknown[]>();
  const add = (id: string | null, facts: unknown): void => {
    if (id !== null) members.set(id, [...(members.get(id) ?? []), facts]);
  };
  for (const { person_id, role, is_bot, group_ids, from_s, to_s } of people) {
    if (all || role !== 'customer' || is_bot === true) add(person_id, [role, is_bot, group_ids, from_s, to_s]);
  }
  for (const [id, role] of presumed) if (all || role === 'staff') add(id, role);
  for (const { group_id, name, tier } of groups) add(group_id, [name, tier]);
  return Object.fromEntries(
    [...members]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, facts]) => [id, hash('sha256', JSON.stringify(facts), 'base64url')]),
  );
}

const changedMembers = (before: Stored['members'], now: Stored['members']): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((id) => before[id] !== now[id]).sort();

/** Tickets in whose events or attributes any of these ids occurs. */
async function ticketsOf(
  source: string,
  members: readonly string[],
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly string[]> {
  const ids = literals(members);
  const sql = `SELECT ticket_id FROM ticket_events
WHERE source = ${literal(source)} AND (actor_id IN (${ids}) OR from_value IN (${ids}) OR to_value IN (${ids})
  OR json_extract_scalar(payload, '$.assignee') IN (${ids}) OR json_extract_scalar(payload, '$.group') IN (${ids}))
UNION
SELECT ticket_id FROM ticket_attributes
WHERE source = ${literal(source)} AND (assignee_id IN (${ids}) OR group_id IN (${ids}))`;
  const tickets: string[] = [];
  for await (const batch of warehouse.stream('tickets of changed people', sql)) {
    for (const { ticket_id } of batch) if (typeof ticket_id === 'string') tickets.push(ticket_id);
  }
  return tickets;
}
