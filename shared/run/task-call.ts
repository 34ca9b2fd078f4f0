import { z } from 'zod';
import { CasebookError, InternalError } from '../errors.ts';

/** How the workflow calls a function that has several tasks. */
export const TaskCall = z.object({ task: z.string(), input: z.unknown() });
export type TaskCall = z.output<typeof TaskCall>;

/**
 * What a task answers. A failure that Casebook knows is a value, because a durable workflow loses the names of exceptions; every
 * other one is thrown, and the call is made again.
 */
export type TaskAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string; readonly message: string; readonly is_final?: true };

export type Tasks = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** Answers one call from the tasks of a function. */
export async function answerCall(event: unknown, tasks: Tasks): Promise<TaskAnswer> {
  const { task, input } = TaskCall.parse(event);
  const work = tasks[task];
  try {
    if (!work) throw new InternalError(`The workflow calls "${task}", which this function does not have.`);
    return { ok: true, value: (await work(input)) ?? null };
  } catch (error) {
    if (error instanceof CasebookError)
      return {
        ok: false,
        error: error.name,
        message: error.message,
        ...(error.isFinal ? { is_final: true } : {}),
      };
    throw error;
  }
}

/** A known failure of another function, under its own name. */
export class TaskFailed extends Error {
  override readonly name: string;
  readonly isFinal: boolean;
  constructor({ error, message, is_final }: TaskAnswer & { readonly ok: false }) {
    super(message);
    this.name = error;
    this.isFinal = is_final === true;
  }
}
