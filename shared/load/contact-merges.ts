import { contactMerges } from '../lake/tables.ts';
import { literal } from '../lake/literal.ts';
import type { Row } from '../lake/table.ts';
import type { Ports } from '../ports.ts';

type Merge = Row<typeof contactMerges>;
/** From an instant on, another contact stands for this one. */
interface Turn {
  readonly into_id: string;
  readonly at_s: number;
}

/**
 * Derives who stands for whom from the merges that a source tells, where that has changed. Answers everybody whom they name: customers,
 * as nobody else can be merged.
 */
export async function settleMerges(
  source: string,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<ReadonlySet<string>> {
  const told: Merge[] = [];
  const before: Merge[] = [];
  const columns = Object.keys(contactMerges.columns).join(', ');
  const sql = `SELECT ${columns} FROM contact_merges WHERE source = ${literal(source)}`;
  for await (const rows of warehouse.stream('contact_merges', sql, contactMerges.key))
    for (const row of rows as readonly Merge[]) (row.is_settled === true ? before : told).push(row);
  const settled = settledOf(told);
  const named = new Set(settled.flatMap(({ contact_id, into_id }) => [contact_id ?? '', into_id ?? '']));
  if (shown(settled) === shown(before)) return named;
  await warehouse.remove(contactMerges, `source = ${literal(source)} AND is_settled`);
  if (settled.length === 0) return named;
  const intake = warehouse.intake();
  await intake.add(contactMerges, settled);
  await intake.commit();
  return named;
}

const shown = (rows: readonly Merge[]): string =>
  JSON.stringify(rows.map(({ contact_id, into_id, at_s }) => `${contact_id} ${into_id} ${at_s}`).toSorted());

/**
 * Who stands for each contact that was merged away, from when on: A was merged into B, and B later into C, so that B stands for A at
 * first and C afterwards.
 */
export function settledOf(told: readonly Merge[]): readonly Merge[] {
  const ways = withoutCircles(told);
  const known = new Map<string, readonly Turn[]>();
  const turnsOf = (contact: string): readonly Turn[] => {
    const turns = known.get(contact) ?? turnsFrom(ways.get(contact) ?? [], turnsOf);
    known.set(contact, turns);
    return turns;
  };
  const rows = new Map(told.map((row) => [row.contact_id, row]));
  return [...ways.keys()].flatMap((contact_id) => {
    const row = rows.get(contact_id);
    return row === undefined ? [] : turnsOf(contact_id).map((turn) => ({ ...row, ...turn, is_settled: true }));
  });
}

/** In order of time, by contact; a merge that would lead back to where it came from is none. */
function withoutCircles(told: readonly Merge[]): ReadonlyMap<string, readonly Turn[]> {
  const ways = new Map<string, Turn[]>();
  const leadsTo = (from: string, to: string): boolean =>
    from === to || (ways.get(from) ?? []).some(({ into_id }) => leadsTo(into_id, to));
  const inOrder = told
    .map(({ contact_id, into_id, at_s }) => ({ contact: contact_id ?? '', into_id: into_id ?? '', at_s: at_s ?? 0 }))
    .toSorted((a, b) => a.at_s - b.at_s || order(a.contact, b.contact) || order(a.into_id, b.into_id));
  for (const { contact, ...turn } of inOrder)
    if (!leadsTo(turn.into_id, contact)) ways.set(contact, [...(ways.get(contact) ?? []), turn]);
  return ways;
}
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function turnsFrom(own: readonly Turn[], turnsOf: (contact: string) => readonly Turn[]): readonly Turn[] {
  // a record may name whoever came to it by way of another one: the longer way says when
  const isShort = ({ into_id }: Turn): boolean =>
    own.some((other) => turnsOf(other.into_id).some((turn) => turn.into_id === into_id));
  const all = own
    .filter((turn) => !isShort(turn))
    .flatMap((turn) => [
      turn,
      ...turnsOf(turn.into_id).map(({ into_id, at_s }) => ({ into_id, at_s: Math.max(at_s, turn.at_s) })),
    ])
    .toSorted((a, b) => a.at_s - b.at_s);
  // of one instant the last one stands, and each stands once
  const last = all.filter(({ at_s }, i) => all[i + 1]?.at_s !== at_s);
  return last.filter(({ into_id }, i) => last.findIndex((one) => one.into_id === into_id) === i);
}
