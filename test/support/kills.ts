import { hash } from 'node:crypto';
import { unfinished } from '../../shared/adapters/embedded/atomic-file.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { startHelpdesks } from '../sandbox/helpdesks/all.ts';
import { commandLine, type CommandLine, type Ended } from './command-line.ts';

/** A small organisation behind a made-up Zendesk in this process, and what an undisturbed run of all its reports leaves. */
export interface Scene {
  /** A command line in a new folder, configured for the helpdesk. */
  fresh(): CommandLine;
  /** The words of the run. */
  readonly words: readonly string[];
  readonly undisturbed: Traces;
  /** Milliseconds that the undisturbed run took: where a kill may fall. */
  readonly took_ms: number;
  close(): Promise<void>;
}

/** What a run leaves that must not depend on interruptions. */
export interface Traces {
  /** Every value of every metric. */
  readonly numbers: string;
  /** Names of the messages in the outbox: one a recipient and issue. */
  readonly outbox: readonly string[];
  /** Every file of out/ by the hash of its bytes, but for the page about the run. */
  readonly mails: Readonly<Record<string, string>>;
}

export async function scene(): Promise<Scene> {
  const org = organisation({ tickets_per_week: 6, months: 4 });
  const helpdesks = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const folders: CommandLine[] = [];
  const as_of = new Date(org.end_s * 1000 + 600_000).toISOString();
  const words = ['run', '--as-of', as_of];
  const fresh = (): CommandLine => {
    const home = commandLine({ [demoSecret.name]: demoSecret.value });
    // The clock of the command is the real one: no gate asks how old the made-up data is.
    home.write(
      'casebook.yaml',
      configuration(org, helpdesks).replace(/max_staleness: [^,}\n]+/, 'max_staleness: 9999 d'),
    );
    home.write('inputs/README.txt', 'no input files\n');
    folders.push(home);
    return home;
  };
  const home = fresh();
  const began = performance.now();
  const ended = await home.start(...words);
  const took_ms = performance.now() - began;
  if (ended.status !== 0) throw new Error(`The undisturbed run ended with ${ended.status}: ${ended.stderr}`);
  return {
    fresh,
    words,
    took_ms,
    undisturbed: await traces(home, as_of),
    async close() {
      for (const folder of folders) folder.close();
      await Promise.all(helpdesks.map(({ server }) => server.close()));
    },
  };
}

export async function traces(home: CommandLine, as_of: string): Promise<Traces> {
  const told = await home.start('metrics', '--json', '--period', '2026-Q3', '--as-of', as_of);
  if (told.status !== 0) throw new Error(told.stderr);
  const mails = Object.entries(home.files('out')).filter(([name]) => name !== 'last-run.html');
  return {
    numbers: told.stdout,
    // What a kill leaves half-written is no message: nothing reads it, and it is swept by its age.
    outbox: Object.keys(home.files('.casebook/outbox')).filter((name) => !name.startsWith(`${unfinished}/`)),
    mails: Object.fromEntries(mails.map(([name, body]) => [name, hash('sha256', body, 'hex')])),
  };
}

/** Runs the words, killed after so many milliseconds each, then once to its end. */
export async function killedThenRun(
  home: CommandLine,
  words: readonly string[],
  kills_ms: readonly number[],
): Promise<Ended> {
  for (const ms of kills_ms) await home.killed(new Promise((done) => setTimeout(done, ms)), ...words);
  return home.start(...words);
}

/** Repeatable chance in [0, 1). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
