import { createHash } from 'node:crypto';
import type { Configuration } from '../config/configuration.ts';
import type { InputTable } from '../connectors/input-files/input-table.ts';
import { inputsSource } from '../connectors/input-files/normalise.ts';
import { inputTables } from '../connectors/input-files/registry.ts';
import { identifier, literal, literals } from '../lake/literal.ts';
import { memberships, roster, surveys } from '../lake/tables.ts';
import type { AnyRow, Row, Table } from '../lake/table.ts';
import type { Ports } from '../ports.ts';
import { updateText } from '../state.ts';
import { daysOfMonth, inputObjectOf, type InputObject } from './input-objects.ts';
import { loadedObjects } from './loaded.ts';
import { markLatest } from './latest-answers.ts';
import { membershipsOf } from './memberships.ts';

export type SettlePorts = Pick<Ports, 'lake' | 'state' | 'warehouse'>;

const markerName = 'inputs/settled';

/**
 * Brings the tables to what the deliveries say in their order: rows that a newer delivery of their file restated without them
 * go, `memberships` is rebuilt from the roster, the latest survey answers are marked. Depends on raw/ and the configuration
 * alone, and does nothing when neither changed since. `anew`: after a replay, when the tables were filled again.
 */
export async function settleInputs(
  ports: SettlePorts,
  { organisation, teams }: Pick<Configuration, 'organisation' | 'teams'>,
  { anew = false }: { readonly anew?: boolean } = {},
): Promise<void> {
  const zone = organisation.time_zone;
  const tiers = new Map(teams.flatMap(({ id, tier }) => (tier === undefined ? [] : [[id, tier] as const])));
  const keys = (await loadedObjects(ports.state, inputsSource)).keys();
  const wanted = createHash('sha256')
    .update(JSON.stringify([1, zone, [...tiers], keys]))
    .digest('hex');
  const marker = await ports.state.read(markerName);
  if (marker?.value === wanted && !anew) return;
  const objects = keys.flatMap((key) => inputObjectOf(key) ?? []);
  for (const input of inputTables)
    await removeRestated(
      input,
      objects.filter(({ table }) => table === input.name),
      ports,
    );
  await rebuildMemberships(zone, tiers, ports);
  const changed = markLatest(await rowsOf(surveys, ports));
  await store(surveys, changed, ports);
  // Whoever is second settled the same deliveries or will settle more.
  await updateText(ports.state, markerName, () => wanted);
}

/** Rows of older deliveries that a newer one of the same file, for the same month where months count, no longer has. */
async function removeRestated(input: InputTable, objects: readonly InputObject[], ports: SettlePorts): Promise<void> {
  const { replaces, table } = input;
  if (replaces.by === 'key' || objects.length < 2) return;
  const present = await ports.warehouse.query(
    `deliveries of ${table.name}`,
    `SELECT DISTINCT raw_key FROM ${identifier(table.name)} WHERE source = ${literal(inputsSource)}`,
  );
  const stored = new Set(present.rows.map(([key]) => key));
  const gone: string[] = [];
  for (const [i, object] of objects.entries()) {
    const newer = objects.slice(i + 1).filter(({ file }) => file === object.file);
    if (newer.length === 0 || !stored.has(object.key)) continue;
    if (replaces.by === 'file') {
      gone.push(object.key);
      continue;
    }
    const months = [...new Set(newer.flatMap((each) => each.months))]
      .filter((month) => object.months.includes(month))
      .sort();
    if (months.length === 0) continue;
    const day = identifier(replaces.day);
    const ranges = months.map(daysOfMonth).map(([start, end]) => `(${day} >= ${start} AND ${day} < ${end})`);
    await ports.warehouse.remove(table, `${from(object.key)} AND (${ranges.join(' OR ')})`);
  }
  for (let i = 0; i < gone.length; i += 100) {
    await ports.warehouse.remove(
      table,
      `source = ${literal(inputsSource)} AND raw_key IN (${literals(gone.slice(i, i + 100))})`,
    );
  }
}

const from = (key: string): string => `source = ${literal(inputsSource)} AND raw_key = ${literal(key)}`;

async function rebuildMemberships(zone: string, tiers: ReadonlyMap<string, string>, ports: SettlePorts): Promise<void> {
  const rows = membershipsOf(await rowsOf(roster, ports), zone, tiers);
  await ports.warehouse.remove(memberships, `source = ${literal(inputsSource)}`);
  await store(memberships, rows, ports);
}

async function store(table: Table, rows: readonly AnyRow[], ports: SettlePorts): Promise<void> {
  const intake = ports.warehouse.intake();
  await intake.add(table, rows);
  await intake.commit();
}

/** Delivered rows of a table, in the order of their keys. */
async function rowsOf<T extends Table>(table: T, { warehouse }: SettlePorts): Promise<readonly Row<T>[]> {
  const rows: Row<T>[] = [];
  const columns = Object.keys(table.columns).map(identifier).join(', ');
  const sql = `SELECT ${columns} FROM ${identifier(table.name)} WHERE source = ${literal(inputsSource)}`;
  for await (const batch of warehouse.stream(table.name, sql, table.key))
    for (const row of batch) rows.push(row as Row<T>);
  return rows;
}
