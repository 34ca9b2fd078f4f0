import { numberOf, textOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';

/** The row of an effective-dated table that holds on a day: of several, the one that began last. Half-open [from_day, to_day). */
export const inForce = (rows: readonly FactRow[], day: number): FactRow | undefined =>
  rows
    .filter((row) => (numberOf(row.from_day) ?? -Infinity) <= day && day < (numberOf(row.to_day) ?? Infinity))
    .sort((a, b) => (numberOf(b.from_day) ?? -Infinity) - (numberOf(a.from_day) ?? -Infinity))[0];

/** Looks up `column` of the row in force by a key and a day; answers are kept. undefined: nothing is in force. */
export function datedNumbers(
  rows: readonly FactRow[],
  key: string,
  column: string,
): (name: string, day: number) => number | undefined {
  const byKey = Map.groupBy(rows, (row) => textOf(row[key]));
  const known = new Map<string, number | undefined>();
  return (name, day) => {
    const at = `${name} ${day}`;
    if (!known.has(at)) known.set(at, numberOf(inForce(byKey.get(name) ?? [], day)?.[column]) ?? undefined);
    return known.get(at);
  };
}
