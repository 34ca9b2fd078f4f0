import { hash } from 'node:crypto';
import { z } from 'zod';
import { inputsSource } from '../connectors/input-files/normalise.ts';
import { ConflictError } from '../errors.ts';
import { allTables } from '../lake/tables.ts';
import { literal, literals } from '../lake/literal.ts';
import { derivedTables } from './derive-tickets.ts';
import { derivePending, type LoadDeps } from './derive-pending.ts';
import { ingest } from './ingest.ts';
import { loadedObjects } from './loaded.ts';
import { pendingTickets } from './pending.ts';
import { byReceipt, rawKeyOf, rawPrefix } from './raw-objects.ts';
import { loadRunRecords } from './run-records.ts';
import { createText, removeKey } from '../state.ts';

/** What a replay did, per source. */
export interface ReplayResult {
  readonly source: string;
  readonly objects: number;
  readonly tickets: number;
  /** Tickets that have other facts than before; null: they were not compared. */
  readonly changed: number | null;
}

/** The raw objects of a source, in the order in which they are read, written down before a table is touched. */
const SourcePlan = z.object({ source: z.string(), keys: z.array(z.string()) });
type SourcePlan = z.output<typeof SourcePlan>;
/** `isPart`: of some sources only. */
const Plan = z.object({ v: z.literal(1), isPart: z.boolean().default(false), sources: z.array(SourcePlan) });

/** State object that is there while a replay has emptied the tables and not yet filled them. */
export const replayMarker = 'replay/plan';

/**
 * Rebuilds the tables from raw/. First every raw object is normalised again, in the order in which it was loaded, while the tables
 * stay as they are; an object that cannot be read any more ends it there. Then a marker is set, the tables are emptied of what came
 * from raw/ and filled again. raw/ is only read. Killed after the marker, the next load finishes it. `only`: one source, whose tickets
 * stay until they are derived anew, so that it can be said how many changed.
 * @throws InputError when an object that was loaded before is rejected now; nothing has changed then
 */
export async function replay(deps: LoadDeps, only?: string): Promise<readonly ReplayResult[]> {
  const unfinished = await finishReplay(deps);
  if (unfinished !== undefined) return unfinished;
  const { lake, state } = deps.ports;
  const sources: SourcePlan[] = [];
  for (const source of only === undefined ? await sourcesOf(deps) : [only])
    sources.push(await planSource(source, deps));
  const text = JSON.stringify({ v: 1, isPart: only !== undefined, sources });
  const planKey = `staged/replay/${hash('sha256', text, 'hex').slice(0, 32)}.json`;
  await lake.put(planKey, new TextEncoder().encode(text), { contentType: 'application/json' });
  if (!(await createText(state, replayMarker, planKey))) {
    throw new ConflictError('Another process began a replay. Run again when it has ended.');
  }
  return (await finishReplay(deps)) ?? [];
}

/** Finishes a replay that was cut short; undefined when there is none. Commands that read the tables call it first. */
export async function finishReplay(deps: LoadDeps): Promise<readonly ReplayResult[] | undefined> {
  const { lake, state, warehouse, log } = deps.ports;
  const marker = await state.read(replayMarker);
  if (marker === undefined) return undefined;
  const body = await lake.get(marker.value);
  const { sources, isPart } = Plan.parse(JSON.parse(new TextDecoder().decode(body)));
  if (isPart) for (const { source } of sources) await removeReceived(source, warehouse);
  else for (const table of allTables) await warehouse.remove(table, `raw_key LIKE 'raw/%'`);
  const results: ReplayResult[] = [];
  for (const { source, keys } of sources) {
    const loaded = await loadedObjects(state, source);
    const pending = await pendingTickets(state, source);
    // Not from where a walk over other tables ended.
    await pending.clear();
    await pending.add('all');
    await loaded.clear();
    await ingest(
      keys.flatMap((key) => rawKeyOf(key) ?? []),
      deps.normaliserFor(source),
      deps.ports,
      async (intake, raw) => {
        await intake.commit();
        await loaded.add(raw);
      },
      deps,
    );
    await loaded.add(await loadRunRecords(await lake.list(rawPrefix(source)), () => false, deps.ports));
    if (source === inputsSource) await deps.settleInputs?.();
    const { tickets, changed } = await derivePending(source, pending, {
      ...deps,
      compares: isPart,
      isLate: () => false,
    });
    if (isPart) await removeOrphans(source, warehouse);
    log.info('replay.done', { source, objects: keys.length, tickets });
    results.push({ source, objects: keys.length, tickets, changed });
  }
  await removeKey(state, replayMarker);
  return results;
}

/** What was received of a source goes; what is derived from it is replaced ticket by ticket. */
async function removeReceived(source: string, warehouse: LoadDeps['ports']['warehouse']): Promise<void> {
  for (const table of allTables)
    if (!derivedTables.includes(table))
      await warehouse.remove(table, `source = ${literal(source)} AND raw_key LIKE 'raw/%'`);
}

/** Tickets that what was received no longer has, such as those of a column that is no longer the ticket. */
async function removeOrphans(source: string, warehouse: LoadDeps['ports']['warehouse']): Promise<void> {
  const { rows } = await warehouse.query(
    `tickets without a record of ${source}`,
    `SELECT t.ticket_id FROM tickets AS t LEFT JOIN ticket_attributes AS a ON a.source = t.source AND a.ticket_id = t.ticket_id
WHERE t.source = ${literal(source)} AND a.ticket_id IS NULL ORDER BY t.ticket_id`,
  );
  const ids = rows.map(([id]) => String(id));
  for (let i = 0; i < ids.length; i += 5000)
    for (const table of derivedTables)
      await warehouse.remove(
        table,
        `source = ${literal(source)} AND ticket_id IN (${literals(ids.slice(i, i + 5000))})`,
      );
}

async function sourcesOf({ ports: { lake } }: LoadDeps): Promise<readonly string[]> {
  const keys = await lake.list('raw/source=');
  const sources = [...new Set(keys.map((key) => key.slice('raw/source='.length).split('/')[0] ?? ''))].sort();
  // Input files first: the facts of tickets follow calendars that may come from them.
  return [...sources.filter((id) => id === inputsSource), ...sources.filter((id) => id !== inputsSource)];
}

/** Reads every raw object of a source: those loaded, in their order, then what was never loaded, by receipt. */
async function planSource(source: string, deps: LoadDeps): Promise<SourcePlan> {
  const { lake, state } = deps.ports;
  const loaded = await loadedObjects(state, source);
  const all = await lake.list(rawPrefix(source));
  const known = new Set(all);
  const before = loaded.keys().filter((key) => known.has(key));
  const rest = all.flatMap((key) => (loaded.has(key) ? [] : (rawKeyOf(key) ?? []))).sort(byReceipt);
  const keys: string[] = [];
  const rejected = await ingest(
    [...before.flatMap((key) => rawKeyOf(key) ?? []), ...rest],
    deps.normaliserFor(source),
    deps.ports,
    async (intake, raw) => {
      await intake.discard();
      keys.push(...raw);
    },
    deps,
  );
  const lost = rejected.find(({ key }) => loaded.has(key));
  if (lost !== undefined) throw lost.error;
  return { source, keys };
}
