import { InternalError } from '../../errors.ts';
import { athenaDdl, missingColumns } from '../../lake/ddl.ts';
import { storageOf } from '../../lake/kinds.ts';
import { identifier, literal } from '../../lake/literal.ts';
import { mergeStatement } from '../../lake/merge.ts';
import type { AnyRow, Table, Value } from '../../lake/table.ts';
import type { Warehouse } from '../../ports.ts';
import { csvRows } from './athena-csv.ts';
import { athenaQueries, type AthenaSettings, type Done, type Page } from './athena-query.ts';
import type { Objects } from './s3-objects.ts';

export interface AthenaWarehouseSettings extends AthenaSettings {
  /** The bucket of staged/ and tables/. */
  readonly lakeBucket: string;
  /** The bucket of Athena's answers. */
  readonly results: (bucket: string) => Objects;
}

/** DDL statements under way together; an account may have 20. */
const tablesAtOnce = 5;

/** Pages of 1,000 rows that are read by GetQueryResults before the result object takes over. */
const smallPages = 5;

/**
 * The warehouse as Iceberg tables that Athena reads and merges. Staged objects are seen through one external table for each
 * table, whose partition `batch` is the folder of the object: merging needs no DDL and reads that object alone.
 */
export function athenaWarehouse(settings: AthenaWarehouseSettings): Warehouse {
  const { database, lakeBucket } = settings;
  const queries = athenaQueries(settings);
  const ddl = athenaDdl(database, `s3://${lakeBucket}/tables`);

  /** Pages of an answer, the next one asked for while this one is read. */
  async function* pages(done: Done): AsyncGenerator<Page> {
    let next = queries.page(done, undefined);
    for (;;) {
      const page = await next;
      if (page.next !== undefined) next = queries.page(done, page.next);
      yield page;
      if (page.next === undefined) return;
    }
  }

  return {
    async query(name, sql) {
      const done = await queries.run(name, sql);
      let columns: readonly string[] = [];
      const rows: (readonly Value[])[] = [];
      for await (const page of pages(done)) {
        ({ columns } = page);
        rows.push(...page.rows);
      }
      return { columns, rows, scanned_bytes: done.scanned_bytes };
    },
    async *stream(name, sql) {
      const done = await queries.run(name, sql);
      const seen: (readonly Value[])[] = [];
      let read = 0;
      for await (const page of pages(done)) {
        yield page.rows.map((row) => named(page.columns, row));
        seen.push(...page.rows);
        if (page.next === undefined || ++read !== smallPages || done.output === undefined) continue;
        const rest = await restOf(done.output, page, seen, settings.results);
        seen.length = 0;
        if (rest === undefined) continue;
        yield* rest;
        return;
      }
    },
    async migrate(tables) {
      const found = new Map<string, Set<string>>();
      const { rows } = await this.query(
        'columns',
        `SELECT "table_name", "column_name" FROM information_schema.columns WHERE table_schema = ${literal(database)}`,
      );
      for (const [table, column] of rows) {
        const names = found.get(String(table)) ?? new Set<string>();
        found.set(String(table), names.add(String(column)));
      }
      const change = async (table: Table): Promise<void> => {
        const columns = found.get(table.name);
        const staged = found.get(stagedName(table));
        const statements = [
          ...(columns === undefined ? [ddl.create(table)] : ddl.add(table, missingColumns(table, columns))),
          ...(staged === undefined
            ? [createStaged(table, database, lakeBucket)]
            : addStaged(table, database, missingColumns(table, staged))),
        ];
        for (const sql of statements) await queries.run(`migrate ${table.name}`, sql);
      };
      for (let i = 0; i < tables.length; i += tablesAtOnce)
        await Promise.all(tables.slice(i, i + tablesAtOnce).map(change));
    },
    async merge(table, stagedKey, partitions) {
      const batch = new RegExp(`^staged/${table.name}/([^/]+)/[^/]+$`).exec(stagedKey)?.[1];
      if (batch === undefined)
        throw new InternalError(
          `Merge of ${table.name}: found the key ${stagedKey}, expected staged/${table.name}/<batch>/<file>.`,
        );
      await queries.run(`merge ${table.name}`, mergeOfBatch(table, batch, partitions));
    },
    async remove(table, where) {
      await queries.run(`remove ${table.name}`, `DELETE FROM ${identifier(table.name)} WHERE ${where}`);
    },
    close: () => Promise.resolve(),
  };
}

