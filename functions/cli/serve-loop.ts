import type { Clock, Pause } from '../../shared/ports.ts';

/** How often the schedule is looked at; a machine that slept looks when it wakes. */
const tick_s = 60;
/** What could not be made is tried again after this time. */
const retry_s = 15 * 60;

/** What the loop asks of the rest. */
export interface Work {
  /** Runs what is due; answers the exit status. */
  runDue(): Promise<number>;
  /** Whether something is due that no run has taken up. */
  isDue(): Promise<boolean>;
  /** Reads the sources. */
  pull(): Promise<number>;
}
export interface Health {
  status: 'idle' | 'working' | 'failing';
  /** When the last piece of work ended, and how. */
  last: { readonly at_s: number; readonly exit: number } | null;
}

/** Looks at the schedule again and again until it is stopped; never two pieces of work at once. */
export async function serveLoop(
  { clock, pause }: { readonly clock: Clock; readonly pause: Pause },
  { work, pullEvery_s, health }: { readonly work: Work; readonly pullEvery_s: number; readonly health: Health },
  signal: AbortSignal,
): Promise<void> {
  let tried_s = -Infinity;
  let pulled_s = clock.now_s();
  const did = async (what: () => Promise<number>): Promise<void> => {
    health.status = 'working';
    const exit = await what();
    health.last = { at_s: clock.now_s(), exit };
    health.status = exit === 0 ? 'idle' : 'failing';
  };
  while (!signal.aborted) {
    const now_s = clock.now_s();
    const mayTry = health.status !== 'failing' || now_s - tried_s >= retry_s;
    if (mayTry && (await work.isDue())) {
      tried_s = now_s;
      await did(() => work.runDue());
      pulled_s = now_s;
    } else if (mayTry && pullEvery_s > 0 && now_s - pulled_s >= pullEvery_s) {
      [tried_s, pulled_s] = [now_s, now_s];
      await did(() => work.pull());
    }
    if (!signal.aborted) await pause.sleep(tick_s * 1000);
  }
}
