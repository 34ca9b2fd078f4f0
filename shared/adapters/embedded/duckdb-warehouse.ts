import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConflictError, WarehouseError } from '../../errors.ts';
import { blankRows } from '../../lake/blank-row.ts';
import { duckdbDdl, missingColumns } from '../../lake/ddl.ts';
import { identifier, literal } from '../../lake/literal.ts';
import { mergeStatement } from '../../lake/merge.ts';
import { prelude } from '../../lake/prelude.ts';
import type { Value } from '../../lake/table.ts';
import type { Warehouse } from '../../ports.ts';
import { duckdbIntake } from './duckdb-intake.ts';
import { columnsOf } from './duckdb-values.ts';
import { keptRows } from './kept-rows.ts';
import { pathOfKey } from './paths.ts';

export interface DuckdbSettings {
  /** The database file; ':memory:' for tests. */
  readonly file: string;
  /** Root folder of the lake, where staged objects lie. */
  readonly lake: string;
  /** Threads; default: the cores of the machine. */
  readonly threads?: number;
  /** Changes nothing, not even a table; others may read at the same time. */
  readonly isReadOnly?: boolean;
  /** Folder of what does not fit into memory; default: beside the file. */
  readonly temporary?: string;
  /** Megabytes DuckDB may hold; default: its own choice, 80 % of the machine. */
  readonly memory_mb?: number;
}

/**
 * The warehouse in one DuckDB file. One process may hold the file: a second one gets a ConflictError. Statements that change
 * tables are queued; each commits by itself, so a killed process loses at most the one that was running.
 */
export async function duckdbWarehouse({
  file,
  lake,
  threads,
  memory_mb,
  isReadOnly = false,
  temporary,
}: DuckdbSettings): Promise<Warehouse> {
  if (file !== ':memory:' && !isReadOnly) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const instance = await open(file, {
    threads: String(threads ?? availableParallelism()),
    ...(memory_mb === undefined ? {} : { memory_limit: `${memory_mb}MB` }),
    ...(temporary === undefined ? {} : { temp_directory: temporary }),
    ...(isReadOnly ? { access_mode: 'READ_ONLY' } : {}),
    preserve_insertion_order: 'false',
    enable_external_access: 'true',
    autoinstall_known_extensions: 'false',
  });
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    for (const statement of prelude) await connection.run(statement);
    return connection;
  };
  // Readers are kept: the prelude costs more than most queries.
  const idle: DuckDBConnection[] = [];
  const writer = await connect();
  const kept = keptRows(async (sql) => {
    const connection = idle.pop() ?? (await connect());
    try {
      await connection.run(sql);
    } finally {
      idle.push(connection);
    }
  });
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const before = last;
    const next = (async () => {
      await before;
      kept.forget();
      try {
        await work();
      } finally {
        kept.forget();
      }
    })();
    last = next.catch(() => {});
    return next;
  };
  const change = (name: string, statements: () => Promise<readonly string[]>): Promise<void> =>
    inTurn(async () => {
      for (const sql of await statements()) await explained(name, sql, writer.run(sql));
    });

  async function* chunks(
    name: string,
    sql: string,
  ): AsyncGenerator<{ columns: readonly string[]; values: Columns; rows: number }> {
    const connection = idle.pop() ?? (await connect());
    const changes = !reads.test(sql);
    if (changes) kept.forget();
    const placed = kept.placed(sql);
    try {
      const result = await explained(name, sql, connection.stream(placed.sql));
      const columns = result.deduplicatedColumnNames();
      yield { columns, values: [], rows: 0 };
      for (;;) {
        const chunk = await explained(name, sql, result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield { columns, values: columnsOf(chunk, result), rows: chunk.rowCount };
      }
    } finally {
      placed.done();
      if (changes) kept.forget();
      idle.push(connection);
    }
  }

  return {
    async query(name, sql) {
      let columns: readonly string[] = [];
      const rows: Value[][] = [];
      for await (const part of chunks(name, sql)) {
        ({ columns } = part);
        for (let row = 0; row < part.rows; row++) rows.push(part.values.map((column) => column[row] ?? null));
      }
      return { columns, rows, scanned_bytes: null };
    },
    async *stream(name, sql, order = []) {
      let blank: Blank | undefined;
      const ordered = order.length === 0 ? sql : `${sql}\nORDER BY ${order.map(identifier).join(', ')}`;
      for await (const { columns, values, rows } of chunks(name, ordered)) {
        blank ??= blankRows(columns);
        for (let from = 0; from < rows; from += sliceRows)
          yield rowsOf(blank, columns, values, from, Math.min(from + sliceRows, rows));
      }
    },
    migrate: (tables) =>
      change('migrate', async () => {
        const found = await existingColumns(writer);
        return tables.flatMap((table) => {
          const columns = found.get(table.name);
          return columns === undefined
            ? [duckdbDdl.create(table)]
            : duckdbDdl.add(table, missingColumns(table, columns));
        });
      }),
    intake: () =>
      duckdbIntake({
        connect: async () => idle.pop() ?? (await connect()),
        release: (connection) => idle.push(connection),
        inTurn,
        run: (connection, name, sql) =>
          explained(name, sql, connection.runAndReadAll(sql)).then((all) => all.getRows()),
      }),
    merge: (table, stagedKey, partitions) =>
      change(`merge ${table.name}`, () => {
        const staged = `staged_${table.name}`;
        const path = literal(pathOfKey(lake, stagedKey));
        return Promise.resolve([
          `CREATE OR REPLACE TEMP VIEW ${identifier(staged)} AS SELECT * FROM read_parquet(${path}, hive_partitioning = false)`,
          mergeStatement(table, identifier(staged), partitions),
        ]);
      }),
    remove: (table, where) =>
      change(`remove ${table.name}`, () => Promise.resolve([`DELETE FROM ${identifier(table.name)} WHERE ${where}`])),
    keep: (select) => kept.keep(select),
    async close() {
      await last;
      await kept.settled();
      for (const connection of [writer, ...idle]) connection.closeSync();
      instance.closeSync();
    },
  };
}

