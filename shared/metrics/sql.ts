import { InternalError } from '../errors.ts';
import { literal, literals } from '../lake/literal.ts';
import type { Value } from '../lake/table.ts';

/** Text of a condition or expression over the columns C of a relation. Only `sql` makes one, so that a misspelt column does not compile. */
export interface Sql<C extends string = string> {
  readonly text: string;
  readonly columns: readonly C[];
}
/** The columns of a relation to write SQL with: `t.resolved_s` is the text t.resolved_s. */
export type SqlColumns<C extends string> = { readonly [K in C]: Sql<K> };

export const sqlColumns = <C extends string>(names: readonly C[], alias = 't'): SqlColumns<C> =>
  Object.fromEntries(
    names.map((name) => [name, { text: `${alias}.${name}`, columns: [name] }]),
  ) as unknown as SqlColumns<C>;

type Piece = Sql | Value | readonly Value[];
type ColumnOf<P> = P extends Sql<infer C> ? C : never;

/**
 * SQL from columns, other SQL and values: values become literals, lists what stands in `IN ()`.
 * @throws InternalError when a column is written by hand instead of as a typed column
 */
export function sql<const P extends readonly Piece[]>(
  texts: TemplateStringsArray,
  ...pieces: P
): Sql<ColumnOf<P[number]>> {
  const byHand = wordsOf(texts.join(' 0 '))[0];
  if (byHand !== undefined)
    throw new InternalError(`SQL "${texts.join('...')}": found the word ${byHand}, expected a typed column instead.`);
  const columns = new Set<string>();
  const parts = pieces.map((piece) => {
    if (!isSql(piece)) return Array.isArray(piece) ? literals(piece as readonly Value[]) : literal(piece as Value);
    for (const name of piece.columns) columns.add(name);
    return piece.text;
  });
  return {
    text: String.raw({ raw: texts }, ...parts),
    columns: [...columns] as ColumnOf<P[number]>[],
  };
}
const isSql = (piece: Piece): piece is Sql => typeof piece === 'object' && piece !== null && 'text' in piece;

/** Names in SQL that are neither key words, functions, types nor text: columns, tables and aliases. */
export const wordsOf = (text: string): readonly string[] =>
  text.replaceAll(/'(?:[^']|'')*'/g, "''").match(/(?<![\w$])[a-z_]\w*\b(?!\s*\()/g) ?? [];
