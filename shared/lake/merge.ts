import { identifier, literals } from './literal.ts';
import type { Table } from './table.ts';

/**
 * The MERGE of ARCHITECTURE.md D4: one text, both engines. `source` is SQL of the relation with the rows of
 * one batch: unique by key, the columns of the table. `partitions`: values of the table's partition column among those rows;
 * as literals they prune what Iceberg reads. A larger version_key wins, and an equal one whose row differs (the rules changed), so
 * a repeat and a late, older page do no harm, and rows that are equal are not written again: on Iceberg each would cost a file.
 */
export function mergeStatement(table: Table, source: string, partitions: readonly string[]): string {
  const names = Object.keys(table.columns);
  const updated = names.filter((name) => !table.key.includes(name) && name !== table.partition);
  const months =
    table.partition !== null && partitions.length > 0
      ? [`t.${identifier(table.partition)} IN (${literals([...partitions].sort())})`]
      : [];
  return [
    `MERGE INTO ${identifier(table.name)} AS t`,
    `USING ${source} AS s`,
    `ON ${[...months, ...table.key.map((name) => sameKey(table, name))].join(' AND ')}`,
    `WHEN MATCHED AND (s."version_key" > t."version_key" OR (s."version_key" = t."version_key" AND (${updated
      .filter((name) => name !== 'version_key')
      .map((name) => `s.${identifier(name)} IS DISTINCT FROM t.${identifier(name)}`)
      .join(' OR ')}))) THEN UPDATE SET ${updated
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