type Columns = readonly (readonly Value[])[];
/** A statement that changes no table. */
const reads = /^\s*(?:SELECT|WITH|FROM|EXPLAIN|DESCRIBE|SHOW|PRAGMA|\()/i;

async function open(file: string, options: Record<string, string>): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/lock|being used by another process/i.test(message)) {
      throw new ConflictError(
        `Another process is using ${file}. Wait until the other casebook command has ended, then run again.`,
        { cause: error },
      );
    }
    throw new WarehouseError(`Cannot open the database ${file}: ${message}`, { cause: error });
  }
}

/** Rows of a stream that are objects at one time: few enough to be gone before anybody copies them. */
const sliceRows = 256;

type Blank = ReturnType<typeof blankRows<string>>;

function rowsOf(
  blank: Blank,
  names: readonly string[],
  columns: Columns,
  from: number,
  to: number,
): readonly Record<string, Value>[] {
  const made = Array.from({ length: to - from }, blank);
  for (const [i, name] of names.entries()) {
    const values = columns[i] ?? [];
    for (let row = from; row < to; row++) {
      const value = values[row] ?? null;
      const object = made[row - from];
      if (value !== null && object !== undefined) object[name] = value;
    }
  }
  return made;
}

async function existingColumns(connection: DuckDBConnection): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const reader = await connection.runAndReadAll(
    `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main'`,
  );
  const found = new Map<string, Set<string>>();
  for (const [table, column] of reader.getRows() as [string, string][]) {
    found.set(table, (found.get(table) ?? new Set<string>()).add(column));
  }
  return found;
}

async function explained<T>(name: string, sql: string, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WarehouseError(`Query "${name}" failed: ${message}\n${sql.slice(0, 1500)}`, { cause: error });
  }
}
