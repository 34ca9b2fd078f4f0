import type { Telling } from '../knowledge/telling.ts';
import type { Normalise } from '../connectors/staged-row.ts';
import type { Ports } from '../ports.ts';
import { noteRules } from './changed-rules.ts';
import { deriveTickets, type DeriveOptions, type DeriveTicket } from './derive-tickets.ts';
import { changedFacts, factsInputs, type FactsInputs } from './facts-inputs.ts';
import type { IngestOptions } from './ingest.ts';
import type { Pending } from './pending.ts';
import { storeToldFacts } from './told-facts.ts';
import { endIfLate, type Turn } from './turn.ts';

/** The rules by which facts are derived, for one source. */
export interface FactsRules {
  readonly derive: DeriveTicket;
  /** Names the rules (policies, teams, calendars): when it changes, every ticket is derived again. */
  readonly fingerprint: string;
  /** What the source can tell. */
  readonly telling: Telling;
}

/** How a kept file is read, which of its columns are, and which of these name people. */
export interface FileRead {
  readonly asked: {
    readonly format?: 'csv' | 'jsonl' | undefined;
    readonly delimiter?: string | undefined;
    readonly encoding?: string | undefined;
    readonly sheet?: string | undefined;
    readonly columns?: readonly string[];
  };
  readonly all: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
}

export interface LoadDeps extends IngestOptions, DeriveOptions, Turn {
  readonly ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'log'>;
  /** How raw objects of a source are read; null for one that has no tickets and no connector. */
  normaliserFor(source: string): Normalise;
  /** The rules for a source, given what its helpdesk says of people and groups. */
  factsRules(source: string, inputs: FactsInputs): FactsRules | Promise<FactsRules>;
  /** Names the rules by which what was received from a source is read: its mapping. */
  readingRules?(source: string): string;
  /** Names everything of the configuration that decides how a source is read and its facts derived. */
  configuredRules?(source: string): string;
  /** How a kept file is read, by its key in raw/; undefined for what is no file. */
  fileRead?(key: string): FileRead | undefined;
  /** Brings the tables that follow from the input files up to date, after a replay filled them again. */
  settleInputs?(): Promise<void>;
}

/** What a derivation did. */
export interface Derived {
  readonly tickets: number;
  readonly orphans: number;
  /** Tickets that have other facts because the rules changed; null: they were not compared, the rules are those of the last time. */
  readonly changed: number | null;
}

/**
 * Derives what waits, and what changed rules or people make necessary.
 * @throws TurnEnded when it is late; every ticket of a large source is walked over several turns, each from where the last ended
 */
export async function derivePending(source: string, pending: Pending, deps: LoadDeps): Promise<Derived> {
  const inputs = await factsInputs(source, deps.ports);
  const rules = await deps.factsRules(source, inputs);
  const changed = await changedFacts(source, rules.fingerprint, inputs, deps.ports);
  const compares = changed.areRulesNew || deps.compares === true;
  await pending.add(changed.tickets);
  let tickets = 0;
  let orphans = 0;
  let others = 0;
  let which = pending.tickets();
  // A second round for tickets that lost a follow-up; what they follow up has not changed, so there is no third.
  while (which === 'all' || which.length > 0) {
    const round = await deriveTickets(source, which, rules.derive, deps.ports, {
      ...deps,
      compares,
      after: pending.reached(changed.identity),
      beforeStore: (more) => pending.add(more),
      // A list is short; every ticket of a source may take days.
      async afterStore(last) {
        if (which !== 'all') return;
        await pending.reach(last, changed.identity);
        endIfLate(deps);
      },
    });
    tickets += round.tickets;
    orphans += round.orphans;
    others += round.changed;
    which = which === 'all' ? [] : round.more;
  }
  if (tickets > 0) await storeToldFacts(source, rules.telling, deps.ports);
  await pending.clear();
  await changed.done();
  await noteRules(source, deps);
  return { tickets, orphans, changed: compares && tickets > 0 ? others : null };
}
