import type { Log } from '../../shared/ports.ts';

/** A log that says nothing: for tests, which look at results. */
export const silentLog: Log = { info: () => {}, warn: () => {} };
