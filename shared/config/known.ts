import type { z } from 'zod';

/** What the rest of Casebook knows by name; the composition root hands it in, so that config depends on nothing. */
export interface Known {
  /** Connector id -> schema of its part of a source. */
  readonly connectors: Readonly<Record<string, z.ZodType>>;
  readonly metrics: readonly string[];
  /** Metric id -> dimensions that it can be cut by. */
  readonly cuts?: Readonly<Record<string, readonly string[]>>;
  /** Metrics that are a percentile of durations: their cases can be counted by spans of time. */
  readonly durations?: readonly string[];
  /** Metrics of which neither more nor less is good. */
  readonly neutral?: readonly string[];
  /** Metrics of cases, which can be listed. */
  readonly ofCases?: readonly string[];
  readonly reports: readonly string[];
  /** Section id -> the ready reports that have it. */
  readonly sections?: Readonly<Record<string, ReadySection>>;
  /** What is expected of a goal that does not fit its metric; undefined when it fits. Of a metric that is not known it
   * tells only what no metric could take. `currency` is the organisation's. */
  readonly goal?: (metric: string, given: number | string, currency: string) => string | undefined;
}

/** Where a section of the ready reports may stand. */
export interface ReadySection {
  readonly cadences: readonly string[];
  /** Names of people are for leads alone, money that is held against the ledger for finance; null: for everybody. */
  readonly audience: 'lead' | 'finance' | null;
}
