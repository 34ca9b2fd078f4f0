import { z } from 'zod';
import { InputError } from '../errors.ts';
import { updateText } from '../state.ts';
import { derivePending, type LoadDeps } from './derive-pending.ts';
import { ingest, type Rejected } from './ingest.ts';
import { loadedObjects } from './loaded.ts';
import { pendingTickets } from './pending.ts';
import { byReceipt, rawKeyOf, rawPrefix } from './raw-objects.ts';
import { finishReplay, replay } from './replay.ts';
import { loadRunRecords } from './run-records.ts';
import { endIfLate } from './turn.ts';

export type { FactsRules, LoadDeps } from './derive-pending.ts';

export const LoadRequest = z.object({ source: z.string().min(1), run: z.string().min(1) });
export type LoadRequest = z.output<typeof LoadRequest>;

/** What a load did. */
export interface LoadResult {
  readonly source: string;
  /** Raw objects read this time. */
  readonly objects: number;
  /** Tickets whose facts were derived. */
  readonly tickets: number;
  /** Tickets with events but without attributes: stored, not counted. */
  readonly orphans: number;
  /** Tickets that have other facts because the mapping or another rule changed; null: none did. */
  readonly changed: number | null;
}

/**
 * Brings what was received from a source into the tables: raw objects not yet loaded become staged rows and are merged, then the
 * facts of the tickets they touch are derived from all their events. Repeating it, or killing it anywhere and repeating it, ends
 * in the same tables.
 * A replay that was cut short is finished first.
 * @throws TurnEnded when it is late: a repeat goes on from there
 * @throws InputError when a dropped file has bad rows (everything else is loaded); ConflictError when another load is at it
 */
export async function load({ source }: LoadRequest, deps: LoadDeps): Promise<LoadResult> {
  const { lake, state, log } = deps.ports;
  await finishReplay(deps);
  const reread = await readAgain(source, deps);
  const loaded = await loadedObjects(state, source);
  const pending = await pendingTickets(state, source);
  const keys = await lake.list(rawPrefix(source));
  const objects = keys
    .flatMap((key) => rawKeyOf(key) ?? [])
    .filter(({ key }) => !loaded.has(key))
    .sort(byReceipt);
  const rejected = await ingest(
    objects,
    deps.normaliserFor(source),
    deps.ports,
    async (intake, raw, touched) => {
      await pending.add(touched);
      await intake.commit();
      await loaded.add(raw);
      endIfLate(deps);
    },
    deps,
  );
  await loaded.add(await loadRunRecords(keys, (key) => loaded.has(key), deps.ports));
  const derived = await derivePending(source, pending, deps);
  log.info('load.done', { source, objects: objects.length, ...derived });
  refuse(rejected);
  return { source, objects: objects.length, ...derived, changed: reread ?? derived.changed };
}

/**
 * Reads everything that was received again when the mapping of the source is not that of the last time; how many tickets have other
 * facts now, null when nothing had to be read.
 */
async function readAgain(source: string, deps: LoadDeps): Promise<number | null> {
  const { state } = deps.ports;
  const name = `load/${source}/reading`;
  const now = deps.readingRules?.(source);
  const before = (await state.read(name))?.value;
  if (now === undefined || now === before) return null;
  // what was loaded before this was kept was read by some rules: nobody knows which
  const wasLoaded = before !== undefined && (await loadedObjects(state, source)).keys().length > 0;
  const [told] = wasLoaded ? await replay(deps, source) : [];
  await updateText(state, name, () => now);
  return told?.changed ?? null;
}

/** All faults at once; the first twenty lines. */
function refuse(rejected: readonly Rejected[]): void {
  const [first] = rejected;
  if (first === undefined) return;
  if (rejected.length === 1) throw first.error;
  throw new InputError(
    `${rejected.length} files were rejected; everything else was loaded.`,
    rejected.flatMap(({ error }) => error.message.split('\n')).slice(0, 20),
    { cause: first.error },
  );
}
