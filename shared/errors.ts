/**
 * The closed list of failures. Every message says what, where and what to do; `cause` is kept; `name` is a literal, so that
 * minified code and durable replays can still tell them apart. `exit` is the status of contract 4.1.
 */
export abstract class CasebookError extends Error {
  abstract override readonly name: string;
  readonly exit: 1 | 2 | 3 = 1;
  /** The same call again would fail the same. */
  get isFinal(): boolean {
    return false;
  }
}

/** Wrong arguments: unknown command, flag, metric, report or period. Nothing was read or written. */
export class UsageError extends CasebookError {
  override readonly name = 'UsageError';
  override readonly exit = 2;
}

/** casebook.yaml is missing or wrong. `faults` has one line a fault: path, found, expected. */
export class ConfigurationError extends CasebookError {
  override readonly name = 'ConfigurationError';
  override readonly exit = 2;
  readonly faults: readonly string[];
  constructor(message: string, faults: readonly string[] = [], options?: ErrorOptions) {
    super([message, ...faults].join('\n  '), options);
    this.faults = faults;
  }
}

/** An input file has bad rows; it was rejected whole and nothing stored changed. `faults`: up to 20 lines. */
export class InputError extends CasebookError {
  override readonly name = 'InputError';
  readonly faults: readonly string[];
  constructor(message: string, faults: readonly string[] = [], options?: ErrorOptions) {
    super([message, ...faults].join('\n  '), options);
    this.faults = faults;
  }
}

/** A helpdesk refused, broke its contract or cannot be reached; the state stands where it was. */
export class SourceError extends CasebookError {
  override readonly name = 'SourceError';
}

/** A helpdesk offers the same page again though it says there is more (R6). */
export class CursorStuckError extends CasebookError {
  override readonly name = 'CursorStuckError';
}

/** A page cap was reached and could not be re-anchored (R8): reading on would lose rows silently. */
export class PageCapError extends CasebookError {
  override readonly name = 'PageCapError';
}

/** The helpdesk asked to wait longer than the time left; state is saved. Retry after `wait_s` seconds. */
export class RateLimited extends CasebookError {
  override readonly name = 'RateLimited';
  readonly wait_s: number;
  constructor(message: string, wait_s: number, options?: ErrorOptions) {
    super(message, options);
    this.wait_s = wait_s;
  }
}

/** The credentials were refused, or lack a scope. */
export class CredentialsError extends CasebookError {
  override readonly name = 'CredentialsError';
}

/**
 * What helps a statement that failed: the same later; the same in smaller parts; more runs of it; another call, because this one's
 * time is used up; or nothing but a person.
 */
export type Remedy = 'again' | 'halve' | 'more_runs' | 'later' | 'never';

/** A query failed in the engine. */
export class WarehouseError extends CasebookError {
  override readonly name = 'WarehouseError';
  readonly remedy: Remedy;
  constructor(message: string, { remedy = 'again', ...options }: ErrorOptions & { readonly remedy?: Remedy } = {}) {
    super(message, options);
    this.remedy = remedy;
  }
  override get isFinal(): boolean {
    return this.remedy !== 'again' && this.remedy !== 'later';
  }
}

/** Another run holds the lease, or changed the state first. */
export class ConflictError extends CasebookError {
  override readonly name = 'ConflictError';
}

/** A gate held the run: incomplete data or a ledger that does not tie. Nothing was sent. */
export class HeldError extends CasebookError {
  override readonly name = 'HeldError';
  override readonly exit = 3;
}

/** Whose fault it is that a message was not taken; a fault of account or server is none of a recipient. */
export type DeliveryFault = 'recipient' | 'message' | 'account' | 'server';

/**
 * The mail system certainly did not take a message. `isFinal`: it never will (a refused recipient or message); otherwise the same
 * message is tried again. A failure of which it is unknown whether the message was taken is never a DeliveryError.
 */
export class DeliveryError extends CasebookError {
  override readonly name = 'DeliveryError';
  readonly fault: DeliveryFault;
  readonly #isFinal: boolean;
  constructor(
    message: string,
    { fault = 'recipient', isFinal = true, cause }: { fault?: DeliveryFault; isFinal?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.fault = fault;
    this.#isFinal = isFinal;
  }
  override get isFinal(): boolean {
    return this.#isFinal;
  }
}

/** Something that Casebook itself promised does not hold; never the user's fault. */
export class InternalError extends CasebookError {
  override readonly name = 'InternalError';
}
