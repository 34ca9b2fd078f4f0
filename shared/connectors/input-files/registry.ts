import { nearest } from '../../nearest.ts';
import { UsageError } from '../../errors.ts';
import * as inputs from '../inputs/all.ts';
import type { InputTable } from './input-table.ts';

/** Every input table, by name. */
export const inputTables: readonly InputTable[] = (Object.values(inputs) as InputTable[]).sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
export const inputNames: readonly string[] = inputTables.map(({ name }) => name);

/**
 * The definition of an input table; "-" and "_" are the same.
 * @throws UsageError that names the nearest one
 */
export function inputNamed(name: string): InputTable {
  const found = inputTables.find((input) => input.name === name.replaceAll('-', '_'));
  if (found) return found;
  const hint = nearest(name, inputNames);
  throw new UsageError(
    `Input table: found "${name}", expected one of ${inputNames.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}.`,
  );
}
