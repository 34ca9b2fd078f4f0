import { z } from 'zod';
import type { PullResult } from '../connectors/pull-result.ts';
import type { Normalise } from '../connectors/staged-row.ts';
import { InputError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { deriveTickets, type DeriveOptions, type DeriveTicket } from './derive-tickets.ts';
import { changedFacts, factsInputs, type FactsInputs } from './facts-inputs.ts';
import { ingest, mergeAll, recordRows, type IngestOptions, type Rejected } from './ingest.ts';
import { loadedObjects, type Loaded } from './loaded.ts';
import { pendingTickets, type Pending } from './pending.ts';
import { byReceipt, rawKeyOf, rawPrefix, type RawKey } from './raw-objects.ts';

export const LoadRequest = z.object({ source: z.string().min(1), run: z.string().min(1) });
export type LoadRequest = z.output<typeof LoadRequest>;

/** The rules by which facts are derived, for one source. */
export interface FactsRules {
  readonly derive: DeriveTicket;
  /** Names the rules (policies, teams, calendars): when it changes, every ticket is derived again. */
  readonly fingerprint: string;
}

export interface LoadDeps extends IngestOptions, DeriveOptions {
  readonly ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'log'>;
  /** How raw objects of a source are read; null for one that has no tickets and no connector. */
  normaliserFor(source: string): Normalise;
  /** The rules for a source, given what its helpdesk says of people and groups. */
  factsRules(source: string, inputs: FactsInputs): FactsRules | Promise<FactsRules>;
}

/** What a load did. */
export interface LoadResult {
  readonly source: string;
  /** Raw objects read this time. */
  readonly objects: number;
  /** Tickets whose facts were derived. */
  readonly tickets: number;
  /** Tickets with events but without attributes: stored, not counted. */
  readonly orphans: number;
}

/**
 * Brings what was received from a source into the tables: raw objects not yet loaded become staged rows and are merged, then the
 * facts of the tickets they touch are derived from all their events. Repeating it, or killing it anywhere and repeating it, ends
 * in the same tables.
 * @throws InputError when a dropped file has bad rows (everything else is loaded); ConflictError when another load is at it
 */
export async function load({ source }: LoadRequest, deps: LoadDeps): Promise<LoadResult> {
  const { lake, state, log } = deps.ports;
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
    {
      async commit(merges, raw, touched) {
        await pending.add(touched);
        await mergeAll(merges, deps.ports);
        await loaded.add(raw);
      },
    },
    deps,
  );
  await loadRunRecords(keys, loaded, deps.ports);
  const derived = await derivePending(source, pending, deps);
  log.info('load.done', { source, objects: objects.length, ...derived });
  refuse(rejected);
  return { source, objects: objects.length, ...derived };
}

/** Derives what waits, and what changed rules or people make necessary. */
export async function derivePending(
  source: string,
  pending: Pending,
  deps: LoadDeps,
): Promise<{ readonly tickets: number; readonly orphans: number }> {
  const inputs = await factsInputs(source, deps.ports);
  const rules = await deps.factsRules(source, inputs);
  const changed = await changedFacts(source, rules.fingerprint, inputs, deps.ports);
  await pending.add(changed.tickets);
  let tickets = 0;
  let orphans = 0;
  let which = pending.tickets();
  // A second round for tickets that lost a follow-up; their own follow-ups have not changed, so there is no third.
  while (which === 'all' || which.length > 0) {
    const round = await deriveTickets(source, which, rules.derive, deps.ports, deps);
    tickets += round.tickets;
    orphans += round.orphans;
    which = which === 'all' ? [] : round.more;
  }
  await pending.clear();
  await changed.done();
  return { tickets, orphans };
}

/** The record of a run is written again while the run goes on, so only a finished one counts as loaded. */
export async function loadRunRecords(
  keys: readonly string[],
  loaded: Loaded,
  { lake, warehouse }: Pick<Ports, 'lake' | 'warehouse'>,
): Promise<void> {
  for (const key of keys) {
    const match = /^raw\/source=([^/]+)\/run=([^/]+)\.json$/.exec(key);
    if (match === null || loaded.has(key)) continue;
    const body = await lake.get(key);
    if (body === undefined) continue;
    const result = JSON.parse(new TextDecoder().decode(body)) as PullResult;
    const raw: RawKey = { key, source: match[1] ?? '', stream: '', run: match[2] ?? '', received_s: 0 };
    await mergeAll(await recordRows(result, raw).stage(lake), { warehouse });
    if (result.done) await loaded.add([key]);
  }
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
