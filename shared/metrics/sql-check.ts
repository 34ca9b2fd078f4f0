import { nearest } from '../nearest.ts';
import { InternalError } from '../errors.ts';
import { allTables } from '../lake/tables.ts';
import { wordsOf } from './sql.ts';

/** Every name of a table or column of the lake. */
const lakeWords: ReadonlySet<string> = new Set(
  allTables.flatMap(({ name, columns }) => [name, ...Object.keys(columns)]),
);

/**
 * Lets a statement pass whose names are all of the lake or defined in it (`AS name`, `AS name (a, b)`, `name AS (`).
 * @throws InternalError that names the statement, the wrong name and the nearest right one
 */
export function checkSql(of: string, text: string): string {
  const plain = text.replaceAll(/'(?:[^']|'')*'/g, "''");
  const own = new Set<string>();
  for (const [, name = '', columns = ''] of plain.matchAll(/\bAS (\w+)(?: \(([a-z_0-9, ]+)\))?/g))
    for (const word of [name, ...columns.split(/, */)]) own.add(word);
  // \b: without it each letter of each word is tried as a beginning
  for (const [, name = ''] of plain.matchAll(/\b(\w+) AS \(/g)) own.add(name);
  const wrong = wordsOf(text).find((word) => !lakeWords.has(word) && !own.has(word));
  if (wrong !== undefined) throw notAColumn(of, wrong, [...lakeWords, ...own]);
  return text;
}

/** One error for a name that is none: what was found, and the nearest right one. */
export const notAColumn = (of: string, found: string, known: readonly string[]): InternalError => {
  const hint = nearest(found, known);
  return new InternalError(
    `${of}: found the column ${found}, expected one that exists${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
};
