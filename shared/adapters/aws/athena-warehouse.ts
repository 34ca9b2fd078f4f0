import { createHash } from 'node:crypto';
import { InternalError, WarehouseError } from '../../errors.ts';
import { athenaDdl, missingColumns } from '../../lake/ddl.ts';
import { storageOf } from '../../lake/kinds.ts';
import { identifier, literal, literals } from '../../lake/literal.ts';
import { mergeStatement } from '../../lake/merge.ts';
import { byColumns } from '../../lake/order.ts';
import type { AnyRow, Table, Value } from '../../lake/table.ts';
import type { Warehouse } from '../../ports.ts';
import { extractedRows, unloadStatement } from './athena-extract.ts';
import { athenaQueries, type AthenaSettings, type Done, type Page } from './athena-query.ts';
import { bytesOf, type Objects } from './s3-objects.ts';
import { stagedIntake } from './staged-intake.ts';

export interface AthenaWarehouseSettings extends AthenaSettings {
  /** The bucket of staged/ and tables/. */
  readonly lakeBucket: string;
  /** The bucket of Athena's answers. */
  readonly results: (bucket: string) => Objects;
}

/** DDL statements under way together; an account may have 20. */
const tablesAtOnce = 5;

/**
 * Months that one MERGE reads of its target. A batch that touches more of them, such as a bulk edit or a re-import, is merged in
 * groups, newest first; a group that is too much for one statement (scan limit, memory, time) is halved. Rows never move between months, and a
 * larger version wins in any order, so the groups end where one MERGE would, also when a death comes between them.
 */
const mostMonths = 12;

/** A result of more rows than this, which is half a page of GetQueryResults, is written by UNLOAD. */
const smallRows = 500;

/**
 * The warehouse as Iceberg tables that Athena reads and merges. Staged objects are seen through one external table for each
 * table, whose partition `batch` is the folder of the object: merging needs no DDL and reads that object alone.
 */
export function athenaWarehouse(settings: AthenaWarehouseSettings): Warehouse {
  const { database, lakeBucket } = settings;
  const queries = athenaQueries(settings);
  let extracts = 0;
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

  /**
   * The rows of a large result by way of files: below a place of their own at each try, because UNLOAD refuses a place that holds
   * something, and removed once they were read. What a death leaves behind expires with the answers of the work group.
   */
  async function* unloaded(
    name: string,
    sql: string,
    order: readonly string[],
    { columns, types }: Page,
    output: string | undefined,
  ): AsyncGenerator<readonly AnyRow[]> {
    const [, bucket] = /^s3:\/\/([^/]+)\//.exec(output ?? '') ?? [];
    if (bucket === undefined)
      throw new InternalError(`Query "${name}": found the result location ${output ?? 'none'}, expected s3://...`);
    const ordinal = ++extracts;
    const objects = settings.results(bucket);
    let place = '';
    const done = await queries.run(name, (attempt) => {
      const identity = [settings.attempt, name, sql, ordinal, attempt].join('\n');
      place = `unload/${createHash('sha256').update(identity).digest('hex')}/`;
      return unloadStatement(sql, order, `s3://${bucket}/${place}`);
    });
    const keys = await filesOf(done, place, objects);
    try {
      const typed = columns.map((column, i) => ({ name: column, type: types[i] ?? '' }));
      yield* extractedRows(name, keys, objects, typed, order);
    } finally {
      for (const key of keys) await objects.remove(key);
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
    async *stream(name, sql, order = []) {
      const done = await queries.run(name, `SELECT * FROM (\n${sql}\n) AS extracted\nLIMIT ${smallRows + 1}`);
      const page = await queries.page(done, undefined);
      if (page.rows.length <= smallRows) {
        const rows = page.rows.map((row) => named(page.columns, row)).sort(byColumns(order));
        if (rows.length > 0) yield rows;
        return;
      }
      yield* unloaded(name, sql, order, page, done.output);
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
      const all = [...new Set(partitions)].sort().reverse();
      const mergeGroup = async (group: readonly string[]): Promise<void> => {
        try {
          await queries.run(`merge ${table.name}`, mergeOfBatch(table, batch, group, group.length < all.length));
        } catch (error) {
          const isTooMuch = error instanceof WarehouseError && error.remedy === 'halve';
          if (!isTooMuch || group.length < 2) throw error;
          const half = Math.ceil(group.length / 2);
          await mergeGroup(group.slice(0, half));
          await mergeGroup(group.slice(half));
        }
      };
      const groups = all.length === 0 ? [[]] : groupsOf(all, mostMonths);
      for (const group of groups) await mergeGroup(group);
    },
    intake() {
      const lake = settings.results(lakeBucket);
      return stagedIntake({
        put: (key, body) => lake.put(key, body, {}, 'application/vnd.apache.parquet'),
        merge: (table, key, partitions) => this.merge(table, key, partitions),
      });
    },
    async remove(table, where) {
      await queries.run(`remove ${table.name}`, `DELETE FROM ${identifier(table.name)} WHERE ${where}`);
    },
    close: () => Promise.resolve(),
  };
}

const stagedName = (table: Table): string => `staged_${table.name}`;

/**
 * The MERGE of one staged object: the same text as everywhere, over that batch of the external table. `isPart`: of the rows in
 * these partitions alone.
 */
export function mergeOfBatch(table: Table, batch: string, partitions: readonly string[], isPart = false): string {
  const columns = Object.keys(table.columns).map(identifier).join(', ');
  const part =
    isPart && table.partition !== null
      ? ` AND ${identifier(table.partition)} IN (${literals([...partitions].sort())})`
      : '';
  const rows = `(SELECT ${columns} FROM ${identifier(stagedName(table))} WHERE "batch" = ${literal(batch)}${part})`;
  return mergeStatement(table, rows, partitions, { sparesEqual: true });
}

const groupsOf = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

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

/**
 * The files that an UNLOAD wrote: as its manifest lists them, so that one that somebody removed is missed; without a manifest,
 * what lies below its place.
 */
async function filesOf(done: Done, place: string, objects: Objects): Promise<readonly string[]> {
  const [, key] = /^s3:\/\/[^/]+\/(.+)$/.exec(done.manifest ?? '') ?? [];
  const manifest = key === undefined ? undefined : await objects.get(key);
  if (manifest === undefined) return (await objects.list(place)).map((object) => object.key);
  const lines = Buffer.from(await bytesOf(manifest.body))
    .toString('utf8')
    .split('\n');
  return lines.flatMap((line) => /^"?s3:\/\/[^/]+\/(.+?)"?\s*$/.exec(line)?.[1] ?? []).sort();
}

const named = (columns: readonly string[], row: readonly Value[]): AnyRow =>
  Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]));
