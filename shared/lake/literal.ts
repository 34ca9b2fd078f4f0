import { InternalError } from '../errors.ts';
import type { Value } from './table.ts';

/**
 * The one place where a value becomes SQL text. Text is quoted and its quotes doubled; neither engine knows another escape in
 * a plain literal. Throws InternalError for what has no exact literal: NaN, infinities, fractions, half a surrogate pair, NUL.
 */
export function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return integer(value);
  if (value.includes('\u0000') || !value.isWellFormed()) {
    throw new InternalError(`SQL literal: found text with NUL or half a surrogate pair, expected plain Unicode text.`);
  }
  return `'${value.replaceAll("'", "''")}'`;
}

/** "'a', 'b'" for IN; throws InternalError when there is nothing to list. */
export function literals(values: readonly Value[]): string {
  if (values.length === 0) throw new InternalError('SQL list: found no value, expected at least one.');
  return values.map(literal).join(', ');
}

/** A table or column name, quoted as both engines read it. Throws InternalError for anything but snake_case. */
export function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new InternalError(`SQL name: found "${name}", expected snake_case.`);
  return `"${name}"`;
}

function integer(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  throw new InternalError(`SQL literal: found the number ${value}, expected an integer up to 2^53.`);
}
