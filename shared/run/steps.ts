/** How often and how long to try again. `on`: names of errors worth another try; every other error is final. */
export interface Retry {
  readonly attempts: number;
  readonly on: readonly string[];
  readonly first_s: number;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string; readonly message: string };

/**
 * The little of durable execution that the pipeline uses. The body between steps is replayed: it must be a pure function of the
 * request and of step results. Step names are unique and stable. Results are small JSON: large ones pass by object key.
 */
export interface Steps {
  /** Runs once; its result is kept. */
  step<T>(name: string, work: () => Promise<T>, retry?: Retry): Promise<T>;
  /** One branch an item, at most `limit` at a time; a failing branch does not take the others with it. */
  map<I, T>(
    name: string,
    items: readonly I[],
    work: (item: I, steps: Steps) => Promise<T>,
    limit: number,
  ): Promise<readonly Outcome<T>[]>;
  /** Another function: a Lambda in AWS, a plain call in the embedded home. */
  invoke<I, T>(name: string, task: string, input: I): Promise<T>;
  wait(name: string, seconds: number): Promise<void>;
  /** A person decides; undefined after the deadline. */
  waitForApproval(
    name: string,
    ask: (token: string) => Promise<void>,
    seconds: number,
  ): Promise<'approved' | 'rejected' | undefined>;
}
