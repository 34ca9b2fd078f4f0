import { identifier, literals } from './literal.ts';
import type { Table } from './table.ts';

/**
 * The MERGE of ARCHITECTURE.md D4: one text, both engines. `source` is SQL of the relation with the rows of
 * one batch: unique by key, the columns of the table. `partitions`: values of the table's partition column among those rows;
 * as literals they prune what Iceberg reads. A larger or equal version_key wins, so a repeat and a late, older page do no harm.
 * `sparesEqual`: rows that are equal in everything are not written again, which on Iceberg would cost files; the rows are the same.
 */
export function mergeStatement(
  table: Table,
  source: string,
  partitions: readonly string[],
  { sparesEqual = false }: { readonly sparesEqual?: boolean } = {},
): string {
  const names = Object.keys(table.columns);
  const updated = names.filter((name) => !table.key.includes(name) && name !== table.partition);
  const months =
    table.partition !== null && partitions.length > 0
      ? [`t.${identifier(table.partition)} IN (${literals([...partitions].sort())})`]
      : [];
  const differs = updated.map((name) => `s.${identifier(name)} IS DISTINCT FROM t.${identifier(name)}`).join(' OR ');
  return [
    `MERGE INTO ${identifier(table.name)} AS t`,
    `USING ${source} AS s`,
    `ON ${[...months, ...table.key.map((name) => sameKey(table, name))].join(' AND ')}`,
    `WHEN MATCHED AND s."version_key" >= t."version_key"${sparesEqual ? ` AND (${differs})` : ''} THEN UPDATE SET ${updated
      .map((name) => `${identifier(name)} = s.${identifier(name)}`)
      .join(', ')}`,
    `WHEN NOT MATCHED THEN INSERT (${names.map(identifier).join(', ')}) VALUES (${names
      .map((name) => `s.${identifier(name)}`)
      .join(', ')})`,
  ].join('\n');
}

/** The rows of a batch as they are, into a table that has none of their keys. */
export function insertStatement(table: Table, source: string): string {
  const names = Object.keys(table.columns).map(identifier).join(', ');
  return `INSERT INTO ${identifier(table.name)} (${names}) SELECT ${names} FROM ${source}`;
}

/** Ids, instants and the source are never null in a key; other key columns may be, and then null equals null. */
export const isRequiredKey = (table: Table, name: string): boolean =>
  name === 'source' || name.endsWith('_id') || table.columns[name]?.kind === 'epoch_s';

/** Stands for null in a comparison: no text and no number of a key column looks like it. */
const absent = { text: "''", number: '-2147483648', flag: 'FALSE' } as const;

function sameKey(table: Table, name: string): string {
  const column = identifier(name);
  if (isRequiredKey(table, name)) return `t.${column} = s.${column}`;
  const kind = table.columns[name]?.kind;
  const none = absent[kind === 'text' || kind === 'flag' ? kind : 'number'];
  return `coalesce(t.${column}, ${none}) = coalesce(s.${column}, ${none})`;
}
