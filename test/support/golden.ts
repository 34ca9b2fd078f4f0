import { readFileSync } from 'node:fs';

/** A vector of golden.json: what goes in, what comes out, computed by a script that shares no code with the product. */
export interface Golden<Input = unknown, Expected = unknown> {
  readonly case: string;
  readonly id: string;
  readonly kind: 'metric' | 'fact' | 'statistic' | 'function';
  readonly formula: string;
  readonly input: Input;
  readonly expect: Expected;
  /** Absolute. */
  readonly tolerance: number;
}

const file = new URL('../fixtures/golden.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Golden[] };

/** The vectors of one metric, fact, statistic or function; the test says what shape they have. */
export function goldenVectors(id: string): readonly Golden[] {
  const found = vectors.filter((vector) => vector.id === id);
  if (found.length === 0) throw new Error(`golden.json has no vector for ${id}`);
  return found.map((vector) => ({ ...vector, tolerance: vector.tolerance ?? 0 }));
}