const stagedName = (table: Table): string => `staged_${table.name}`;

/** The MERGE of one staged object: the same text as everywhere, over that batch of the external table. */
export function mergeOfBatch(table: Table, batch: string, partitions: readonly string[]): string {
  const source = `USING ${identifier(stagedName(table))} AS s`;
  const text = mergeStatement(table, stagedName(table), partitions);
  const columns = Object.keys(table.columns).map(identifier).join(', ');
  const rows = `USING (SELECT ${columns} FROM ${identifier(stagedName(table))} WHERE "batch" = ${literal(batch)}) AS s`;
  if (!text.includes(source)) throw new InternalError(`The MERGE of ${table.name} does not read ${source}.`);
  return text.replace(source, () => rows);
}

/** `batch` is injected: every query names it, and it names the folder. Nothing has to be registered. */
export function createStaged(table: Table, database: string, bucket: string): string {
  const folder = `s3://${bucket}/staged/${table.name}/`;
  return [
    `CREATE EXTERNAL TABLE IF NOT EXISTS \`${database}\`.\`${stagedName(table)}\` (`,
    Object.entries(table.columns)
      .map(([name, { kind }]) => `  \`${name}\` ${storageOf[kind].athena}`)
      .join(',\n'),
    `)`,
    'PARTITIONED BY (`batch` string)',
    `STORED AS PARQUET`,
    `LOCATION ${literal(folder)}`,
    `TBLPROPERTIES ('projection.enabled'='true', 'projection.batch.type'='injected', 'storage.location.template'=${literal(`${folder}\${batch}/`)})`,
  ].join('\n');
}

function addStaged(table: Table, database: string, columns: readonly string[]): readonly string[] {
  if (columns.length === 0) return [];
  const added = columns.map((name) => `\`${name}\` ${storageOf[table.columns[name]?.kind ?? 'text'].athena}`);
  return [`ALTER TABLE \`${database}\`.\`${stagedName(table)}\` ADD COLUMNS (${added.join(', ')})`];
}

const named = (columns: readonly string[], row: readonly Value[]): AnyRow =>
  Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]));

/**
 * The rows after `seen` from the result object, which is one request instead of one a thousand rows. It is believed only if its
 * beginning says exactly what the API said; otherwise undefined, and the caller goes on by pages.
 */
async function restOf(
  output: string,
  { columns, converters }: Page,
  seen: readonly (readonly Value[])[],
  results: (bucket: string) => Objects,
): Promise<AsyncGenerator<readonly AnyRow[]> | undefined> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(output) ?? [];
  const found = bucket === undefined || key === undefined ? undefined : await results(bucket).get(key);
  if (found === undefined) return undefined;
  const rows = csvRows(found.body);
  await rows.next();
  const typed = (row: readonly (string | null)[]): readonly Value[] =>
    converters.map((convert, i) => {
      const text = row[i] ?? null;
      return text === null ? null : convert(text);
    });
  for (const expected of seen) {
    const { value, done } = await rows.next();
    const row = done === true ? [] : typed(value);
    if (!expected.every((cell, i) => Object.is(cell, row[i]))) {
      await rows.return(undefined);
      return undefined;
    }
  }
  return batches(rows, (row) => named(columns, typed(row)));
}

async function* batches(
  rows: AsyncIterable<readonly (string | null)[]>,
  toRow: (row: readonly (string | null)[]) => AnyRow,
): AsyncGenerator<readonly AnyRow[]> {
  let batch: AnyRow[] = [];
  for await (const row of rows) {
    batch.push(toRow(row));
    if (batch.length < 2000) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
