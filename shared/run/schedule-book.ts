import type { Configuration } from '../config/configuration.ts';
import type { State } from '../ports.ts';
import { readJson, updateJson } from '../state.ts';
import { slicesOf } from './jobs.ts';
import { hasLateVerdicts } from './late-verdicts.ts';
import { farthest_s, occurrences, type Occurrence } from './due.ts';

/** What is open of the schedule where no AWS keeps it; state `schedule.json`. */
interface Book {
  /** Everything due up to this instant is done, or in `open`. */
  readonly looked_s: number;
  readonly open: readonly Open[];
}
interface Open extends Occurrence {
  /** When it was first seen to be due. */
  readonly seen_s: number;
}
const bookKey = 'schedule.json';

/** The first look goes this far back: cron calls a little after the minute. */
const firstLook_s = 3600;
/** A report that cannot be made is tried this long after it was first seen to be due, then given up: the next one is near. */
const patience_s = 24 * 3600;

/** Reports of one instant and period: one run. */
export interface DueRun {
  readonly reports: readonly string[];
  readonly period: string;
  readonly due_s: number;
}

/**
 * What is due and not done, in order, each once; what is given up; and what was due so long ago, while nobody looked, that it is skipped.
 * It is on record before anything runs, so that a kill loses nothing.
 */
export async function takeDue(
  state: State,
  configuration: Configuration,
  now_s: number,
): Promise<{
  readonly runs: readonly DueRun[];
  readonly givenUp: readonly Occurrence[];
  readonly skipped: readonly Occurrence[];
}> {
  let givenUp: readonly Occurrence[] = [];
  let skipped: readonly Occurrence[] = [];
  const book = await updateJson<Book>(state, bookKey, (before) => {
    const looked_s = before?.looked_s ?? now_s - firstLook_s;
    const since_s = Math.max(looked_s, now_s - farthest_s);
    skipped = looked_s < since_s ? occurrences(configuration, looked_s, since_s) : [];
    const open = before?.open ?? [];
    givenUp = open.filter(({ seen_s }) => now_s - seen_s > patience_s);
    return {
      looked_s: Math.max(since_s, now_s),
      open: [
        ...open.filter((one) => !givenUp.includes(one)),
        ...occurrences(configuration, since_s, now_s).map((one) => ({ ...one, seen_s: now_s })),
      ],
    };
  });
  const runs: (DueRun & { reports: string[] })[] = [];
  for (const { report, period, due_s, is_second } of book?.open ?? []) {
    if (is_second === true && !(await isOpen({ report, period, due_s }, state, configuration))) {
      await settleDue(state, { reports: [report], period, due_s });
      continue;
    }
    const last = runs.at(-1);
    if (last?.due_s === due_s && last.period === period) last.reports.push(report);
    else runs.push({ reports: [report], period, due_s });
  }
  return { runs, givenUp, skipped };
}

/** Does any slice of a report wait for verdicts? */
async function isOpen({ report, period, due_s }: Occurrence, state: State, configuration: Configuration) {
  for (const slice of slicesOf(configuration, report))
    if (await hasLateVerdicts(state, { report, period, slice }, due_s)) return true;
  return false;
}

/** A run of the schedule is done. */
export async function settleDue(state: State, { reports, period, due_s }: DueRun): Promise<void> {
  await updateJson<Book>(
    state,
    bookKey,
    (book) =>
      book && {
        ...book,
        open: book.open.filter(
          (one) => !(one.due_s === due_s && one.period === period && reports.includes(one.report)),
        ),
      },
  );
}

/**
 * Whether `takeDue` would find something. The first look is written down: what comes due after it, while the machine sleeps, is
 * missed and not new.
 */
export async function isAnythingDue(state: State, configuration: Configuration, now_s: number): Promise<boolean> {
  const book =
    (await readJson<Book>(state, bookKey)) ??
    (await updateJson<Book>(state, bookKey, (before) => before ?? { looked_s: now_s - firstLook_s, open: [] }));
  if (book === undefined) return false;
  return book.open.length > 0 || occurrences(configuration, book.looked_s, now_s).length > 0;
}
