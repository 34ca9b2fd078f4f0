import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { InternalError } from '../../shared/errors.ts';
import type { Outcome, Retry, Steps } from '../../shared/run/steps.ts';
import { TaskFailed, type TaskAnswer, type Tasks } from '../../shared/run/task-call.ts';

/** Checkpoints are documented at 256 KB; what comes near is passed by object key. */
const mostCharacters = 100_000;

/** Tasks that this function does itself, and the functions that do the others. */
export interface Homes {
  readonly own: Tasks;
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** A function that dies, or that meets one of these, is called again: 1, 2, 4, 8, 16 minutes later. */
const again: Retry = {
  attempts: 6,
  on: ['InvokeError', 'RateLimited', 'ConflictError', 'WarehouseError'],
  first_s: 60,
};

/** The Steps of the pipeline over a durable execution (TOOLCHAIN.md section 6). */
export function durableSteps(context: DurableContext, homes: Homes): Steps {
  const steps: Steps = {
    step: (name, work, retry) =>
      context.step(name, async () => small(name, await work()), { retryStrategy: strategy(retry) }),
    async invoke<T>(name: string, task: string, input: unknown): Promise<T> {
      const own = homes.own[task];
      if (own) return steps.step(name, () => own(input) as Promise<T>, again);
      const home = homes.elsewhere[task];
      if (home === undefined) throw new InternalError(`The workflow calls "${task}", which no function has.`);
      for (let attempt = 1; ; attempt++) {
        const turn = attempt === 1 ? name : `${name}, attempt ${attempt}`;
        try {
          const answer = await context.invoke<unknown, TaskAnswer>(turn, home, { task, input });
          if (answer.ok) return small(name, answer.value as T);
          throw new TaskFailed(answer);
        } catch (error) {
          const { error: kind } = about(error);
          const isFinal = error instanceof TaskFailed && error.isFinal;
          if (isFinal || !again.on.includes(kind) || attempt >= again.attempts) throw error;
          await context.wait(`${turn}, pause`, { seconds: again.first_s * 2 ** (attempt - 1) });
        }
      }
    },
    async map<I, T>(
      name: string,
      items: readonly I[],
      work: (item: I, steps: Steps) => Promise<T>,
      limit: number,
    ): Promise<readonly Outcome<T>[]> {
      const result = await context.map(
        name,
        [...items],
        (branch, item) => outcome(work(item, durableSteps(branch, homes))),
        {
          maxConcurrency: limit,
          completionConfig: { toleratedFailurePercentage: 100 },
        },
      );
      const outcomes = items.map((_, i): Outcome<T> => {
        const found = result.all.find(({ index }) => index === i);
        return found?.result ?? { ok: false, ...about(found?.error ?? new Error('It was never started.')) };
      });
      // A fault of ours ends the run, as it does in the embedded home.
      const fault = outcomes.find((one) => !one.ok && one.error === 'InternalError');
      if (fault?.ok === false) throw new InternalError(fault.message);
      return outcomes;
    },
    wait: (name, seconds) => context.wait(name, { seconds: Math.max(1, Math.ceil(seconds)) }),
    async waitForApproval(name, ask, seconds) {
      const [decision, token] = await context.createCallback(name, { timeout: { seconds } });
      await ask(token);
      try {
        return (await decision).replaceAll('"', '') === 'approved' ? 'approved' : 'rejected';
      } catch (error) {
        if (about(error).error === 'CallbackTimeoutError') return undefined;
        if (about(error).error === 'CallbackExternalError') return 'rejected';
        throw error;
      }
    },
  };
  return steps;
}

/** A failing branch is a value with its name, because the names of exceptions do not survive a replay. */
async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, ...about(error) };
  }
}

const about = (error: unknown): { readonly error: string; readonly message: string } => {
  const { name, errorType, message } = error as { name?: string; errorType?: string; message?: string };
  return { error: errorType ?? name ?? 'Error', message: message ?? String(error) };
};

const strategy =
  (retry: Retry | undefined) =>
  (error: Error, attempt: number): { shouldRetry: boolean; delay?: { seconds: number } } => {
    const shouldRetry = retry !== undefined && retry.on.includes(error.name) && attempt < retry.attempts;
    return shouldRetry ? { shouldRetry, delay: { seconds: retry.first_s * 2 ** (attempt - 1) } } : { shouldRetry };
  };

function small<T>(name: string, value: T): T {
  const length = JSON.stringify(value)?.length ?? 0;
  if (length <= mostCharacters) return value;
  throw new InternalError(`The step "${name}" returned ${length} characters; pass large results by object key.`);
}
