import { InternalError } from '../errors.ts';
import type { Clock, Pause, State } from '../ports.ts';
import { createText } from '../state.ts';
import type { Outcome, Retry, Steps } from './steps.ts';

/** A step's kept result, as stored under runs/<run>/steps/<name>. */
interface Kept {
  readonly value: unknown;
}

/**
 * Steps in one process, kept in `state`, so that an interrupted run resumes after its last finished step. `tasks` are what
 * `invoke` calls by name. Branches of `map` get names of their own below the map's.
 */
export function localSteps(
  run: string,
  home: { readonly state: State; readonly clock: Clock; readonly pause: Pause },
  tasks: Readonly<Record<string, (input: never) => Promise<unknown>>>,
  approval: (name: string, token: string) => Promise<'approved' | 'rejected' | undefined>,
  prefix = '',
): Steps {
  const seen = new Set<string>();
  const keyOf = (name: string): string => {
    const full = `${prefix}${name}`;
    if (seen.has(full))
      throw new InternalError(`The workflow uses the step name "${full}" twice; give each step its own name.`);
    seen.add(full);
    return `runs/${run}/steps/${encodeURIComponent(full)}.json`;
  };
  const once = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const key = keyOf(name);
    const kept = await home.state.read(key);
    if (kept) return (JSON.parse(kept.value) as Kept).value as T;
    const value = await work();
    const text = JSON.stringify({ value } satisfies Kept);
    if (text.length > 100_000)
      throw new InternalError(
        `The step "${prefix}${name}" returned ${text.length} characters; pass large results by object key.`,
      );
    await createText(home.state, key, text);
    return (JSON.parse(text) as Kept).value as T;
  };
  const steps: Steps = {
    step: (name, work, retry) => once(name, () => withRetry(work, retry, home.pause)),
    invoke: (name, task, input) =>
      once(name, async () => {
        const call = tasks[task];
        if (!call) throw new InternalError(`The workflow calls "${task}", which this home does not have.`);
        return (await call(input as never)) as never;
      }),
    wait: (name, seconds) => once(name, () => home.pause.sleep(seconds * 1000)),
    // nobody is asked: whoever started the run is there to see that it was held, and approves by running it again
    waitForApproval: (name) =>
      once(name, async () => (await approval(name, `${run}/${prefix}${name}`)) ?? null).then(
        (decision) => decision ?? undefined,
      ),
    async map(name, items, work, limit) {
      const results: Outcome<Awaited<ReturnType<typeof work>>>[] = Array.from({ length: items.length });
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let i = next++; i < items.length; i = next++) {
          const branch = localSteps(run, home, tasks, approval, `${prefix}${name}[${i}]/`);
          try {
            results[i] = { ok: true, value: await work(items[i] as (typeof items)[number], branch) };
          } catch (error) {
            if (error instanceof InternalError) throw error;
            results[i] = {
              ok: false,
              error: error instanceof Error ? error.name : 'Error',
              message: error instanceof Error ? error.message : String(error),
            };
          }
        }
      };
      await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
      return results;
    },
  };
  return steps;
}

async function withRetry<T>(work: () => Promise<T>, retry: Retry | undefined, pause: Pause): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const again =
        retry !== undefined && error instanceof Error && retry.on.includes(error.name) && attempt < retry.attempts;
      if (!again) throw error;
      await pause.sleep(retry.first_s * 1000 * 2 ** (attempt - 1));
    }
  }
}
