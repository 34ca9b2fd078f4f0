import type { z } from 'zod';

/** What the rest of Casebook knows by name; the composition root hands it in, so that config depends on nothing. */
export interface Known {
  /** Connector id -> schema of its part of a source. */
  readonly connectors: Readonly<Record<string, z.ZodType>>;
  readonly metrics: readonly string[];
  /** Metric id -> dimensions that it can be cut by. */
  readonly cuts?: Readonly<Record<string, readonly string[]>>;
  readonly reports: readonly string[];
  /** What is expected of a goal that does not fit its metric; undefined when it fits. Of a metric that is not known it
   * tells only what no metric could take. `currency` is the organisation's. */
  readonly goal?: (metric: string, given: number | string, currency: string) => string | undefined;
}
