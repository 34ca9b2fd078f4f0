import type { Value } from './table.ts';

/**
 * Makes rows that have these columns from the start, each null. An object that grows column by column becomes a hash table of
 * kilobytes after the first dozen (V8, kFastPropertiesSoftLimit), slow to make, to read and to copy.
 */
export function blankRows<K extends string>(names: readonly K[]): () => Record<K, Value> {
  const blank = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`) as Record<K, null>;
  return () => ({ ...blank });
}
