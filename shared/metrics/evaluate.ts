import type { Ask, MeasureContext, Measured } from './context.ts';

export type { Ask, Extras, MeasureContext, Measured, SourceBehind } from './context.ts';

/** Placeholder of the signature; body follows in the same commit series. */
export declare function evaluate(asks: readonly Ask[], context: MeasureContext): Promise<readonly Measured[]>;

import type { Metric } from './definition.ts';

/** One element of `casebook metrics --json` (contract 4.2); reason, from_s, provisional and unripe only when the status has them. */
export declare function toJson(measured: Measured): Readonly<Record<string, unknown>>;

export interface Explanation {
  readonly metric: Metric;
  readonly definition: readonly (readonly [label: string, text: string])[];
  readonly measured: readonly Measured[];
  readonly statements: readonly { readonly name: string; readonly sql: string; readonly rows: number }[];
  /** Label and count of each step from the rows to the number, first segment. */
  readonly steps: readonly (readonly [label: string, count: number | string | null])[];
  readonly sample: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  };
}
export declare function explain(ask: Ask, context: MeasureContext): Promise<Explanation>;
