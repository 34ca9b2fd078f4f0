import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chanceOf } from './kills.ts';

/** One fault of a made-up world, at one of its effects. */
export type Fault =
  | 'fails before' // the effect is refused: a full disk, a closed port
  | 'fails after' // the effect is there, its answer is not
  | 'silent' // servers only: no answer, and nothing was done
  | 'killed before'
  | 'killed after';
export interface Planned {
  /** Which process, and which of its effects, from 1. */
  readonly process: number;
  readonly effect: number;
  readonly fault: Fault;
}
/** A list of faults: the same schedule is the same history. */
export interface Schedule {
  readonly seed: number;
  readonly faults: readonly Planned[];
  /** Hours between two processes. */
  readonly pauses_h: readonly number[];
}

const kinds: readonly Fault[] = ['fails before', 'fails after', 'silent', 'killed before', 'killed after'];

/** One to five faults among the first `effects` effects of so many processes. */
export function scheduleOf(seed: number, processes: number, effects: number): Schedule {
  const chance = chanceOf(seed * 7919 + 1);
  chance();
  const faults = Array.from({ length: 1 + Math.floor(chance() * 5) }, (): Planned => ({
    process: 1 + Math.floor(chance() * processes),
    effect: 1 + Math.floor(chance() * effects),
    fault: kinds[Math.floor(chance() * kinds.length)] ?? 'silent',
  }));
  return { seed, faults, pauses_h: Array.from({ length: processes }, () => Math.floor(chance() * 30)) };
}

export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Effects of processes, each of which may fail. A dead process has no more effects until the next one begins. */
export interface Effects {
  begin(): void;
  readonly isDead: boolean;
  /** `refusal`: how this kind of effect says no; `isServer`: it may also be silent. */
  readonly effect: <T>(
    work: () => Promise<T>,
    options?: { readonly refusal?: () => Error; readonly isServer?: boolean },
  ) => Promise<T>;
  /** What only reads cannot fail here, but a dead process does not read. */
  readonly alive: <T>(work: () => Promise<T>) => Promise<T>;
}

export function effectsOf(faults: readonly Planned[]): Effects {
  let process = 0;
  let count = 0;
  let isDead = false;
  return {
    begin() {
      process += 1;
      count = 0;
      isDead = false;
    },
    get isDead() {
      return isDead;
    },
    effect: async (work, { refusal = () => new Error('the disk is full'), isServer = false } = {}) => {
      if (isDead) throw new Killed();
      count += 1;
      const fault = faults.find((one) => one.process === process && one.effect === count)?.fault;
      if (fault === 'killed before') isDead = true;
      if (isDead) throw new Killed();
      if (fault === 'fails before') throw refusal();
      if (fault === 'silent' && isServer) throw new Error('no answer');
      const answer = await work();
      if (fault === 'killed after') isDead = true;
      if (isDead) throw new Killed();
      if (fault === 'fails after') throw new Error('the connection broke');
      return answer;
    },
    alive: (work) => (isDead ? Promise.reject(new Killed()) : work()),
  };
}

/** Plays a schedule to its end and answers what is wrong with it; nothing: every invariant holds. */
export type Play = (schedule: Schedule) => Promise<readonly string[]>;

/** The schedule with as few of its faults as it takes to go wrong. */
export async function least(schedule: Schedule, play: Play): Promise<Schedule> {
  let found = schedule;
  for (const fault of schedule.faults) {
    const without = { ...found, faults: found.faults.filter((one) => one !== fault) };
    if ((await play(without)).length > 0) found = without;
  }
  return found;
}

/** A schedule and what came of it, as lines that a person can read. */
export const script = ({ seed, faults }: Schedule, wrong: readonly string[]): string =>
  [
    `schedule ${seed}`,
    ...faults.map(({ process, effect, fault }) => `  process ${process}, effect ${effect}: ${fault}`),
    ...wrong.map((what) => `  -> ${what}`),
  ].join('\n');

/** Schedules that failed once, by world; they are played again in every run of the tests. */
const keptFolder = join(import.meta.dirname, '../fixtures/schedules');

/** Every schedule of a world that is kept, with the file it lies in. */
export function kept(world: string): readonly { readonly name: string; readonly schedule: Schedule }[] {
  if (!existsSync(keptFolder)) return [];
  return readdirSync(keptFolder)
    .filter((name) => name.startsWith(`${world}-`))
    .sort()
    .map((name) => ({ name, schedule: JSON.parse(readFileSync(join(keptFolder, name), 'utf8')) as Schedule }));
}

/**
 * Plays the seeds from `first` on. A schedule that fails is cut down, kept as a file that the next run of the tests plays first, and
 * answered as a script. The third failure ends it.
 */
export async function playMany(
  world: string,
  { first, many }: { readonly first: number; readonly many: number },
  scheduleFor: (seed: number) => Schedule,
  play: Play,
): Promise<readonly string[]> {
  const scripts: string[] = [];
  for (let seed = first; seed < first + many && scripts.length < 3; seed++) {
    if ((await play(scheduleFor(seed))).length === 0) continue;
    const short = await least(scheduleFor(seed), play);
    mkdirSync(keptFolder, { recursive: true });
    writeFileSync(join(keptFolder, `${world}-${seed}.json`), `${JSON.stringify(short, null, 2)}\n`);
    scripts.push(script(short, await play(short)));
  }
  return scripts;
}

/** CASEBOOK_SCHEDULES=10000 is the long mode, CASEBOOK_SEED the first seed of a part of it. */
export const asked = (usual: number): { readonly first: number; readonly many: number } => ({
  first: Number(process.env['CASEBOOK_SEED'] ?? 1),
  many: Number(process.env['CASEBOOK_SCHEDULES'] ?? usual),
});
