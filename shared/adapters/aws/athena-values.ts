import { WarehouseError } from '../../errors.ts';
import type { Value } from '../../lake/table.ts';

/** Turns what Athena says, always text, into the port's types. */
export type Convert = (text: string) => Value;

const integer: Convert = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};
const converters: Readonly<Record<string, Convert>> = {
  varchar: (text) => text,
  char: (text) => text,
  string: (text) => text,
  boolean: (text) => text === 'true',
  tinyint: integer,
  smallint: integer,
  integer,
  int: integer,
  bigint: integer,
  double: Number,
  float: Number,
  real: Number,
  unknown: (text) => text,
};

/** @throws WarehouseError for a type that no statement of Casebook returns */
export function converterOf(column: string, type: string, scale: number): Convert {
  const convert = type === 'decimal' && scale === 0 ? integer : converters[type];
  if (convert) return convert;
  throw new WarehouseError(`Column ${column}: found the type ${type}, expected text, boolean, an integer or double.`);
}
