import type { DuckDBConnection } from '@duckdb/node-api';
import { columnRows, type ColumnRows } from '../../lake/columns.ts';
import { identifier, literal } from '../../lake/literal.ts';
import { insertStatement, mergeStatement } from '../../lake/merge.ts';
import type { Table, Value } from '../../lake/table.ts';
import { byTable } from '../../lake/tables.ts';
import type { Intake } from '../../ports.ts';
import { carrierOf, chunkOf, type Carrier } from './duckdb-write.ts';

/** What an intake needs of its database. */
export interface IntakeHome {
  connect(): Promise<DuckDBConnection>;
  release(connection: DuckDBConnection): void;
  /** Runs a change of the tables when those before it have ended. */
  inTurn(work: () => Promise<void>): Promise<void>;
  run(connection: DuckDBConnection, name: string, sql: string): Promise<readonly (readonly unknown[])[]>;
}

/** Rows that were taken over together, as the SELECT that shows them. */
interface Part {
  readonly select: string;
  readonly rows: number;
}

/**
 * Rows go by columns into temporary tables of one connection and from there, in one transaction, into their tables: by INSERT where
 * no row of their keys can be stored, by MERGE elsewhere.
 */
export function duckdbIntake(home: IntakeHome): Intake {
  const waiting = new Map<Table, ColumnRows>();
  const parts = new Map<Table, Part[]>();
  let opened: Promise<DuckDBConnection> | undefined;
  let made = 0;
  const open = (): Promise<DuckDBConnection> => (opened ??= home.connect());
  const end = async (): Promise<void> => {
    waiting.clear();
    if (opened === undefined) return;
    const connection = await opened;
    for (let i = 0; i < made; i++) await connection.run(`DROP TABLE IF EXISTS temp.${partName(i)}`);
    parts.clear();
    opened = undefined;
    made = 0;
    home.release(connection);
  };
  const putDown = async (table: Table, rows: ColumnRows): Promise<void> => {
    waiting.delete(table);
    const own = parts.get(table) ?? [];
    parts.set(table, own);
    own.push(await fill(await open(), rows, partName(made++), own.length));
  };
  return {
    async add(table, rows) {
      if (rows.length === 0) return;
      const own = waiting.get(table) ?? columnRows(table);
      waiting.set(table, own);
      own.push(rows);
      if (own.length >= partRows) await putDown(table, own);
    },
    async commit({ areNew = false } = {}) {
      try {
        for (const [table, rows] of waiting) await putDown(table, rows);
        if (parts.size > 0) {
          const connection = await open();
          const run = (sql: string) => home.run(connection, 'intake', sql);
          await home.inTurn(async () => {
            await run('BEGIN TRANSACTION');
            try {
              for (const [table, own] of [...parts].sort(([a], [b]) => byTable(a, b)))
                await store(run, table, own, areNew);
              await run('COMMIT');
            } catch (error) {
              // a COMMIT that failed has rolled back by itself: the first fault is the one to tell
              await run('ROLLBACK').catch(() => undefined);
              throw error;
            }
          });
        }
      } finally {
        await end();
      }
    },
    discard: end,
  };
}

/** Rows of one table that are held before they go into a temporary table. */
const partRows = 16_384;

const partName = (number: number): string => `intake_${number}`;

/** DuckDB fills at most so many rows at a time. */
const chunkRows = 2048;

/** A temporary table of the columns that differ from row to row; the others are literals of the part. */
async function fill(connection: DuckDBConnection, rows: ColumnRows, name: string, part: number): Promise<Part> {
  const cells: string[] = [];
  const columns: { readonly name: string; readonly as: Carrier; readonly values: readonly Value[] }[] = [];
  for (const { name: column, type, values, isConstant } of rows.columns()) {
    const isLiteral = isConstant && hasLiteral(values[0]);
    if (!isLiteral)
      columns.push({
        name: column,
        as: carrierOf(type, values),
        values: isConstant ? Array.from({ length: rows.length }, () => values[0] ?? null) : values,
      });
    const value = isLiteral ? literal(values[0] ?? null) : identifier(column);
    cells.push(`CAST(${value} AS ${type}) AS ${identifier(column)}`);
  }
  // rows that are all alike are still rows
  if (columns.length === 0)
    columns.push({ name: 'row', as: carrierOf('INTEGER', []), values: Array.from({ length: rows.length }, () => 0) });
  await connection.run(
    `CREATE TEMP TABLE ${name} (${columns.map(({ name: column, as }) => `${identifier(column)} ${as.type.toString()}`).join(', ')})`,
  );
  const appender = await connection.createAppender(name, 'main', 'temp');
  for (let from = 0; from < rows.length; from += chunkRows)
    appender.appendDataChunk(chunkOf(columns, from, Math.min(from + chunkRows, rows.length)));
  appender.closeSync();
  return { select: `SELECT ${cells.join(', ')}, ${part} AS part, rowid AS place FROM temp.${name}`, rows: rows.length };
}

/** Brings the parts of one table in; only where a key comes twice, its latest row is looked for. */
async function store(
  run: (sql: string) => Promise<readonly (readonly unknown[])[]>,
  table: Table,
  parts: readonly Part[],
  areNew: boolean,
): Promise<void> {
  const all = parts.map(({ select }) => select).join('\nUNION ALL ');
  const key = table.key.map((name) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`).join(', ');
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const [found = []] = await run(
    `SELECT (SELECT count(DISTINCT (${key})) FROM (${all})), (SELECT count(*) FROM (SELECT 1 FROM ${identifier(table.name)} LIMIT 1))`,
  );
  const [keys, stored] = found.map(Number);
  const names = Object.keys(table.columns).map(identifier).join(', ');
  const latest = `SELECT part AS last_part, place AS last_place FROM (${all})
QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY "version_key" DESC, part DESC, place DESC) = 1`;
  const source =
    keys === rows
      ? `(SELECT ${names} FROM (${all}))`
      : `(SELECT ${names} FROM (${all}) SEMI JOIN (${latest}) ON part = last_part AND place = last_place)`;
  await run(areNew || stored === 0 ? insertStatement(table, source) : mergeStatement(table, source, []));
}

/** A text with a zero character has none. */
const hasLiteral = (value: Value | undefined): boolean => !(typeof value === 'string' && value.includes('\u0000'));
